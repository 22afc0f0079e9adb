import pytest

from apps.dictionary import reference as dictionary
from apps.schemes import reference as schemes
from apps.schemes.models import Guidance
from config.roles import Role
from tests.reviews.world import World


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def people(holder):
    """Everybody a review concerns by a post, in the first province and one of another."""
    return {
        "officer": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "principal": holder(Role.PRINCIPAL, "school"),
        "editor": holder(Role.SCHOOL_EDITOR, "school"),
        "city": holder(Role.CITY_OFFICER, "weinan"),
        "nation": holder(Role.NATION_OFFICER, "nation"),
        "committee": holder(Role.COMMITTEE_MEMBER, "shaanxi"),
        "decider": holder(Role.PROVINCE_DECIDER, "shaanxi"),
        "publisher": holder(Role.PROVINCE_PUBLISHER, "shaanxi"),
        "stranger": holder(Role.PROVINCE_OFFICER, "henan"),
    }


@pytest.fixture
def world(tree, people):
    return World(tree["school"], people["officer"], people["principal"])


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker):
    """Guidance and dictionary are brought in once and stay."""
    with django_db_blocker.unblock():
        schemes.load()
        dictionary.load()


@pytest.fixture
def full(shipped, tree, people):
    """A World under the guidance of 2016, its data by the shipped dictionary."""
    schemes.load()
    guidance = Guidance.objects.get(items__code="1")
    return World(tree["school"], people["officer"], people["principal"], guidance=guidance, edition=dictionary.load())
