"""How long a draw takes for as many schools as the nation has: the frame, sealing it, the draw itself and the proof re-run by the verifier."""

import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from apps.accounts.models import User
from apps.accounts.services import appoint
from apps.diagnosis.models import Regime
from apps.indicators.models import Standing
from apps.organizations.models import Level, Organization, Register
from apps.sampling.models import Draw, Plan
from apps.sampling.rules import draw as rules
from apps.sampling.services import draws, frames
from apps.schemes.models import Guidance, Scheme
from apps.schemes.parameters import Parameters
from apps.statusdata.models import Snapshot
from config.roles import Role

SCHOOLS, CITIES, QUOTA = 10_893, 340, 727
#: A draw is watched by a room full of people.
MOST = 1.0
PROVINCE, VALUE = "990000", "03 11 17 20 28 33 09"
ISSUED = date(2024, 3, 1)


def build():
    """A made-up province of all schools of the nation, each with what a frame asks of it; returns (its plan, its officer)."""
    nation = Organization.objects.get(level=Level.NATION)
    province = _unit(PROVINCE, "示例大省", Level.PROVINCE, nation)
    province.save(force_insert=True)
    cities = Organization.objects.bulk_create(_unit(f"99{n:04}", f"示例第{n}市", Level.CITY, province) for n in range(1, CITIES + 1))
    schools = Organization.objects.bulk_create([_school(n, cities[n % CITIES]) for n in range(SCHOOLS)], batch_size=1000)
    _facts(schools)
    officer = User.objects.create_user("bench-officer", name="示例经办")
    appoint(officer, role=Role.PROVINCE_OFFICER, organization=province)
    days = {"issued_on": ISSUED, "effective_from": ISSUED, "lodged_on": ISSUED}
    given = {
        "guidance": Guidance.objects.first() or _guidance(),
        "title": "示例方案",
        "document_number": "示例",
        "parameters": Parameters.read().stored(),
    }
    scheme = Scheme.objects.create(province=province, number=1, state="lodged", **given, **days)
    year = localdate().year
    plan = Plan.objects.create(province=province, scheme=scheme, title="示例", first_year=year, last_year=year + 4, state="issued", issued_on=ISSUED)
    return plan, officer


def _guidance():
    return Guidance.objects.create(code="bench", title="示例指导方案", number="示例", issued_on=date(2016, 4, 7))


def _unit(code, name, level, parent, **more):
    return Organization(code=code, name=name, level=level, parent=parent, path=f"{parent.path}{code}.", **more)


def _school(number, city):
    return _unit(f"3699{number:06}", f"示例第{number}学校", Level.SCHOOL, city, area=city, sample_code=True)


def _facts(schools):
    """All run a regime; one in five falls short of the conditions."""
    snapshot, since = Snapshot.objects.first(), date(2016, 9, 1)
    Register.objects.bulk_create(
        [Register(school=each, since=since, region_code="990001", org_type="365", authority_code="831") for each in schools], 1000
    )
    words = {
        "state": "running",
        "since": since,
        "title": "示例",
        "emphasis": "示例",
        "requirements": "示例",
        "organisation": "示例",
        "cycle_years": 3,
    }
    Regime.objects.bulk_create([Regime(school=each, **words) for each in schools], 1000)
    standings = [
        Standing(school=each, year=2024, snapshot=snapshot, place=each.path, standard="2010", category="一般", met=number % 5 != 0,
                 conditions=[{"name": "师生比", "met": number % 5 != 0}])
        for number, each in enumerate(schools)
    ]  # fmt: skip
    Standing.objects.bulk_create(standings, 1000)


def measures(timed):
    """(what, seconds, against, asked, whether it is met) of each stage, in the order of a draw."""
    plan, officer = build()
    words = f"{SCHOOLS} 校"
    made = []
    yield f"{words}编抽样框", timed(lambda: made.append(draws.begin(plan, plan.first_year, by=officer))), "逐校判定并写入，查询数不随校数变", "", None
    row = made[0]
    given = {"quota": QUOTA, "reserves": 20, "source": "示例", "reveal_on": localdate() + timedelta(days=1)}
    row = draws.settle(row, **given, seen=row.version, by=officer)
    yield f"{words}封存", timed(lambda: made.append(draws.commit(row, by=officer))), "重新判定各校、逐校摘要", "", None
    row = made[1]
    drawing = [(each["code"], each["area"]) for each in frames.rows_of(row) if each["place"] == "in"]
    took = timed(lambda: rules.draw(drawing, value=VALUE, quota=QUOTA, reserves=20, covered=[]))
    yield f"{words}抽取", took, f"{len(drawing)} 校算号、排序，抽 {QUOTA} 校", "≤ 1 s", took <= MOST
    Draw.objects.filter(pk=row.pk).update(reveal_on=localdate())
    row.refresh_from_db()
    yield f"{words}录入随机数", timed(lambda: made.append(draws.reveal(row, value=VALUE, by=officer))), "核对封存、抽取、证明包、逐校写入", "", None
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "bundle.json"
        bundle.write_bytes(made[2].proof())
        took = timed(lambda: _verify(bundle, row.commitment))
    yield f"{words}用核对程序重算", took, "另起一个 Python，只用自带的库", "", None


def _verify(bundle, commitment):
    script = settings.BASE_DIR / "static" / "verifier" / "verify_draw.py"
    answer = subprocess.run([sys.executable, "-I", str(script), str(bundle), commitment], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout
