import pytest

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
