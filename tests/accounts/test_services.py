import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from apps.accounts.access import may, stood_in_for
from apps.accounts.models import Post
from apps.accounts.services import appoint, bar, limit_bar
from apps.audit.models import Entry
from config.roles import Role


def test_an_appointment_is_on_record(tree, holder, day):
    officer, person = holder(Role.PROVINCE_OFFICER, "shaanxi"), holder(Role.PRINCIPAL, "school")
    post = appoint(person, role=Role.SCHOOL_EDITOR, organization=tree["school"], by=officer, until=day(9))
    entry = Entry.objects.about(post).get()
    assert (entry.verb, entry.by, entry.after["role"], entry.after["until"]) == ("appoint", officer, "school_editor", day(9).isoformat())


def test_a_term_does_not_end_before_it_begins(tree, holder, day):
    person = holder(Role.PRINCIPAL, "school")
    with pytest.raises(ValidationError):
        appoint(person, role=Role.PRINCIPAL, organization=tree["school"], since=day(), until=day(-1))
    with pytest.raises(IntegrityError):
        Post.objects.create(user=person, role=Role.PRINCIPAL, organization=tree["school"], since=day(), until=day(-1))


def test_a_deputy_acts_for_someone_only_where_no_post_of_his_own_leads(holder, things, tree):
    principal = holder(Role.PRINCIPAL, "school")
    deputy = holder(Role.PRINCIPAL, "school", acting_for=principal)
    assert may(deputy, "sample.send_thing", things["school"])
    assert stood_in_for(deputy, "sample.send_thing", things["school"]) == principal.pk
    assert stood_in_for(principal, "sample.send_thing", things["school"]) is None
    appoint(deputy, role=Role.PRINCIPAL, organization=tree["school"])
    del deputy.posts_today
    assert stood_in_for(deputy, "sample.send_thing", things["school"]) is None


def test_a_bar_holds_to_the_day_it_is_limited_to_and_the_change_is_on_record(tree, holder, fresh, things, day, monkeypatch):
    monkeypatch.setattr("apps.accounts.access.BARRED", {"sample.view_thing"})
    user = holder(Role.PROVINCE_OFFICER, "shaanxi")
    row = bar(user, organization=tree["school"], reason="讲学", since=day(-9))
    assert not may(fresh(user), "sample.view_thing", things["school"])
    limit_bar(row, until=day())
    assert not may(fresh(user), "sample.view_thing", things["school"])
    limit_bar(row, until=day(-1))
    assert may(fresh(user), "sample.view_thing", things["school"])
    assert list(Entry.objects.about(row).values_list("verb", flat=True)) == ["bar", "limit_bar", "limit_bar"]


def test_a_bar_is_not_limited_to_before_it_began(tree, holder, day):
    row = bar(holder(Role.PRINCIPAL, "school"), organization=tree["school"], reason="讲学", since=day())
    with pytest.raises(ValidationError):
        limit_bar(row, until=day(-1))
    row.refresh_from_db()
    assert row.until is None
