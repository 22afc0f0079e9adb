"""A version of a scheme: begun, written by two at once, handed in, lodged, returned; and which one holds."""

import io
import threading
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from apps.accounts.access import holders, may, objects_for, stood_in_for
from apps.audit.models import Entry
from apps.documents.access import readable
from apps.notifications.models import Notice
from apps.schemes.contents import fingerprint
from apps.schemes.lifecycle import ANNOTATE, SCHEME, VIEW
from apps.schemes.models import Scheme
from apps.schemes.parameters import Parameters
from apps.schemes.selectors import differences, first_issued_on, in_force, lines, on_file
from apps.schemes.services import points, versions
from apps.schemes.services.versions import BelowFloor, UnderWay
from apps.workflow.lifecycle import Changed, NotReady, WrongState
from apps.workflow.selectors import history
from config.roles import Role


def test_the_first_version_starts_from_the_guidance(draft):
    """R1.1, R1.2"""
    assert (draft.number, draft.state, draft.given) == (1, "draft", Parameters.read())


def test_only_who_drafts_for_a_province_begins_a_version(people, tree, guidance):
    """R1.1, R2.7: the committee's secretary works it out too."""
    for name in ["publisher", "nation", "city", "principal", "stranger"]:
        with pytest.raises(PermissionDenied):
            versions.draft(tree["shaanxi"], by=people[name])
    assert versions.draft(tree["shaanxi"], by=people["secretary"]).number == 1


def test_a_city_has_no_scheme_of_its_own(people, tree):
    """R1.5: one scheme a province."""
    with pytest.raises(PermissionDenied):
        versions.draft(tree["weinan"], by=people["officer"])


def test_a_province_has_one_version_under_way(draft, people, tree):
    with pytest.raises(UnderWay):
        versions.draft(tree["shaanxi"], by=people["colleague"])
    assert Scheme.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_a_version_at_once_one_is_told(people, tree):
    together, results = threading.Barrier(2), []

    def begin(name):
        together.wait(10)
        try:
            results.append(versions.draft(tree["shaanxi"], by=people[name]).number)
        except UnderWay as refusal:
            results.append(type(refusal).__name__)
        connection.close()

    threads = [threading.Thread(target=begin, args=[name]) for name in ["officer", "colleague"]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == ["1", "UnderWay"]


def test_a_share_of_a_quarter_is_not_saved(draft, revise):
    """R1.2"""
    with pytest.raises(BelowFloor) as refusal:
        revise(draft, sampling_share=Fraction(1, 4), title="另一个名称")
    assert [(breach.code, breach.rule) for breach in refusal.value.args[0]] == [("sampling_share", "R1.2")]
    draft.refresh_from_db()
    assert draft.given.sampling_share == Fraction(1, 3)
    assert draft.title != "另一个名称"


def test_a_higher_share_is_saved_and_on_record(draft, revise, people):
    """R1.1: upwards a province is free."""
    row = revise(draft, sampling_share=Fraction(2, 5))
    assert row.given.sampling_share == Fraction(2, 5)
    entry = Entry.objects.about(row).get(verb="revise_scheme")
    assert (entry.by, entry.after["parameters"]["sampling_share"]) == (people["officer"], "2/5")
    assert set(entry.before) == {"parameters"}


def test_saving_what_is_there_already_writes_nothing(draft, revise):
    revise(draft)
    assert not Entry.objects.about(draft).filter(verb="revise_scheme").exists()


def test_the_second_of_two_who_write_at_once_is_told(draft, revise):
    seen = fingerprint(draft)
    revise(draft, team_min=7)
    with pytest.raises(Changed):
        revise(draft, by="colleague", seen=seen, team_min=9)
    draft.refresh_from_db()
    assert draft.given.team_min == 7


def test_a_point_added_meanwhile_does_not_stand_in_the_way_of_the_form(draft, revise, people, element, policy):
    seen = fingerprint(draft)
    points.add_point(draft, element("1.1"), text="产业学院数", kind="text", policy=policy, by=people["colleague"])
    assert revise(draft, seen=seen, team_min=7).given.team_min == 7


@pytest.mark.parametrize("name", ["publisher", "nation", "city", "principal", "stranger"])
def test_nobody_else_writes_a_draft(draft, revise, name):
    with pytest.raises(PermissionDenied):
        revise(draft, by=name, team_min=7)


def test_what_is_lacking_is_named_before_a_version_is_handed_in(draft, people):
    """R1.3"""
    with pytest.raises(NotReady) as refusal:
        SCHEME.take(draft, "file_scheme", by=people["officer"])
    assert refusal.value.args[0] == ["文号", "发布日期", "施行日期"]


def test_the_committee_works_a_scheme_out_and_does_not_file_it(draft, complete, people):
    """R2.7"""
    with pytest.raises(PermissionDenied):
        SCHEME.take(complete(draft), "file_scheme", by=people["secretary"])


def test_a_later_version_is_not_handed_in_unexplained(second, complete, people):
    """R1.3"""
    row = complete(second, issued=date(2026, 9, 1), explanation="  ")
    with pytest.raises(NotReady) as refusal:
        SCHEME.take(row, "file_scheme", by=people["officer"])
    (missing,) = refusal.value.args[0]
    assert missing.startswith("修订说明")
    assert "R1.3" in missing


def test_a_later_version_is_not_issued_before_the_one_it_follows(second, complete, people):
    row = complete(second, issued=date(2023, 2, 28))
    with pytest.raises(NotReady) as refusal:
        SCHEME.take(row, "file_scheme", by=people["officer"])
    assert refusal.value.args[0] == ["发布日期不能早于第 1 版的 2023-03-01"]


def test_a_scheme_below_the_floor_is_not_handed_in_however_it_came_about(draft, complete, people):
    """R1.1, R1.2: what older data hold is checked again."""
    row = complete(draft)
    Scheme.objects.filter(pk=row.pk).update(parameters={**row.parameters, "cycle_years": 0})
    with pytest.raises(NotReady, match="复核周期：定为 0 年，低于底线"):
        SCHEME.take(row, "file_scheme", by=people["officer"])


def test_the_ministry_hears_of_it_and_puts_it_on_file(draft, complete, people):
    """R1.3"""
    row = SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    assert set(Notice.objects.values_list("to", flat=True)) == {people["nation"].pk}
    row = versions.lodge(row, by=people["nation"])
    assert (row.state, row.lodged_on) == ("lodged", localdate())
    told = set(Notice.objects.values_list("to", flat=True))
    assert told == {people[name].pk for name in ["nation", "officer", "colleague", "secretary", "city"]}
    assert [stage.label for stage in history(row, SCHEME, draft_scheme="起草")] == ["备案", "报部备案", "起草"]


@pytest.mark.parametrize("name", ["officer", "secretary", "publisher", "city", "principal", "stranger"])
def test_nobody_but_the_ministry_puts_a_scheme_on_file(draft, complete, people, name):
    """R1.3"""
    row = SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    with pytest.raises(PermissionDenied):
        versions.lodge(row, by=people[name])


def test_a_scheme_sent_back_is_a_draft_again_with_the_reason(draft, complete, people):
    """R1.3"""
    row = SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    with pytest.raises(NotReady):
        SCHEME.take(row, "return_scheme", by=people["nation"], note=" ")
    row = SCHEME.take(row, "return_scheme", by=people["nation"], note="附件不全")
    assert row.state == "draft"
    assert Notice.objects.filter(to=people["officer"], text__contains="附件不全").exists()


def test_a_scheme_handed_in_is_taken_back_by_the_province(draft, complete, people):
    row = SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    assert SCHEME.take(row, "recall_scheme", by=people["officer"], note="补附件").state == "draft"


def test_the_ministry_and_the_province_at_once_one_wins(draft, complete, people):
    row = SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    versions.lodge(row, by=people["nation"], seen=row.version)
    with pytest.raises(WrongState):
        SCHEME.take(row, "recall_scheme", by=people["officer"], note="补附件", seen=row.version)


def test_a_scheme_changed_since_it_was_looked_at_is_not_handed_in(draft, complete, people, element, policy):
    row = complete(draft)
    points.add_point(row, element("1.1"), text="产业学院数", kind="text", policy=policy, by=people["colleague"])
    with pytest.raises(Changed):
        SCHEME.take(row, "file_scheme", by=people["officer"], seen=row.version)


def test_what_is_handed_in_or_on_file_is_written_no_more(draft, complete, revise, people):
    """R1.3, R1.7"""
    row = SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    with pytest.raises(WrongState):
        revise(row, team_min=7)
    versions.lodge(row, by=people["nation"])
    with pytest.raises(WrongState):
        revise(row, team_min=7)


@pytest.mark.parametrize("given", [
    {"state": "lodging"}, {"state": "lodged"}, {"state": "lodging", "document_number": "一", "issued_on": "2026-01-02", "effective_from": "2026-01-01"},
    {"state": "lodged", "document_number": "一", "issued_on": "2026-01-01", "effective_from": "2026-01-01"},
    {"number": 0}, {"number": 2, "state": "lodging", "document_number": "一", "issued_on": "2026-01-01", "effective_from": "2026-01-01"},
])  # fmt: skip
def test_the_database_refuses_a_scheme_that_is_not_whole(draft, given):
    """R1.3"""
    with pytest.raises(IntegrityError), transaction.atomic():
        Scheme.objects.filter(pk=draft.pk).update(**given)


def test_a_new_version_begins_as_the_last_one_stood(draft, lodged, people, tree, element, policy):
    """R1.7"""
    point = points.add_point(draft, element("1.1"), text="产业学院数", kind="text", policy=policy, by=people["officer"])
    hint = element("1.1").hints.first()
    points.note_hint(draft, hint, text="含产业学院", policy=policy, by=people["officer"])
    points.adjust(draft, group="remote", threshold="students", value=600, reason="生源分散", by=people["officer"])
    lodged(draft, team_min=7)
    row = versions.draft(tree["shaanxi"], by=people["officer"])
    assert (row.number, row.given.team_min, row.issued_on, row.explanation) == (2, 7, None, "")
    assert [(each.code, each.text, each.policy) for each in row.added_points.all()] == [(point.code, "产业学院数", policy)]
    assert [(each.hint, each.text) for each in row.hint_notes.all()] == [(hint, "含产业学院")]
    assert [(each.threshold, each.value, each.reason) for each in row.adjustments.all()] == [("students", 600, "生源分散")]
    assert (differences(row).added, differences(row).removed) == ([], [])
    points.remove_point(row, point.code, by=people["officer"])
    assert differences(row).removed == [f"增设诊断点 {point}"]
    assert draft.added_points.count() == 1


def test_the_version_in_force_is_the_last_on_file_whose_day_has_come(second, lodged, tree):
    """R1.3, R1.7"""
    row = lodged(second, on=date(2025, 5, 1))
    Scheme.objects.filter(pk=row.pk).update(effective_from=date(2025, 9, 1))
    assert in_force(tree["shaanxi"], date(2023, 2, 28)) is None
    assert in_force(tree["shaanxi"], date(2023, 3, 1)).number == 1
    assert in_force(tree["school"], date(2025, 8, 31)).number == 1
    assert in_force(tree["school"], date(2025, 9, 1)).number == 2
    assert in_force(tree["stranger"], date(2026, 1, 1)) is None
    assert in_force(tree["nation"], date(2026, 1, 1)) is None


def test_a_version_does_not_hold_before_it_is_on_file(draft, lodged, tree):
    """R1.3: whatever day it names."""
    row = lodged(draft)
    Scheme.objects.filter(pk=row.pk).update(lodged_on=date(2023, 6, 1))
    assert in_force(tree["shaanxi"], date(2023, 5, 31)) is None
    assert in_force(tree["shaanxi"], date(2023, 6, 1)) == row


def test_a_draft_holds_nowhere(draft, complete, tree):
    complete(draft)
    assert in_force(tree["shaanxi"], localdate()) is None
    assert first_issued_on(tree["shaanxi"]) is None


def test_the_three_years_run_from_the_first_version_and_no_later_one_restarts_them(second, lodged, tree):
    """R8.5"""
    lodged(second, on=date(2025, 5, 1))
    assert first_issued_on(tree["school"]) == date(2023, 3, 1)
    assert first_issued_on(tree["stranger"]) is None


def test_a_draft_is_seen_by_its_authors_and_what_is_handed_in_by_the_ministry(draft, complete, people):
    """R1.3; A4"""

    def seers():
        return {name for name, user in people.items() if may(user, VIEW, draft)}

    assert seers() == {"officer", "colleague", "secretary"}
    SCHEME.take(complete(draft), "file_scheme", by=people["officer"])
    assert seers() == {"officer", "colleague", "secretary", "publisher", "nation"}


def test_what_is_on_file_is_read_by_all_below_the_province_and_by_no_other_province(draft, lodged, people, tree):
    """R1.5, R12.4; holders tells the same the other way round."""
    lodged(draft)
    everybody = set(people) - {"stranger"}
    assert {name for name, user in people.items() if may(user, VIEW, draft)} == everybody
    draft.refresh_from_db()
    assert {person.pk for person in holders(VIEW, draft)} == {people[name].pk for name in everybody}
    assert set(objects_for(people["principal"], VIEW, Scheme.objects.all())) == {draft}
    assert not may(people["principal"], "schemes.draft_scheme", draft)


def test_an_instrument_is_read_by_who_reads_the_scheme(draft, lodged, people):
    paper = io.BytesIO(b"%PDF-1.7 made up")
    paper.name, paper.size = "方案.pdf", 16
    file = versions.attach(draft, paper, by=people["officer"])
    assert {name for name, user in people.items() if readable(user, file)} == {"officer", "colleague", "secretary"}
    lodged(draft)
    assert readable(people["principal"], file)
    assert not readable(people["stranger"], file)


def test_an_instrument_that_is_no_document_is_refused(draft, people):
    page = io.BytesIO(b"<script>")
    page.name, page.size = "方案.pdf", 8
    with pytest.raises(ValidationError, match="不是可以存的类型"):
        versions.attach(draft, page, by=people["officer"])


def test_a_page_of_a_version_shows_what_the_guidance_says_and_what_changed(second, revise):
    """R1.2, R1.3"""
    revise(second, sampling_share=Fraction(2, 5), cycle_years=6)
    found = {line.parameter.code: line for _group, of_group in lines(Scheme.objects.get(pk=second.pk)) for line in of_group}
    share, cycle, team = found["sampling_share"], found["cycle_years"], found["team_min"]
    assert (share.words, share.bounds, share.before, share.advice) == ("2/5", "不少于 1/3", "1/3", "")
    assert (cycle.words, cycle.before) == ("6 年", "5 年")
    assert "建议 5 年" in cycle.advice
    assert team.before == ""


def test_the_ministry_sees_every_province_and_how_it_stands(second, complete, people, tree, django_assert_num_queries):
    """R1.3"""

    def situations():
        return {row.province.code: row.situation for row in on_file(people["nation"], localdate())}

    assert situations() == {"610000": ("done", "已备案"), "410000": ("off", "未报部")}
    SCHEME.take(complete(second, issued=date(2026, 9, 1)), "file_scheme", by=people["officer"])
    assert situations()["610000"] == ("act", "第 2 版待备案")
    row = versions.lodge(Scheme.objects.get(pk=second.pk), by=people["nation"])
    Scheme.objects.filter(pk=row.pk).update(effective_from=localdate() + timedelta(days=1))
    assert situations()["610000"] == ("info", "第 2 版待施行")
    nation = people["nation"]
    with django_assert_num_queries(3):
        on_file(nation, localdate())


def test_what_a_deputy_drafts_and_revises_names_whom_he_stood_in_for(people, holder, tree, revise):
    """D8, R1.1"""
    people["deputy"] = holder(Role.PROVINCE_OFFICER, "shaanxi", acting_for=people["officer"])
    scheme = versions.draft(tree["shaanxi"], by=people["deputy"])
    revise(scheme, by="deputy", title="另一名称")
    entries = Entry.objects.filter(by=people["deputy"])
    assert set(entries.values_list("verb", "acting_for")) == {(verb, people["officer"].pk) for verb in ["draft_scheme", "revise_scheme"]}


def test_a_deputy_stands_in_also_where_a_post_leads_up_to_what_is_laid_down(people, holder, draft, lodged):
    """D8, R1.5: the scheme lies with the province, the post that reaches it with the city."""
    deputy = holder(Role.CITY_OFFICER, "weinan", acting_for=people["city"])
    assert stood_in_for(deputy, ANNOTATE, draft) is None
    assert stood_in_for(deputy, ANNOTATE, lodged(draft)) == people["city"].pk
    assert stood_in_for(people["city"], ANNOTATE, draft) is None
