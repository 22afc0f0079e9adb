import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.dictionary import reference as dictionary
from apps.indicators.services import catch_up
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.schemes import reference as schemes
from apps.statusdata.models import Acceptance, Record, Return, Round
from apps.statusdata.services.chain import open_return
from apps.statusdata.services.snapshots import freeze

#: 华州区职教中心 as it published itself, and nothing else.
HUAZHOU = {
    "F13": {"enrolled": "669"},
    "F08": {"ft": "47", "ft_major": "20"},
    "F03": {"equip_total": "162.5", "bld_own": "40374"},
}


@pytest.fixture(scope="session")
def _reference(django_db_setup, django_db_blocker):
    """Brought in once, and it stays: seven hundred rows a test would cost more than the test."""
    with django_db_blocker.unblock():
        dictionary.load()
        schemes.load()


@pytest.fixture
def edition(_reference, db):
    schemes.load()
    return dictionary.load()


@pytest.fixture
def round_of(tree, edition, day):
    """``round_of(province, year)``: the open round of that year, made where it is not there."""

    def make(province="shaanxi", year=2025):
        due = {"school_due": day(10), "city_due": day(20), "province_due": day(30)}
        return Round.objects.get_or_create(province=tree[province], year=year, practice=False, defaults={"edition": edition, "state": "open", **due})[
            0
        ]

    return make


@pytest.fixture
def signer(db):
    return User.objects.create_user("signer", name="校长")


@pytest.fixture
def accept(round_of, signer):
    """``accept(school, forms)``: the school's return with these cells (single forms) and rows, signed and accepted; again for a new version."""

    def make(school, forms=HUAZHOU, province="shaanxi", year=2025):
        upload = open_return(round_of(province, year), school)
        Record.objects.filter(upload=upload).update(values={})
        Record.objects.filter(upload=upload, form="F10").delete()
        for form, cells in forms.items():
            if isinstance(cells, list):
                Record.objects.bulk_create(Record(upload=upload, form=form, position=place, values=row) for place, row in enumerate(cells))
            else:
                Record.objects.filter(upload=upload, form=form).update(values=cells)
        upload.refresh_from_db()
        snapshot, now = freeze(upload, by=signer), timezone.now()
        times = {"submitted_at": now, "first_submitted_at": now, "accepted_at": now}
        Return.objects.filter(pk=upload.pk).update(state="accepted", snapshot=snapshot, **times)
        return Acceptance.objects.create(snapshot=snapshot)

    return make


@pytest.fixture
def accepted(accept):
    """As ``accept``, and everything computed."""

    def make(*args, **kwargs):
        acceptance = accept(*args, **kwargs)
        catch_up()
        return acceptance

    return make


@pytest.fixture
def own_school(tree):
    """A school of the province itself that lies in the city of the first branch."""
    tree["own"] = open_unit(level=Level.SCHOOL, code="3661000002", name="示例省属中专学校", parent=tree["shaanxi"], area=tree["weinan"])
    return tree["own"]


@pytest.fixture
def second(tree):
    """Another school of the same city."""
    tree["second"] = open_unit(level=Level.SCHOOL, code="3661000003", name="示例第三职业中学", parent=tree["weinan"])
    return tree["second"]
