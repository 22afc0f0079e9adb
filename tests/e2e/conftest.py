"""Stories in a real browser: the system's chromium, the product with its static files, and the check for accessibility."""

import os
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from apps.accounts import demonstration as people
from apps.accounts.access import holders
from apps.accounts.models import User
from apps.core.dates import school_year
from apps.core.fixtures import read_yaml
from apps.dictionary import reference as dictionary
from apps.jobs import services as jobs
from apps.jobs.models import Beat, Job
from apps.organizations import demonstration as schools
from apps.organizations import reference as divisions
from apps.organizations.models import Organization
from apps.schemes import reference as schemes
from apps.statusdata.contents import findings, row_of
from apps.statusdata.models import Record, Return
from apps.statusdata.services import chain
from apps.statusdata.services.remarks import explain
from apps.statusdata.services.rounds import open_round, plan_round
from apps.statusdata.services.snapshots import fingerprint
from scripts.chromium import LANGUAGE, executable, launching

# The browser's loop runs in the thread of the test; Django takes that for asynchronous code and would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = next(Path(__file__).parent.glob("vendor/axe-core/*/axe.min.js")).read_text()
#: The password of everybody in the demonstration.
SECRET = read_yaml("demonstration.yaml")["password"]
# Every rule of WCAG 2.0–2.2 A and AA, and axe's best practice; one line a finding.
FINDINGS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.flatMap(
    v => v.nodes.map(n => `${v.id}: ${n.target.join(" ")}: ${v.help}`))"""


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Without a browser the stories are left out; where ./run could install one they fail instead."""
    if not executable() and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("no chromium on this machine")
    return launching()


@pytest.fixture(scope="session")
def browser_context_args():
    return {**LANGUAGE, "viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def watched():
    """``watched(page)``: the page fails its story when a script breaks or the content security policy had to refuse something."""
    troubles = []

    def watch(page):
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if "Content Security Policy" in message.text else None)
        page.set_default_timeout(10_000)
        return page

    yield watch
    assert troubles == []


@pytest.fixture
def page(page, watched):
    return watched(page)


@pytest.fixture
def sign_in(live_server):
    """``sign_in(page, username, password)``: by the sign-in page; the page is then where the person is led."""

    def by_the_page(page, username, password):
        page.goto(f"{live_server.url}/sign-in/")
        page.get_by_label("账号", exact=True).fill(username)
        page.get_by_label("密码", exact=True).fill(password)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)

    return by_the_page


@pytest.fixture
def assert_accessible():
    """``assert_accessible(page)``: axe finds nothing, and the page is no wider than its window."""

    def check(page):
        page.wait_for_load_state()  # After a click the next page may have begun and hold nothing yet.
        page.evaluate(AXE)
        assert page.evaluate(FINDINGS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"

    return check


@pytest.fixture
def shaanxi(transactional_db, settings, tmp_path):
    """陕西省 with the units, schools and people of the demonstration, and the dictionary: nothing has been reported yet."""
    settings.MEDIA_ROOT = tmp_path
    for module in [divisions, dictionary, schemes]:
        module.load()
    for module in [schools, people]:
        module.load(localdate())
    return Organization.objects.get(code="610000")


@pytest.fixture
def work(transactional_db):
    """``work()``: what a worker would have done by now, the jobs and all that recurs, until nothing is left to do."""

    def until_done():
        Beat.objects.all().delete()  # What has no beat yet is due.
        jobs.tick()
        while waiting := list(Job.objects.filter(state=Job.State.QUEUED).values_list("pk", flat=True)):
            for pk in waiting:
                jobs.run(pk)
            Beat.objects.all().delete()
            jobs.tick()
        assert list(Job.objects.filter(state=Job.State.FAILED).values_list("kind", "error")) == []

    return until_done


@pytest.fixture
def opened(shaanxi, day, work):
    """The province's round of the last school year, open with a return for each school."""
    officer, year = User.objects.get(username="shengji"), school_year(localdate()) - 1
    row = plan_round(shaanxi, year=year, school_due=day(10), city_due=day(20), province_due=day(30), by=officer)
    open_round(row, by=officer)
    work()
    return row


@pytest.fixture
def enter(new_context, watched, sign_in):
    """``enter("huazhou")``: that person of the demonstration signed in at a browser of their own; the page."""

    def at_own_browser(username):
        page = watched(new_context().new_page())
        sign_in(page, username, SECRET)
        return page

    return at_own_browser


@pytest.fixture
def made_up(opened):
    """``made_up("610500")``: the returns of the made-up schools that this 地市 checks."""
    return lambda city: list(Return.objects.filter(round=opened, school__parent__code=city, school__name__startswith="示例").order_by("school__code"))


@pytest.fixture
def signed(opened):
    """``signed(upload, F08={…})``: filled so far, the rest explained, and handed in by the school's principal."""

    def hand_in(upload, **forms):
        principal = holders("statusdata.certify_return", upload).first()
        for form, cells in forms.items():
            Record.objects.filter(upload=upload, form=form).update(values=cells)
        for each in findings(upload):
            explain(upload, check_code=each.message.code, record_id=row_of(each.message), text="示例学校，没有这一项", by=principal)
        upload.refresh_from_db()
        return chain.submit(upload, seen=upload.version, signed=fingerprint(upload), by=principal)

    return hand_in
