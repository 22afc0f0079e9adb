from dataclasses import replace
from datetime import date

import pytest

from apps.dictionary import reference as dictionary
from apps.schemes import reference
from apps.schemes.contents import fingerprint
from apps.schemes.models import Element, Guidance, Policy, Scheme
from apps.schemes.services import versions
from config.roles import Role


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker):
    """The guidance is brought in once and stays."""
    with django_db_blocker.unblock():
        reference.load()


@pytest.fixture
def guidance(shipped, db):
    """The shipped guidance (brought in again where a test has emptied the database)."""
    if not Guidance.objects.exists():
        reference.load()
    return Guidance.objects.get()


@pytest.fixture
def edition(db):
    """The shipped dictionary, whose indicators points may name."""
    return dictionary.load()


@pytest.fixture
def people(holder, guidance):
    """Everybody a scheme concerns, in the first province and one of another, by what they are."""
    return {
        "officer": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "colleague": holder(Role.PROVINCE_OFFICER, "shaanxi"),
        "secretary": holder(Role.COMMITTEE_SECRETARY, "shaanxi"),
        "publisher": holder(Role.PROVINCE_PUBLISHER, "shaanxi"),
        "nation": holder(Role.NATION_OFFICER, "nation"),
        "city": holder(Role.CITY_OFFICER, "weinan"),
        "principal": holder(Role.PRINCIPAL, "school"),
        "stranger": holder(Role.PROVINCE_OFFICER, "henan"),
    }


@pytest.fixture
def element(guidance):
    """``element(code)`` of the guidance."""
    return lambda code: Element.objects.get(item__guidance=guidance, code=code)


@pytest.fixture
def policy(guidance):
    return Policy.objects.get(number="教职成〔2015〕6号")


@pytest.fixture
def draft(people, tree):
    """A first version under way."""
    return versions.draft(tree["shaanxi"], by=people["officer"])


@pytest.fixture
def revise(people):
    """``revise(scheme, code=value, title=…)``: saved as the officer's form would save it."""

    def save(scheme, by="officer", seen=None, **given):
        row = Scheme.objects.get(pk=scheme.pk)
        texts = {name: getattr(row, name) for name in ["title", "document_number", "issued_on", "effective_from", "explanation"]}
        texts |= {name: given.pop(name) for name in list(given) if name in texts}
        return versions.revise(row, seen=seen or fingerprint(row), parameters=replace(row.given, **given), by=people[by], **texts)

    return save


@pytest.fixture
def complete(revise):
    """``complete(scheme)``: with all that it takes to be handed in."""

    def fill(scheme, issued=date(2023, 3, 1), **given):
        texts = {"document_number": "示例〔2023〕1号", "issued_on": issued, "effective_from": issued, "explanation": "按三年的实践修订"}
        return revise(scheme, **{**texts, **given})

    return fill


@pytest.fixture
def lodged(people, complete):
    """``lodged(scheme)``: completed, handed in and on file; ``on`` moves the days to the past."""

    def file(scheme, on=date(2023, 3, 1), **given):
        row = complete(scheme, issued=on, **given)
        row = versions.SCHEME.take(row, "file_scheme", by=people["officer"])
        row = versions.lodge(row, by=people["nation"])
        Scheme.objects.filter(pk=row.pk).update(lodged_on=on)
        row.refresh_from_db()
        return row

    return file


@pytest.fixture
def second(lodged, draft, people, tree):
    """The first version on file since 2023, the second under way."""
    lodged(draft)
    return versions.draft(tree["shaanxi"], by=people["officer"])
