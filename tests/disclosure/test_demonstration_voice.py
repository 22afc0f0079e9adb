from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.disclosure import demonstration
from apps.disclosure.models import BelowList, Comment
from apps.statusdata.models import Round
from config.roles import Role


@pytest.fixture
def loaded(received, tree):
    """Two closed years of a made-up school, and the two people."""
    for name, role in [("shengji", Role.PROVINCE_OFFICER), ("gongkai", Role.PROVINCE_PUBLISHER)]:
        appoint(User.objects.create_user(name, name=name), role=role, organization=tree["shaanxi"])
    received(tree["school"], year=2023)
    received(tree["school"], year=2024)
    Round.objects.update(state="closed", **dict.fromkeys(["school_due", "city_due", "province_due"], timezone.localdate() - timedelta(days=60)))
    return lambda: demonstration.load(timezone.localdate())


def test_the_demonstration_has_of_everything_and_is_loaded_once(loaded):
    """R12.1, R12.4: comments answered, waiting, late and not shown; a list published and one proposed."""
    loaded()
    before = Comment.objects.count()
    loaded()
    assert Comment.objects.count() == before
    assert set(Comment.objects.values_list("kind", "state")) >= {
        ("school", "answered"),
        ("school", "received"),
        ("school", "not_shown"),
        ("province", "received"),
    }
    assert any(row.late for row in Comment.objects.all())
    assert list(BelowList.objects.values_list("year", "state")) == [(2024, "proposed"), (2023, "published")]
    published = BelowList.objects.get(state="published")
    assert published.content["compiled_on"] == published.published_on.isoformat() == (timezone.localdate() - timedelta(days=40)).isoformat()


def test_no_real_school_is_ever_named(loaded, tree):
    """R12.1: where a list would name one, none is made."""
    tree["school"].name = "渭南市某职业中学"
    tree["school"].save()
    loaded()
    assert not BelowList.objects.exists()
