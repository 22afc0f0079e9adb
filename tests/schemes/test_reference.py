import re
from collections import Counter

import pytest

from apps.core.fixtures import read_yaml
from apps.schemes.models import Element, Guidance, Hint, Item, Point, Policy
from apps.schemes.reference import load

# Words that advertising put in the place of 本校 and 学校 in the stored copy, and characters of its Traditional text.
ADVERTISING = re.compile("火狐|亚博|体育教学")
TRADITIONAL = re.compile("[職業學導進專見發與設標準則產關於農實]")


@pytest.fixture
def loaded(db):
    load()


def test_the_guidance_has_6_items_16_elements_99_points_and_57_hints_of_each_kind(loaded):
    """R1.1, R10.5, R7.2."""
    assert (Item.objects.count(), Element.objects.count(), Point.objects.count()) == (6, 16, 99)
    assert Counter(Hint.objects.values_list("kind", flat=True)) == {Hint.Kind.PLANNING: 57, Hint.Kind.CURRENT: 57}


def test_the_elements_are_the_rows_of_the_report(loaded):
    """A2.3: names and order as the report's table gives them."""
    assert [str(element) for element in Element.objects.order_by("item__order", "order")] == [
        "1.1 办学定位", "1.2 人才培养目标", "1.3 素质教育", "2.1 专业建设状态", "2.2 课程建设状态", "2.3 课堂教学与实践教学状态",
        "3.1 专任教师队伍建设状态", "3.2 兼职教师队伍建设状态", "4.1 教学投入及基础设施建设状态", "4.2 教学资源建设状态", "5.1 校企合作状态",
        "5.2 学校管理制度建设与运行状态", "5.3 质量监控状态", "6.1 学生反馈", "6.2 用人方反馈", "6.3 其他",
    ]  # fmt: skip


def test_the_points_of_each_element_are_as_many_as_the_notice_lists(loaded):
    """R7.2: 附 1, counted element by element."""
    counts = Counter(Point.objects.values_list("element__code", flat=True))
    assert [counts[element.code] for element in Element.objects.order_by("item__order", "order")] == [6, 5, 8, 5, 7, 9, 10, 6, 5, 5, 8, 7, 6, 2, 5, 5]


def test_elements_of_feedback_have_points_alone(loaded):
    """R7.2: 6.1–6.3 have no hints for plan and year."""
    assert set(Element.objects.filter(hints=None).values_list("code", flat=True)) == {"6.1", "6.2", "6.3"}


def test_all_164_indicators_serve_a_point_and_a_point_without_one_is_a_text(loaded):
    """R7.2: a point is shown by its indicators, or it is a statement."""
    used = {code for codes in Point.objects.values_list("indicators", flat=True) for code in codes}
    assert used == {f"K{number:03}" for number in range(1, 165)}
    assert list(Point.objects.filter(indicators=[]).values_list("code", "kind")) == [("5.2.2", Point.Kind.TEXT)]


def test_the_documents_of_the_explanation_are_19_beside_the_notice(loaded):
    """R1.8: title, number and year of each; numbers as the rules list them."""
    listed = Policy.objects.exclude(listed=None)
    assert list(listed.values_list("listed", flat=True)) == list(range(1, 20))
    assert [policy.number for policy in listed] == [
        "国发〔2014〕19号", "教职成〔2011〕6号", "教职成〔2015〕6号", "教职成〔2011〕9号", "教职成〔2010〕12号", "教职成〔2010〕6号",
        "教职成〔2012〕5号", "教职成〔2010〕8号", "教职成厅〔2012〕5号", "教职成厅函〔2014〕11号", "教职成厅函〔2014〕48号", "教师〔2013〕12号",
        "教职成〔2011〕16号", "教师〔2012〕14号", "", "教职成〔2009〕3号", "", "教职成〔2010〕14号", "教职成〔2009〕11号",
    ]  # fmt: skip
    assert all(f"〔{policy.year}〕" in policy.number for policy in Policy.objects.exclude(number=""))


def test_the_notice_stands_first_with_its_day(loaded):
    """R1.8: 教职成司函〔2016〕37号 of 7 April 2016; the guidance is its attachment."""
    notice = Policy.objects.first()
    assert (notice.number, str(notice.issued_on), notice.listed) == ("教职成司函〔2016〕37号", "2016-04-07", None)
    assert Guidance.objects.get().number == notice.number


def test_no_word_of_the_advertising_and_no_traditional_character_came_along():
    text = f"{read_yaml('guidance.yaml')}{read_yaml('policies.yaml')}"
    assert not ADVERTISING.search(text)
    assert not TRADITIONAL.search(text)


def test_loading_again_keeps_every_row_and_corrects_its_text(loaded):
    tables = [Guidance, Item, Element, Hint, Point, Policy]
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    Point.objects.filter(code="1.1.1").update(text="错字")
    Policy.objects.filter(listed=5).update(issuer="错字")
    load()
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
