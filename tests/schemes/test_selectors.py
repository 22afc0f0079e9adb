import pytest

from apps.schemes.models import Element, Guidance, Hint, Item, Point
from apps.schemes.reference import load
from apps.schemes.selectors import current_guidance, elements, outline, policies


@pytest.fixture
def loaded(db):
    load()


def test_the_outline_is_read_in_four_queries_whatever_its_size(loaded, django_assert_num_queries):
    """R7.2: the worktable of 附 1, whole."""
    guidance = current_guidance()
    with django_assert_num_queries(4):
        rows = [(len(element.hints.all()), len(element.points.all())) for item in outline(guidance) for element in item.elements.all()]
    assert rows[0] == (8, 6)
    assert rows[-1] == (0, 5)


def test_hints_stand_with_the_plan_before_the_year(loaded):
    element = elements(current_guidance())[0]
    assert [hint.text for hint in element.hints.all()][::4] == ["学校类型和层次定位", "在校生规模"]


def test_a_later_guidance_becomes_the_current_one_and_has_its_own_elements(loaded):
    """R1.7: the one of 2016 stays what it was for those who began under it."""
    later = Guidance.objects.create(code="2030", title="示例指导方案", number="示例〔2030〕1号", issued_on="2030-01-01")
    assert current_guidance() == later
    assert (elements(later).count(), elements(Guidance.objects.get(code="2016")).count()) == (0, 16)


def test_policies_begin_with_the_notice(loaded):
    """R1.8."""
    assert [policy.listed for policy in policies()] == [None, *range(1, 20)]


@pytest.mark.django_db
def test_without_reference_data_there_is_no_guidance():
    """Other tests keep the shipped guidance in the database of the session."""
    for model in [Point, Hint, Element, Item, Guidance]:
        model.objects.all().delete()
    assert current_guidance() is None
