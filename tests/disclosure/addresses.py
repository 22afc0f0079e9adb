import uuid
import zlib
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.audit.services import seal
from apps.core.canonical import canonical, digest
from apps.disclosure.models import Announcement, BelowList, Comment, Objection, Publication, PublicPaper
from apps.disclosure.services import below, conclusions
from apps.disclosure.services.copies import make, release
from apps.disclosure.services.objections import lodge
from apps.experts.models import Expert
from apps.indicators.models import Standing
from apps.organizations.models import Organization
from apps.statusdata.models import Return, Snapshot
from config.roles import Role as R
from tests.architecture.table import EVERYONE, Row, at_unit
from tests.disclosure.decided import a_decided_case, a_reported_review, released, somebody
from tests.statusdata.addresses import round_of

READERS = {R.SCHOOL_EDITOR, R.PRINCIPAL, R.CITY_OFFICER, R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER, R.NATION_OFFICER}


def an_accepted_return(place):
    """Of a dictionary without forms, with its figures computed."""
    round = round_of(place)
    upload = Return.objects.create(round=round, school=place.school)
    given = {"path": place.school.path, "body": zlib.compress(canonical({"forms": {}})), "digest": "0" * 64}
    snapshot = Snapshot.objects.create(upload=upload, number=1, signed_by=place.made, **given)
    now = timezone.now()
    Return.objects.filter(pk=upload.pk).update(state="accepted", snapshot=snapshot, submitted_at=now, accepted_at=now)
    here = {"school": place.school, "year": 2025, "snapshot": snapshot, "place": place.school.path}
    Standing.objects.create(**here, standard="test", category="", conditions=[])
    return Return.objects.get(pk=upload.pk)


def a_publication(state="proposed"):
    """Proposed by somebody else; with its copy in public once it is published."""

    def make_it(place):
        upload = an_accepted_return(place)
        people = {"proposed_by": User.objects.create_user("proposer"), "published_by": User.objects.create_user("publisher")}
        publication = Publication.objects.create(school=place.school, year=2025, snapshot=upload.snapshot, state=state, **people)
        if state == "published":
            make(publication, by=None)
            seal()
            release()
        return {"pk": publication.pk}

    return make_it


def step(name, state, role):
    data = {"seen": 0, "note": "请核对"}
    return [
        Row(f"disclosure:{name}", a_publication(state), own={200: {role}}),
        Row(f"disclosure:{name}", a_publication(state), "post", data, own={302: {role}}),
    ]


def public(name, *, year=False, key="code", **row):
    """A page about the school of the place, which is in public: whoever asks is answered the same."""

    def make_it(place):
        publication = Publication.objects.get(**a_publication("published")(place))
        keys = {"code": place.school.code, "province": place.school.path.split(".")[1], "certificate": publication.copy.code}
        return {"code": keys[key]} | ({"year": 2025} if year else {})

    return Row(f"disclosure:{name}", make_it, own={200: EVERYONE}, strangers={200: EVERYONE}, anonymous=200, **row)


def everywhere(name, **given):
    return Row(f"disclosure:{name}", lambda place: given, own={200: EVERYONE}, strangers={200: EVERYONE}, anonymous=200)


def nowhere(name, **given):
    return Row(f"disclosure:{name}", lambda place: given, own={404: EVERYONE}, strangers={404: EVERYONE}, anonymous=404)


OBJECTION = {"name": "某人", "contact": "13800000000", "text": "有异议"}


def an_announcement(state="proposed"):
    """Proposed by somebody else; in public from ``shown`` on, its time for objections over at ``over``."""

    def make_it(place):
        case = a_decided_case(place.school)
        year = case.review.selection.draw.year
        row = Announcement.objects.create(case=case, school=place.school, year=year, proposed_by=somebody("proposer"))
        if state in ("shown", "over"):
            today = timezone.localdate()
            days = {"shown_on": today, "last_day": today + timedelta(days=7 if state == "shown" else -1)}
            Announcement.objects.filter(pk=row.pk).update(state="shown", shown_by=somebody("publisher"), **days)
            row.refresh_from_db()
            conclusions.make(row, "shown", on=today, by=None)
            released()
        if state == "final":
            days = {"shown_on": date(2026, 9, 1), "last_day": date(2026, 9, 8), "final_on": date(2026, 9, 9)}
            Announcement.objects.filter(pk=row.pk).update(state="final", shown_by=somebody("publisher"), final_by=somebody("publisher"), **days)
        if state == "withdrawn":
            Announcement.objects.filter(pk=row.pk).update(state="withdrawn")
        return {"pk": row.pk}

    return make_it


def announcing(name, state, role):
    data = {"seen": 0, "note": "请核对"}
    return [
        Row(f"disclosure:{name}", an_announcement(state), own={200: {role}}),
        Row(f"disclosure:{name}", an_announcement(state), "post", data, own={302: {role}}),
    ]


def concluded(name, *, everybody=200, **row):
    """A page about the conclusion of the place's school, which is in public: whoever asks is answered the same."""

    def make_it(place):
        announcement = Announcement.objects.get(**an_announcement("shown")(place))
        return {"code": place.school.code, "year": announcement.year}

    return Row(f"disclosure:{name}", make_it, own={everybody: EVERYONE}, strangers={everybody: EVERYONE}, anonymous=everybody, **row)


def an_objection(place):
    announcement = Announcement.objects.get(**an_announcement("shown")(place))
    return {"pk": lodge(announcement, **OBJECTION, address="192.0.2.1").pk}


def a_receipt(place):
    return {"receipt": Objection.objects.get(**an_objection(place)).receipt}


def a_review(place):
    return {"pk": a_reported_review(place.school).pk}


OFFICERS, OFFICER, SECOND = {R.CITY_OFFICER, R.PROVINCE_OFFICER}, {R.PROVINCE_OFFICER}, {R.PROVINCE_PUBLISHER}


LISTS = {R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER, R.NATION_OFFICER}


def province_of(place):
    return Organization.objects.get(code=place.school.path.split(".")[1])


def comment_of(place, state="received", kind="school"):
    """On the school; one on an expert lies in the province."""
    more = {"reason": "advert", "said": "广告"} if state == "not_shown" else {}
    unit = province_of(place) if kind == "expert" else place.school
    about = {"about_code": place.school.code, "about_name": place.school.name, "receipt": "0000-0000-0000", "sender": "0" * 64}
    return Comment.objects.create(kind=kind, unit=unit, text="示例", state=state, **about, **more)


def a_comment(state="received", kind="school"):
    return lambda place: {"pk": comment_of(place, state, kind).pk}


def expert_here(place):
    """The one to be named, of the pool of the place's province."""
    facts = {"employer": "示例大学", "kind": "education", "state": "admitted", "admitted_on": timezone.localdate()}
    expert = Expert.objects.create(user=User.objects.create_user("expert"), province=province_of(place), nominator=province_of(place), **facts)
    return {"seen": 0, "expert": str(expert.pk), "kind": "leak"}


def below_of(place, state="proposed"):
    """The list of the place's province, compiled by somebody else."""
    an_accepted_return(place)
    province = province_of(place)
    people = [User.objects.create_user(name) for name in ["compiler", "second"]]
    row = BelowList(province=province, province_code=province.code, province_name=province.name, year=2025, number=1, proposed_by=people[0])
    row.content = below.content_of(province, 2025, timezone.localdate())
    row.digest = digest(row.content)
    if state == "published":
        row.state, row.published_by, row.published_on, row.released_at = state, people[1], timezone.localdate(), timezone.now()
    row.code = "0000-0000" if state == "published" else ""
    row.save(force_insert=True)
    return row


def a_below(state="proposed"):
    return lambda place: {"pk": below_of(place, state).pk}


def public_list(name):
    def make_it(place):
        row = below_of(place, "published")
        return {"code": row.province_code, "year": row.year}

    return Row(f"disclosure:{name}", make_it, own={200: EVERYONE}, strangers={200: EVERYONE}, anonymous=200)


def public_paper(name, kind="scheme", found=200, **more):
    """Whoever asks is answered the same."""

    def make_it(place):
        content = {"files": [], "stage": "published", "drawn": [], "reserve": [], "apart": []}
        given = {"province_code": "610000", "province": "陕西省", "title": "示例", "order": 1, "digest": "0" * 64, "code": "0000-0000"}
        made = PublicPaper.objects.create(
            kind=kind, source=uuid.uuid4(), number=1, published_on=timezone.localdate(), proof=zlib.compress(b"{}"), content=content, **given
        )
        return {"pk": made.source, **more}

    return Row(f"disclosure:{name}", make_it, own={found: EVERYONE}, strangers={found: EVERYONE}, anonymous=found)


def asked(name, make, roles, data):
    """A step: its page, and the step taken."""
    return [
        Row(f"disclosure:{name}", make, own={200: roles}),
        Row(f"disclosure:{name}", make, "post", data if callable(data) else {"seen": 0, **data}, own={302: roles}),
    ]


ROWS = [
    everywhere("home"),
    everywhere("schools"),
    *(everywhere(name) for name in ["data", "policies", "about", "corrections", "feed", "robots", "sitemap"]),
    nowhere("schools_csv", year=2099),
    everywhere("api_schools"),
    everywhere("verify"),
    public("school"),
    public("year", year=True),
    public("csv", year=True),
    public("json", year=True),
    public("content", year=True),
    public("province", key="province"),
    public("api_school"),
    public("verify_code", key="certificate"),
    public("verify_code", key="certificate", method="post", data=lambda place: {"file": SimpleUploadedFile("回执.pdf", b"%PDF-1.7")}),
    Row("disclosure:list", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("disclosure:propose_many", at_unit, "post", own={302: {R.PROVINCE_OFFICER}}),
    Row("disclosure:publication", a_publication(), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("disclosure:publication", a_publication("published"), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    *step("publish", "proposed", R.PROVINCE_PUBLISHER),
    *step("refuse", "proposed", R.PROVINCE_PUBLISHER),
    *step("withdraw", "published", R.PROVINCE_PUBLISHER),
    *step("propose", "refused", R.PROVINCE_OFFICER),
    everywhere("conclusions"),
    everywhere("teams"),
    nowhere("conclusions_csv", year=2099),
    everywhere("api_conclusions"),
    nowhere("api_nothing"),
    concluded("conclusion"),
    concluded("api_conclusion"),
    concluded("conclusion_content"),
    concluded("object"),
    concluded("object", method="post", data=OBJECTION, everybody=302),
    Row("disclosure:receipt", a_receipt, own={200: EVERYONE}, strangers={200: EVERYONE}, anonymous=200),
    Row("disclosure:announcements", at_unit, own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    Row("disclosure:propose_conclusions", at_unit, "post", own={302: {R.PROVINCE_OFFICER}}),
    Row("disclosure:publish_team", a_review, "post", own={302: {R.PROVINCE_OFFICER}}),
    Row("disclosure:announcement", an_announcement(), own={200: {R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER}}),
    Row("disclosure:announcement", an_announcement("shown"), own={200: READERS}, strangers={200: {R.NATION_OFFICER}}),
    *announcing("show_conclusion", "proposed", R.PROVINCE_PUBLISHER),
    *announcing("refuse_conclusion", "proposed", R.PROVINCE_PUBLISHER),
    *announcing("publish_conclusion", "over", R.PROVINCE_PUBLISHER),
    Row("disclosure:renew_conclusion", an_announcement("final"), own={200: {R.PROVINCE_PUBLISHER}}),
    *announcing("withdraw_conclusion", "shown", R.PROVINCE_PUBLISHER),
    *announcing("propose_conclusion", "withdrawn", R.PROVINCE_OFFICER),
    Row("disclosure:objections", at_unit, own={200: {R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER}}),
    Row("disclosure:objection", an_objection, own={200: {R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER}}),
    Row("disclosure:answer_objection", an_objection, own={200: {R.PROVINCE_OFFICER}}),
    Row("disclosure:answer_objection", an_objection, "post", {"seen": 0, "gist": "要点", "answer": "维持"}, own={302: {R.PROVINCE_OFFICER}}),
    *(everywhere(name) for name in ["voice", "say", "below_index", "papers"]),
    Row("disclosure:say", method="post", data={"kind": "province", "text": "示例"}, anonymous=404),
    Row("disclosure:said", lambda place: {"receipt": comment_of(place).receipt}, own={200: EVERYONE}, strangers={200: EVERYONE}, anonymous=200),
    public("card"),
    *(public_list(name) for name in ["below", "below_csv", "below_json"]),
    public_paper("paper"),
    public_paper("paper", "draw"),
    public_paper("paper_json"),
    public_paper("paper_proof"),
    public_paper("paper_file", found=404, place=0),
    Row("disclosure:comments", at_unit, own={200: OFFICERS}),
    Row("disclosure:comment", a_comment(), own={200: OFFICERS}),
    Row("disclosure:comment", a_comment(kind="expert"), own={200: OFFICER}),
    *asked("answer_comment", a_comment(), OFFICERS, {"answer": "已核实"}),
    *asked("set_aside_comment", a_comment(), OFFICERS, {"reason": "advert", "note": "广告"}),
    *asked("set_aside_comment", a_comment(kind="expert"), OFFICER, {"reason": "unclear", "note": "查不出"}),
    *asked("reopen_comment", a_comment("not_shown"), OFFICERS, {"note": "再看"}),
    *asked("forward_comment", a_comment(kind="expert"), OFFICER, expert_here),
    Row("disclosure:below_lists", at_unit, own={200: LISTS}, strangers={200: {R.NATION_OFFICER}}),
    Row("disclosure:compile_below", at_unit, own={200: OFFICER}),
    Row("disclosure:compile_below", at_unit, "post", {"year": "1999"}, own={200: OFFICER}),
    Row("disclosure:below_list", a_below(), own={200: LISTS}, strangers={200: {R.NATION_OFFICER}}),
    Row("disclosure:below_list", a_below("published"), own={200: LISTS}, strangers={200: {R.NATION_OFFICER}}),
    *asked("publish_below_list", a_below(), SECOND, {}),
    *asked("refuse_below_list", a_below(), SECOND, {"note": "请核对"}),
    *asked("withdraw_below_list", a_below("published"), SECOND, {"note": "请核对"}),
]
