"""The demonstration's conclusions: one published, one being shown with an objection answered and one not; none where nothing was decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.deliberation.models import Case
from apps.disclosure import demonstration
from apps.disclosure.models import Announcement, AnswerCopy, ConclusionCopy, Objection, TeamCopy
from apps.documents.services import find
from apps.reviews.models import Review
from config.roles import Role


@pytest.fixture
def two(tree):
    """The two people by whom the demonstration publishes."""
    for name, role in [(demonstration.PROPOSER, Role.PROVINCE_OFFICER), (demonstration.PUBLISHER, Role.PROVINCE_PUBLISHER)]:
        appoint(User.objects.create_user(name, name=name), role=role, organization=tree["shaanxi"])


def states():
    return sorted(Announcement.objects.values_list("state", flat=True))


def test_where_nothing_was_decided_nothing_is_announced(two):
    assert "结论 0 件" in demonstration.load(timezone.localdate())


def test_one_is_published_and_the_next_shown_with_its_objections(two, concluded, tree, second, own_school):
    """R12.1, M3: whatever is left over waits to be proposed."""
    for school in [tree["school"], second, own_school]:
        concluded(school)
    Case.objects.update(decided_at=timezone.now() - timedelta(days=30))
    assert "结论 2 件" in demonstration.load(timezone.localdate())
    assert states() == ["final", "shown"]
    assert (ConclusionCopy.objects.shown().count(), TeamCopy.objects.shown().count()) == (3, 3)
    assert sorted(Objection.objects.values_list("state", flat=True)) == ["answered", "open"]
    assert AnswerCopy.objects.filter(released_at__isnull=False).count() == 1


def test_codes_and_copies_are_of_the_days_of_the_story(two, concluded, tree, second):
    """M1, M8, R12.2: what the pages say came out on a day was then to be seen, and its code was issued then; a group before its visit."""
    for school in [tree["school"], second]:
        concluded(school)
    Case.objects.update(decided_at=timezone.now() - timedelta(days=30))
    visit = timezone.localdate() - timedelta(days=40)
    Review.objects.update(visit_from=visit, visit_to=visit)
    demonstration.load(timezone.localdate())
    for copy in ConclusionCopy.objects.filter(published_on__lt=timezone.localdate()):
        assert timezone.localdate(copy.released_at) == timezone.localdate(find(copy.code).issued_at) == copy.published_on
    assert {copy.published_on for copy in TeamCopy.objects.all()} == {visit - demonstration.TEAM_AHEAD}


def test_what_was_decided_today_is_only_shown(two, concluded, tree):
    """M3: nothing is shown before it was decided."""
    concluded(tree["school"])
    demonstration.load(timezone.localdate())
    assert states() == ["shown"]
    assert Announcement.objects.get().shown_on == timezone.localdate()
