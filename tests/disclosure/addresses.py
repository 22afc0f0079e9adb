import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.audit.services import seal
from apps.core.canonical import canonical
from apps.disclosure.models import Publication
from apps.disclosure.services.copies import make, release
from apps.indicators.models import Standing
from apps.statusdata.models import Return, Snapshot
from config.roles import Role as R
from tests.architecture.table import EVERYONE, Row, at_unit
from tests.statusdata.addresses import round_of

READERS = {R.SCHOOL_EDITOR, R.PRINCIPAL, R.CITY_OFFICER, R.PROVINCE_OFFICER, R.PROVINCE_PUBLISHER, R.NATION_OFFICER}


def an_accepted_return(place):
    """Of a dictionary without forms, with its figures computed."""
    round = round_of(place)
    upload = Return.objects.create(round=round, school=place.school)
    given = {"path": place.school.path, "body": zlib.compress(canonical({"forms": {}})), "digest": "0" * 64}
    snapshot = Snapshot.objects.create(upload=upload, number=1, signed_by=place.user, **given)
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


ROWS = [
    everywhere("home"),
    everywhere("schools"),
    *(everywhere(name) for name in ["data", "policies", "about", "corrections", "feed", "robots", "sitemap"]),
    everywhere("schools_csv", year=2025),
    everywhere("api_schools"),
    everywhere("verify"),
    public("school"),
    public("year", year=True),
    public("csv", year=True),
    public("json", year=True),
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
]
