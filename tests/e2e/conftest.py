"""Stories in a real browser: the system's chromium, the product with its static files, and the check for accessibility."""

import os
from pathlib import Path

import pytest

from scripts.chromium import LANGUAGE, executable, launching

# The browser's loop runs in the thread of the test; Django takes that for asynchronous code and would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = next(Path(__file__).parent.glob("vendor/axe-core/*/axe.min.js")).read_text()
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
def page(page):
    """A page that fails its story when a script breaks or the content security policy had to refuse something."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if "Content Security Policy" in message.text else None)
    page.set_default_timeout(10_000)
    yield page
    assert troubles == []


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
        page.evaluate(AXE)
        assert page.evaluate(FINDINGS) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"

    return check
