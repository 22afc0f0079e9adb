"""This year's round: every school at some stage of the way, brought there by the steps themselves, so that log, desks and notices are true."""

from collections import Counter
from datetime import timedelta
from itertools import cycle

from apps.audit.services import dated
from apps.core.dates import at_hour
from apps.organizations.models import Level, Organization
from apps.statusdata.contents import findings, row_of
from apps.statusdata.models import Remark, Return
from apps.statusdata.services import chain
from apps.statusdata.services.assignments import assign
from apps.statusdata.services.remarks import answer, explain, remark
from apps.statusdata.services.rounds import open_round, plan_round
from apps.statusdata.services.snapshots import fingerprint
from config.roles import Role

from .cast import fill
from .past import report_days

#: The stages take turns over the schools in the order of their codes, so that every 地市 has several.
ORDER = (
    "accepted", "checked", "handed_in", "accepted", "sent_back", "begun", "checked", "accepted", "with_errors", "handed_in", "not_begun",
    "handed_in_again", "accepted", "to_explain", "sent_down", "checked",
)  # fmt: skip
#: Before the schools' day the round was open so long.
OPENED = timedelta(days=45)
#: Forms that a school fills in first.
FIRST = ("F01", "F03", "F08", "F10", "F13")
REMARKED = [("F03", "bld_train", "比上年的实训场所面积多出不少，请核对是否含在建"), ("F15", "salary", "请注明起薪的统计口径")]


def play(year, today, cast):
    """Open the round, due at the schools today, and bring each made-up school to its stage; returns how many are where."""
    due = {"school_due": today, "city_due": today + timedelta(days=7), "province_due": today + timedelta(days=14)}
    report_days(year, cast)
    with dated(at_hour(today - OPENED)):
        round = open_round(plan_round(cast.province, year=year, **due, by=cast.officer), by=cast.officer)
        for school in Organization.objects.filter(level=Level.SCHOOL, path__startswith=cast.province.path):
            chain.open_return(round, school)
    uploads = {upload.school_id: upload for upload in Return.objects.filter(round=round).select_related("round", "school__parent", "school__area")}
    stages = Counter()
    for school, stage in zip(cast.schools, cycle(ORDER)):
        stage = "begun" if school.posts.filter(role=Role.SCHOOL_EDITOR).exists() else stage
        STAGES[stage](uploads[school.pk], cast)
        stages[stage] += 1
    return stages


def _not_begun(upload, cast):
    pass


def _begun(upload, cast):
    """Some forms are filled in; where the school has people for it, the forms are shared out among them."""
    forms = cast.made_up(upload)
    fill(upload, {form: forms[form] for form in FIRST})
    editors = [post.user for post in upload.school.posts.filter(role=Role.SCHOOL_EDITOR).select_related("user").order_by("user__username")]
    if editors:
        assign(upload, {form: str(person.pk) for form, person in zip(forms, cycle(editors))}, by=cast.principal(upload))


def _with_errors(upload, cast):
    """万元 taken for 元, and students that do not add up."""
    forms = cast.made_up(upload)
    forms["F03"]["equip_total"] = str(round(float(forms["F03"]["equip_total"]) * 10_000))
    forms["F13"]["enrolled"] = str(int(forms["F13"]["enrolled"]) + 9)
    fill(upload, forms)


def _to_explain(upload, cast):
    """No error is left, but nobody has explained yet what is unusual."""
    fill(upload, _unusual(cast.made_up(upload)))


def _unusual(forms):
    forms["F12"] |= {"late": "0", "absent": "0"}
    return forms


def _handed_in(upload, cast):
    """One in three had something to explain."""
    forms = cast.made_up(upload)
    fill(upload, _unusual(forms) if int(upload.school.code) % 3 == 0 else forms)
    for each in findings(upload):
        text = "本校按班级记录，迟到与缺课由班主任当日处理，未计入教务台账"
        explain(upload, check_code=each.message.code, record_id=row_of(each.message), text=text, by=cast.principal(upload))
    return _sign(upload, cast)


def _sign(upload, cast):
    return chain.submit(upload, seen=upload.version, signed=fingerprint(upload), by=cast.principal(upload))


def _sent_back(upload, cast):
    upload = _handed_in(upload, cast)
    by = cast.officer_over(upload)
    for form, field, text in REMARKED:
        remark(upload, form=form, field=field, text=text, by=by)
    back = chain.return_direct if by == cast.officer else chain.send_back
    return back(upload, note="两处数字请核对，见批注", by=by)


def _handed_in_again(upload, cast):
    """Sent back, answered, and handed in a second time."""
    upload = _sent_back(upload, cast)
    for row in Remark.objects.filter(upload=upload):
        answer(row, text="已核对，数字无误，依据见档案", by=cast.principal(upload))
    return _sign(upload, cast)


def _checked(upload, cast):
    """A school of the province itself has no city above it: what it hands in waits for the province at once."""
    upload = _handed_in(upload, cast)
    by = cast.officer_over(upload)
    return upload if by == cast.officer else chain.check(upload, by=by)


def _sent_down(upload, cast):
    return chain.send_down(_checked(upload, cast), note="请市级再核一次实训设备值", by=cast.officer)


def _accepted(upload, cast):
    return chain.accept(_checked(upload, cast), by=cast.officer)


STAGES = {
    "not_begun": _not_begun, "begun": _begun, "with_errors": _with_errors, "to_explain": _to_explain, "handed_in": _handed_in,
    "sent_back": _sent_back, "handed_in_again": _handed_in_again, "checked": _checked, "sent_down": _sent_down, "accepted": _accepted,
}  # fmt: skip
