"""What each kind of person sees of a review in each state (R9.3, R9.4), by permission, page and file."""

import pytest
from django.urls import reverse

from apps.accounts.access import may, objects_for
from apps.accounts.models import User
from apps.reviews.lifecycle import READ_DATA, READ_JUDGEMENT, READ_MATERIAL, READ_REPORT, READ_SUGGESTION, VIEW, WRITE
from apps.reviews.models import Judgement, Member, Suggestion
from apps.reviews.services import judgements, reports
from apps.reviews.services.teams import _grant
from tests.reviews.world import an_expert

STATES = ["planned", "scheduled", "judging", "reading", "visiting", "writing", "reported"]
ALL, NONE = set(STATES), set()
FROM = {state: set(STATES[number:]) for number, state in enumerate(STATES)}
#: Thing -> kind of person -> the states in which it is open to him; who is not named never sees it.
OPEN = {
    VIEW: {
        "officer": ALL, "principal": ALL, "editor": ALL, "city": ALL, "nation": ALL,
        "member": FROM["scheduled"], "lead": FROM["scheduled"], "unsigned": FROM["scheduled"],
    },
    READ_DATA: {"member": FROM["judging"], "lead": FROM["judging"]},
    READ_MATERIAL: {"officer": ALL, "principal": ALL, "member": FROM["reading"], "lead": FROM["reading"]},
    WRITE: {"member": {"writing"}, "lead": {"writing"}},
    READ_REPORT: {
        name: {"reported"} for name in ["officer", "principal", "editor", "committee", "decider", "member", "lead", "unsigned"]
    },
}  # fmt: skip
KINDS = [
    "officer",
    "principal",
    "editor",
    "city",
    "nation",
    "committee",
    "decider",
    "publisher",
    "stranger",
    "member",
    "lead",
    "outsider",
    "unsigned",
]


@pytest.fixture
def everybody(world, people):
    def gathered(state):
        review = world.to(state)
        here = dict(people)
        if state != "planned":
            here |= {"lead": world.people[0], "member": world.people[1]}
            late = an_expert(9, world.province)
            world_name(world, late)
            here["unsigned"] = late.user
        here["outsider"] = an_expert(8, world.province).user
        return review, {name: User.objects.get(pk=user.pk) for name, user in here.items()}

    return gathered


def world_name(world, expert):
    """Named late, his undertaking not signed; after the report nobody is named, so the row is written."""
    _grant(Member.objects.create(review=world.review, expert=expert))


@pytest.mark.parametrize("state", STATES)
def test_each_kind_of_person_sees_what_the_state_opens_and_nothing_more(state, everybody):
    """R9.3, R9.4"""
    review, here = everybody(state)
    seen = {(thing, name) for thing in OPEN for name, user in here.items() if may(user, thing, review)}
    assert seen == {(thing, name) for thing, kinds in OPEN.items() for name, states in kinds.items() if state in states and name in here}


@pytest.mark.parametrize("state", ["writing", "reported"])
def test_the_sealed_suggestion_is_the_groups_and_the_committees_never_the_schools(state, everybody, world):
    """R9.4"""
    review, here = everybody(state)
    if state == "writing":
        world.write()
    rows = Suggestion.objects.filter(review=review)
    seen = {name for name, user in here.items() if objects_for(user, READ_SUGGESTION, rows).exists()}
    assert seen == {"lead", "member", "unsigned"} | ({"committee", "decider"} if state == "reported" else set())


def test_the_others_judgements_stay_hidden_until_ones_own_is_in(world):
    """R9.3"""
    review = world.to("judging")
    first, second = world.elements[:2]
    lead, member = world.people[:2]
    given = {"stage": "data", "answer": "yes", "reason": "理由"}
    judgements.judge(review, first, **given, by=lead)
    judgements.judge(review, second, **given, by=lead)
    judgements.judge(review, first, **given, by=member)
    seen = objects_for(User.objects.get(pk=member.pk), READ_JUDGEMENT, Judgement.objects.all())
    assert set(seen.values_list("member__expert__user", "element")) == {(lead.pk, first.pk), (member.pk, first.pk)}


def test_the_page_of_an_element_hides_the_schools_words_until_the_papers_are_open(world, client, monkeypatch):
    """R9.3"""
    review = world.to("judging")
    monkeypatch.setattr("apps.reviews.views.judging.data_of", lambda *_: [])
    address = reverse("reviews:element", args=[review.pk, "1.1"])
    client.force_login(world.people[1])
    assert "不看学校的材料" in client.get(address).content.decode()


@pytest.mark.parametrize("state", ["scheduled", "judging", "reading", "reported"])
def test_a_paper_of_the_school_opens_to_the_group_with_the_papers(state, world, client, people):
    """R9.1, R9.3"""
    world.to(state)
    if state == "scheduled":
        world.ready()
    file, answers = world.material.file, {}
    for name, user in {**people, "member": world.people[1]}.items():
        client.force_login(user)
        response = client.get(file.get_absolute_url())
        answers[name] = response.status_code
        if response.status_code == 200:
            list(response.streaming_content)  # Read to its end, which closes the file.
    opened = {"officer", "principal"} | ({"member"} if state in ("reading", "reported") else set())
    assert {name for name, status in answers.items() if status == 200} == opened
    assert set(answers.values()) == {200, 404}


def test_the_pages_of_the_school_say_nothing_of_the_suggestion(world, client):
    """R9.4"""
    review = world.to("reported")
    reports.write_paper(review)
    for user in [world.principal, world.officer]:
        client.force_login(user)
        page = client.get(review.get_absolute_url()).content.decode()
        assert "示例总体意见" in page
        assert "机密的理由" not in page
        assert "结论建议" not in page
