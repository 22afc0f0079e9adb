from datetime import timedelta

import pytest
from django.utils import timezone

from apps.dictionary import reference
from apps.organizations.models import Level
from apps.organizations.services import open_unit
from apps.statusdata.contents import findings, row_of
from apps.statusdata.models import Record, Round
from apps.statusdata.services import chain
from apps.statusdata.services.cells import Change, save_cell
from apps.statusdata.services.remarks import explain
from apps.statusdata.services.snapshots import fingerprint
from config.roles import Role

PASSWORD = "a long enough secret"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker):
    """The dictionary is brought in once and stays: seven hundred rows a test would cost more than the test."""
    with django_db_blocker.unblock():
        reference.load()


@pytest.fixture
def edition(shipped, db):
    """The shipped dictionary (brought in again where a test has emptied the database)."""
    return reference.load()


@pytest.fixture
def schools(tree):
    """A city's school, the province's own, and one of another province, by these names."""
    own = open_unit(level=Level.SCHOOL, code="3661000002", name="示例省属中专学校", parent=tree["shaanxi"], area=tree["weinan"])
    return {"city": tree["school"], "own": own, "stranger": tree["stranger"]}


@pytest.fixture
def people(holder, tree, schools):
    """Everybody in the chain of the first province, and a stranger to it, by what they are."""
    tree["own"] = schools["own"]
    return {
        "editor": holder(Role.SCHOOL_EDITOR, "school"),
        "principal": holder(Role.PRINCIPAL, "school"),
        "own_principal": holder(Role.PRINCIPAL, "own"),
        "city": holder(Role.CITY_OFFICER, "weinan"),
        "province": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "nation": holder(Role.NATION_OFFICER, "nation"),
        "stranger": holder(Role.PROVINCE_OFFICER, "henan"),
    }


@pytest.fixture
def round(tree, edition, day):
    return Round.objects.create(
        province=tree["shaanxi"], year=2025, edition=edition, state="open", school_due=day(10), city_due=day(20), province_due=day(30)
    )


@pytest.fixture
def returns(round, schools):
    """An open return of the city's school and one of the province's own."""
    return {name: chain.open_return(round, schools[name]) for name in ["city", "own"]}


@pytest.fixture
def settle(people):
    """Explain whatever the rules ask to be explained of a return."""

    def write(upload):
        for each in findings(upload):
            if not each.hard:
                explain(upload, check_code=each.message.code, record_id=row_of(each.message), text="本学年没有开展", by=people["principal"])

    return write


@pytest.fixture
def fill(people):
    """Type a value (canonical, None for empty) into a cell of a single form, as a page would."""

    def write(upload, form, field, value, by="editor"):
        record = Record.objects.get(upload=upload, form=form)
        change = Change(record.pk, form, field, record.values.get(field), value, "page", record.version + 1)
        return save_cell(upload, change, by=people[by])

    return write


@pytest.fixture
def hand_in(people, settle):
    """Settle a return and have its principal sign it."""

    def sign(upload):
        settle(upload)
        by = people["own_principal" if upload.school.parent.level == Level.PROVINCE else "principal"]
        upload.refresh_from_db()
        return chain.submit(upload, seen=upload.version, signed=fingerprint(upload), by=by)

    return sign


@pytest.fixture
def late():
    """Put a round's deadlines into the past."""

    def move(round):
        yesterday = timezone.localdate() - timedelta(days=1)
        Round.objects.filter(pk=round.pk).update(school_due=yesterday, city_due=yesterday, province_due=yesterday)

    return move


@pytest.fixture
def signed_in(client, people):
    """A client signed in as one of ``people``, with a password to sign again by."""

    def enter(name):
        person = people[name]
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        client.force_login(person)
        return client

    return enter
