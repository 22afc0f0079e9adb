"""What each kind of person sees of a review in each state (R9.3, R9.4), by permission, page and file."""

import re
import zlib
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.accounts.access import may, objects_for
from apps.accounts.models import User
from apps.core.canonical import canonical
from apps.core.numbers import MISSING
from apps.diagnosis.models import Passage
from apps.experts.models import Expert
from apps.indicators.models import Value
from apps.reviews.lifecycle import PLAN_AGENDA, READ_DATA, READ_JUDGEMENT, READ_MATERIAL, READ_REPORT, READ_SUGGESTION, VIEW, VISIT, WRITE
from apps.reviews.models import Judgement, Review, Suggestion
from apps.reviews.selectors.pages import data_of, said_by_school
from apps.reviews.services import judgements, reports, teams
from apps.schemes.selectors import points_of
from apps.statusdata.models import Return, Snapshot
from tests.reviews.world import FORMS, an_expert
from tests.sampling.world import YEAR, ready

STATES = ["planned", "scheduled", "judging", "reading", "visiting", "writing", "reported"]
ALL, NONE = set(STATES), set()
FROM = {state: set(STATES[number:]) for number, state in enumerate(STATES)}
VISITED = {"scheduled", "judging", "reading", "visiting"}
#: Thing -> kind of person -> the states in which it is open to him; who is not named never sees it.
OPEN = {
    VIEW: {
        "officer": ALL, "principal": ALL, "editor": ALL, "city": ALL, "nation": ALL,
        "member": FROM["scheduled"], "lead": FROM["scheduled"], "unsigned": FROM["scheduled"],
    },
    PLAN_AGENDA: {"officer": VISITED, "lead": VISITED - {"scheduled"}},
    READ_DATA: {"member": FROM["judging"], "lead": FROM["judging"]},
    READ_MATERIAL: {
        "officer": ALL, "principal": ALL, "member": FROM["reading"], "lead": FROM["reading"], "committee": {"reported"}, "decider": {"reported"},
    },
    VISIT: {name: {"reading", "visiting", "writing"} for name in ["member", "lead"]},
    WRITE: {"member": {"writing"}, "lead": {"writing"}},
    READ_REPORT: {
        name: {"reported"} for name in ["officer", "principal", "editor", "committee", "decider", "member", "lead"]
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
        if state not in ("planned", "reported"):  # Once the report is in nobody is named any more.
            late = an_expert(9, world.province)
            teams.name(review, late, by=world.officer)
            here["unsigned"] = late.user
        here["outsider"] = an_expert(8, world.province).user
        return review, {name: User.objects.get(pk=user.pk) for name, user in here.items()}

    return gathered


@pytest.mark.parametrize("state", STATES)
def test_each_kind_of_person_sees_what_the_state_opens_and_nothing_more(state, everybody):
    """R9.3, R9.4"""
    review, here = everybody(state)
    seen = {(thing, name) for thing in OPEN for name, user in here.items() if may(user, thing, review)}
    assert seen == {(thing, name) for thing, kinds in OPEN.items() for name, states in kinds.items() if state in states and name in here}


#: Page -> what opens it; the calendar and the agenda from the day on which the visit is fixed, the report once it is handed in.
PAGES = {
    "page": VIEW, "calendar": VIEW, "element": READ_DATA, "self_report": READ_MATERIAL, "match": WRITE, "notes": VISIT, "agenda": PLAN_AGENDA,
}  # fmt: skip
SINCE = {"calendar": FROM["scheduled"], "self_report": FROM["judging"]}


@pytest.mark.parametrize("state", STATES)
def test_the_pages_answer_to_each_kind_of_person_as_the_state_says(state, full, people, client):
    """R9.3, R9.4: what is not open to a person is a 404 to him, whatever it is."""
    review = full.to(state)
    here = {name: people[name] for name in ["officer", "principal", "nation", "committee", "stranger"]}
    if state != "planned":
        here |= {"lead": full.people[0], "member": full.people[1]}
    seen, expected = set(), set()
    for name, user in here.items():
        client.force_login(user)
        for page, thing in PAGES.items():
            code = [full.elements[0].code] if page == "element" else []
            status = client.get(reverse(f"reviews:{page}", args=[review.pk, *code])).status_code
            assert status in (200, 404)
            seen |= {(name, page)} if status == 200 else set()
            expected |= {(name, page)} if state in OPEN[thing].get(name, NONE) & SINCE.get(page, ALL) else set()
    assert seen == expected


@pytest.mark.parametrize("state", ["judging", "visiting", "writing"])
def test_no_conclusion_is_suggested_before_the_visit_is_over(state, full, client):
    """R9.3, R9.4"""
    review = full.to(state)
    client.force_login(full.people[0])
    assert client.get(reverse("reviews:suggest", args=[review.pk])).status_code == (200 if state == "writing" else 404)


@pytest.mark.parametrize("state, sat", [("writing", False), ("reported", False), ("reported", True)])
def test_the_sealed_suggestion_is_the_groups_and_once_sat_upon_the_committees_never_the_schools(state, sat, everybody, world):
    """R9.4"""
    review, here = everybody(state)
    if state == "writing":
        world.write()
    if sat:
        reports.unseal(Review.objects.filter(pk=review.pk), by=world.officer)
    rows = Suggestion.objects.filter(review=review)
    seen = {name for name, user in here.items() if objects_for(user, READ_SUGGESTION, rows).exists()}
    assert seen == {"lead", "member"} | ({"committee", "decider"} if sat else set())


@pytest.mark.parametrize("state", ["judging", "reading", "writing", "reported"])
def test_who_is_out_of_the_pool_sees_nothing_from_that_moment(state, world):
    """R2.6: whatever he was granted, and before the program has let him leave the group."""
    review = world.to(state)
    person = User.objects.get(pk=world.people[1].pk)
    Expert.objects.filter(user=person).update(state="removed", removed_on=date(2026, 1, 1), removal="示例")
    assert [thing for thing in [*OPEN, "reviews.serve_review", "reviews.judge_review"] if may(person, thing, review)] == []
    for thing, model in [(READ_JUDGEMENT, Judgement), (READ_SUGGESTION, Suggestion)]:
        assert not objects_for(person, thing, model.objects.all()).exists()


def test_the_others_judgements_stay_hidden_until_ones_own_is_in(world):
    """R9.3"""
    review = world.to("judging")
    first, second = world.elements[:2]
    lead, member = world.people[:2]
    given = {"stage": "data", "answer": "yes", "reason": "有关指标稳定，看得出来"}
    judgements.judge(review, first, **given, by=lead)
    judgements.judge(review, second, **given, by=lead)
    judgements.judge(review, first, **given, by=member)
    seen = objects_for(User.objects.get(pk=member.pk), READ_JUDGEMENT, Judgement.objects.all())
    assert set(seen.values_list("member__expert__user", "element")) == {(lead.pk, first.pk), (member.pk, first.pk)}


def test_the_page_of_an_element_hides_the_schools_words_until_the_papers_are_open(full, client):
    """R9.3"""
    review = full.to("judging")
    element = full.elements[0]
    address, words = reverse("reviews:element", args=[review.pk, element.code]), f"{element.code} 的自我诊断"
    client.force_login(full.people[1])
    shut = client.get(address).content.decode()
    assert "不看学校的材料" in shut
    assert words not in shut
    full.reading()
    assert words in client.get(address).content.decode()


def test_the_data_are_those_of_the_version_handed_in_whatever_is_accepted_since(full):
    """R6.3: of a version that is no more the newest the values are computed anew."""
    full.to("judging")
    shown = lambda: [data_of(full.fresh(), each) for each in full.elements]  # noqa: E731
    before = shown()
    assert any(value != MISSING for data in before for datum in data for _name, value, _unit, _before in datum.values)
    later = Snapshot.objects.create(
        upload=full.snapshot.upload, number=2, signed_by=full.principal, path=full.school.path, body=b"later", digest="1" * 64
    )
    codes = {code for data in full.elements for point in points_of(full.scheme, data) for code in point.indicators}
    Value.objects.bulk_create(
        Value(school=full.school, year=YEAR, indicator=code, snapshot=later, place=full.school.path, value=77) for code in sorted(codes)
    )
    assert shown() == before


def test_the_year_before_stands_beside_the_data_once_it_is_accepted_and_opens_with_them(full, client, tree, people):
    """R6.3, R9.3: of the same school alone, to the group alone."""
    review = full.to("judging")
    element = next(each for each in full.elements if any(point.indicators for point in points_of(full.scheme, each)))
    codes = sorted({code for point in points_of(full.scheme, element) for code in point.indicators})
    for school, value in [(full.school, 31), (tree["stranger"], 77)]:
        ready(school, by=full.principal, year=YEAR - 1)
        rows = Snapshot.objects.filter(upload__school=school, upload__round__year=YEAR - 1)
        rows.update(body=zlib.compress(canonical({"forms": FORMS})))
        snapshot = rows.get()
        given = {"school": school, "year": YEAR - 1, "snapshot": snapshot, "place": school.path, "value": value}
        Value.objects.bulk_create(Value(indicator=code, **given) for code in codes)
        Return.objects.filter(pk=snapshot.upload_id).update(snapshot=snapshot)
    past = lambda: {before for datum in data_of(full.fresh(), element) for *_shown, before in datum.values}  # noqa: E731
    assert past() == {""}
    Return.objects.filter(round__year=YEAR - 1).update(state="accepted", submitted_at=timezone.now(), accepted_at=timezone.now())
    assert {re.match(r"\d+", words)[0] for words in past() - {"是"}} == {"31"}
    address = reverse("reviews:element", args=[review.pk, element.code])
    for person, status in [(full.people[1], 200), (full.officer, 404), (full.principal, 404), (people["stranger"], 404)]:
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == status
        assert ("上年" in answer.content.decode()) == (status == 200)


def test_the_words_of_the_school_are_those_it_signed_whatever_it_writes_since(world):
    """R6.3, R9.1"""
    review = world.to("reading")
    element = world.elements[0]
    given = {"kind": "self", "element": element, "text": "签字以后又写的一段"}
    Passage.objects.create(diagnosis=review.report.diagnosis, **given)
    assert said_by_school(review)[element.code, "self"] == f"{element.code} 的自我诊断"


@pytest.mark.parametrize("state, status", [("judging", 404), ("reading", 200), ("reported", 200)])
def test_the_signed_report_is_read_whole_with_the_papers(state, status, world, client):
    """R9.1, R9.3"""
    review = world.to(state)
    client.force_login(world.people[2])
    answer = client.get(reverse("reviews:self_report", args=[review.pk]))
    assert answer.status_code == status
    if status == 200:
        assert "示例综合结论" in answer.content.decode()


def test_the_province_reads_how_much_each_has_judged_and_not_what(world, client):
    """R9.3"""
    review = world.to("judging")
    judgements.judge(review, world.elements[0], stage="data", answer="no", reason="只有我自己知道的那个理由", by=world.people[1])
    client.force_login(world.officer)
    page = client.get(review.get_absolute_url()).content.decode()
    assert '据数据 <b class="n">1</b>／16' in page
    assert page.count('据数据 <b class="n">0</b>／16') == 2
    assert "只有我自己知道的那个理由" not in page
    client.force_login(world.principal)
    assert "已交判断" not in client.get(review.get_absolute_url()).content.decode()


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
    opened |= {"committee", "decider"} if state == "reported" else set()
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
