"""The shipped dictionary comes into the database once, and again without harm."""

import pytest

from apps.dictionary import reference, selectors
from apps.dictionary.models import Check, Edition, Field, Form, Indicator, Major

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Edition, Form, Field, Indicator, Check, Major)]


def test_loading_twice_writes_once(django_assert_num_queries):
    reference.load()
    before, first = counts(), Field.objects.first().pk
    with django_assert_num_queries(3):
        reference.load()
    assert counts() == before
    assert Field.objects.first().pk == first


def test_a_changed_dictionary_is_brought_up_to_date():
    edition = reference.load()
    Field.objects.filter(code="enrolled").delete()
    Edition.objects.filter(pk=edition.pk).update(digest="")
    reference.load()
    assert Field.objects.filter(code="enrolled").exists()
    assert selectors.book(edition.pk).fields["F13.enrolled"].required


def test_a_year_has_the_edition_in_force(django_assert_num_queries):
    """B1: an old return keeps its own edition."""
    edition = reference.load()
    later = Edition.objects.create(code="2030", name="以后的版本", since_year=2030, catalogue="2021")
    assert selectors.book_for(2015).edition_id == selectors.book_for(2029).edition_id == edition.pk
    assert selectors.book_for(2030).edition_id == later.pk
    with pytest.raises(Edition.DoesNotExist):
        selectors.book_for(2014)
    with django_assert_num_queries(0):
        selectors.book(edition.pk)


def test_majors_of_engineering_and_medicine_are_marked():
    """R8.4: 3 000 or 2 500 元 by the kind of major."""
    reference.load()
    marked = dict(Major.objects.values_list("code", "eng_med"))
    assert (marked["051400"], marked["100100"], marked["120100"], marked["160100"]) == (True, True, False, False)
