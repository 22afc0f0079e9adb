"""Real schools: the figures they published themselves, each in its own province and year, and nothing else.

They stand in rounds for practice and are handed in by nobody: who published a figure has not signed a return.
"""

from apps.core.fixtures import read_yaml
from apps.dictionary.models import Edition
from apps.organizations.models import Organization
from apps.statusdata.models import Round
from apps.statusdata.services.chain import open_return

from .cast import deadlines, fill


def enter():
    edition = Edition.objects.earliest("since_year")  # Some of the years are older than any dictionary.
    for row in read_yaml("demonstration.yaml")["published"]:
        school = Organization.objects.select_related("area__parent").get(code=row["school"])
        round, _new = Round.objects.get_or_create(
            province=school.area.parent, year=row["year"], practice=True,
            defaults={"edition": edition, "state": Round.State.CLOSED, **deadlines(row["year"])},
        )  # fmt: skip
        fill(open_return(round, school), row["figures"])
