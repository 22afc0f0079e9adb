import pytest

from apps.audit.services import seal
from apps.disclosure.services.announcements import propose as announce
from apps.disclosure.services.announcements import show
from apps.disclosure.services.copies import release
from apps.disclosure.services.publications import propose, publish
from apps.statusdata.models import Return
from config.roles import Role
from tests.disclosure.decided import a_decided_case, released
from tests.indicators.conftest import HUAZHOU, _reference, accept, accepted, edition, own_school, round_of, second, signer

__all__ = ["_reference", "accept", "accepted", "edition", "own_school", "round_of", "second", "signer"]


@pytest.fixture
def people(holder):
    """Of the first province: who proposes, who publishes."""
    return {"proposer": holder(Role.PROVINCE_OFFICER, "shaanxi"), "publisher": holder(Role.PROVINCE_PUBLISHER, "shaanxi")}


@pytest.fixture
def received(accepted):
    """``received(school, forms, year=…)``: the school's return, accepted and computed; again for a new version."""

    def make(school, forms=HUAZHOU, **where):
        return Return.objects.get(pk=accepted(school, forms, **where).snapshot.upload_id)

    return make


@pytest.fixture
def proposed(received, people):
    return lambda school, *args, **where: propose(received(school, *args, **where), by=people["proposer"])


@pytest.fixture
def published(proposed, people):
    """Published, its entries not sealed yet."""
    return lambda school, *args, **where: publish(proposed(school, *args, **where), by=people["publisher"])


@pytest.fixture
def public(published):
    """Published and shown."""

    def make(school, *args, **where):
        publication = published(school, *args, **where)
        seal()
        release()
        publication.copy.refresh_from_db()
        return publication

    return make


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def concluded():
    """``concluded(school, …)``: a decided case of it."""
    return a_decided_case


@pytest.fixture
def announced(concluded, people):
    """``announced(school, …)``: shown by the second person, its entries not sealed yet."""
    return lambda school, **given: show(announce(concluded(school, **given), by=people["proposer"]), by=people["publisher"])


@pytest.fixture
def in_public(announced):
    """Shown, and to be seen; the Announcement."""

    def make(school, **given):
        announcement = announced(school, **given)
        released()
        return announcement

    return make
