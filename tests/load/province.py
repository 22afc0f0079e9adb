"""What the benchmarks are run on: a province of three hundred made-up schools with an accepted year and an open round."""

from datetime import date

from django.utils.timezone import localdate

from apps.accounts import demonstration as people
from apps.accounts.models import User
from apps.dictionary import reference as dictionary
from apps.indicators.services import catch_up
from apps.organizations import demonstration as schools
from apps.organizations import reference as divisions
from apps.organizations.models import Level, Organization
from apps.organizations.services import enter_register, open_unit
from apps.statusdata.demonstration import past
from apps.statusdata.demonstration.cast import Cast, fill
from apps.statusdata.models import Return
from apps.statusdata.services.chain import open_return
from apps.statusdata.services.rounds import open_round, plan_round

YEAR = 2024
SCHOOLS = 300


def build():
    """Returns (Cast, an open return of the next year, filled in full, whose people have accounts)."""
    today = localdate()
    divisions.load()
    dictionary.load()
    schools.load(today)
    _more_schools()
    people.load(today)
    cast = Cast(Organization.objects.get(code="610000"), officer=User.objects.get(username="shengji"))
    past.accept(YEAR, cast)
    catch_up()
    return cast, _open(today, cast)


def _more_schools():
    cities = list(Organization.objects.filter(level=Level.CITY, code__startswith="61").order_by("code"))
    known = Organization.objects.filter(level=Level.SCHOOL, name__startswith="示例").count()
    for number in range(SCHOOLS - known):
        city = cities[number % len(cities)]
        name = f"示例第{number + 1}职业学校"
        school = open_unit(level=Level.SCHOOL, code=f"3661910{100 + number}", name=name, parent=city, area=city, sample_code=True)
        enter_register(school, since=date(2016, 9, 1), region_code=f"{city.code[:4]}02", org_type="365", sponsor_code="831", authority_code="831")


def _open(today, cast):
    due = {"school_due": today, "city_due": today, "province_due": today}
    round = open_round(plan_round(cast.province, year=YEAR + 1, **due, by=cast.officer), by=cast.officer)
    school = Organization.objects.get(code="3661900035")
    upload = Return.objects.select_related("round", "school__parent", "school__area").get(pk=open_return(round, school).pk)
    fill(upload, cast.made_up(upload))
    return upload
