import pytest

from apps.diagnosis.models import Diagnosis, Passage
from apps.diagnosis.services import diagnoses, passages
from apps.dictionary import reference as dictionary
from apps.schemes import reference
from config.roles import Role

from .made import FIGURES, YEAR, accepted_of, regime_of, scheme_of


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker):
    """Guidance and dictionary are brought in once and stay."""
    with django_db_blocker.unblock():
        reference.load()
        dictionary.load()


@pytest.fixture
def edition(shipped, db):
    """Both of them (brought in again where a test has emptied the database)."""
    reference.load()
    return dictionary.load()


@pytest.fixture
def people(holder):
    """Everybody a diagnosis concerns, and people of another school, city and province, by what they are."""
    return {
        "editor": holder(Role.SCHOOL_EDITOR, "school"),
        "colleague": holder(Role.SCHOOL_EDITOR, "school"),
        "principal": holder(Role.PRINCIPAL, "school"),
        "city": holder(Role.CITY_OFFICER, "weinan"),
        "province": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "nation": holder(Role.NATION_OFFICER, "nation"),
        "other_school": holder(Role.PRINCIPAL, "stranger"),
        "stranger": holder(Role.PROVINCE_OFFICER, "henan"),
    }


@pytest.fixture
def scheme(tree, edition):
    """The scheme of the first province, in force since 2023."""
    return scheme_of(tree["shaanxi"])


@pytest.fixture
def accepted(tree, edition, people):
    """``accepted(year)``: the school's accepted return, with a few figures of its own."""
    return lambda year=YEAR, figures=FIGURES: accepted_of(
        tree["school"], tree["shaanxi"], edition, by=people["principal"], year=year, figures=figures
    )


@pytest.fixture
def regime(tree, people, scheme):
    """The school's regime, in force."""
    return regime_of(tree["school"], by=people["principal"])


@pytest.fixture
def diagnosis(tree, people, scheme, accepted, regime):
    """The school's diagnosis, begun."""
    accepted()
    return diagnoses.open_diagnosis(tree["school"], year=YEAR, by=people["principal"])


@pytest.fixture
def passage(diagnosis):
    """``passage(kind, code)``: the text of that kind, of the element of that code or of the whole."""
    return lambda kind, code=None: Passage.objects.get(diagnosis=diagnosis, kind=kind, **({"element__code": code} if code else {"element": None}))


@pytest.fixture
def write(people):
    """``write(passage, text)``: saved as a page of its own would."""

    def save(passage, text, by="editor", seen=None, client=None, number=1):
        held = Passage.objects.get(pk=passage.pk)
        change = passages.Change(held.pk, held.text if seen is None else seen, text, client or f"page-{held.version}-{by}", number)
        return passages.save_passage(Diagnosis.objects.get(pk=held.diagnosis_id), change, by=people[by])

    return save


@pytest.fixture
def written(diagnosis, write):
    """The diagnosis with every text that is asked for."""
    rows = Passage.objects.filter(diagnosis=diagnosis).exclude(kind="status").select_related("element")
    for row in rows:
        Passage.objects.filter(pk=row.pk).update(text=f"{row}的示例文字")
    return diagnosis
