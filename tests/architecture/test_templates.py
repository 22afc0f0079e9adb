"""The templates: none unused, every address in them resolves, and nothing inline that the strict policy would block."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from tests.architecture.test_access_table import addresses

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
CODE = sorted((ROOT / "apps").rglob("*.py"))

#: Django asks for these by name.
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:", re.IGNORECASE)


def used():
    texts = [(TEMPLATES / page).read_text() for page in PAGES] + [path.read_text() for path in CODE]
    named = {name for text in texts for name in re.findall(r"""["']([\w/.-]+\.html)["']""", text)}
    return named | BY_DJANGO | {settings.AXES_LOCKOUT_TEMPLATE}


def test_no_template_is_unused():
    assert set(PAGES) - used() == set()


def test_every_template_that_is_named_is_there():
    assert {name for name in used() if not name.startswith("django/")} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_template_can_be_read(page):
    get_template(page)


@pytest.mark.parametrize("page", PAGES)
def test_the_addresses_a_template_names_are_there(page):
    named = set(re.findall(r"""{%\s*url\s+["']([^"']+)["']""", (TEMPLATES / page).read_text()))
    assert named <= set(addresses(get_resolver().url_patterns))


@pytest.mark.parametrize("page", [page for page in PAGES if not page.startswith("pdf/")])
def test_nothing_stands_inline_in_a_template(page):
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", (TEMPLATES / page).read_text(), flags=re.DOTALL)
    assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_code_writes_inline_styles_or_scripts(path):
    assert re.findall(r"<style|\sstyle=[\"'{]|<script", path.read_text()) == []
