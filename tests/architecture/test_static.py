"""What is served and printed with: vendored parts as they were copied, fonts that hold every character, templates without inline code."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from fontTools.ttLib import TTFont

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FONTS = sorted((ROOT / "static/fonts").glob("*.ttf"))


def name(path):
    return path.relative_to(ROOT / "templates").as_posix()


def test_vendored_files_are_the_ones_of_the_manifest():
    manifest = json.loads((ROOT / "static/vendor/manifest.json").read_text())
    stored = [path for folder in ("static/vendor", "tests/e2e/vendor") for path in (ROOT / folder).rglob("*") if path.is_file()]
    hashes = {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in stored}
    del hashes["static/vendor/manifest.json"]
    assert hashes == manifest


def test_vendored_versions_are_those_of_the_lock():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    manifest = json.loads((ROOT / "static/vendor/manifest.json").read_text())
    copied = {tuple(path.split("/vendor/")[1].split("/")[:2]) for path in manifest}
    assert copied == {(package, packages[f"node_modules/{package}"]["version"]) for package, _ in copied}


def test_the_lock_names_no_host():
    entries = json.loads((ROOT / "package-lock.json").read_text())["packages"].values()
    assert not [entry for entry in entries if "resolved" in entry]


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_a_font_holds_every_character_of_templates_reference_data_and_program(font):
    sources = [*TEMPLATES, *(ROOT / "fixtures").rglob("*.yaml"), *(ROOT / "fixtures").rglob("*.csv"), *(ROOT / "apps").rglob("*.py")]
    written = {char for path in sources for char in path.read_text() if char.isprintable()}
    assert sorted(written - {chr(code) for code in TTFont(font).getBestCmap()}) == []


def test_both_weights_are_of_one_family_of_our_own():
    names = {(font["name"].getDebugName(1), font["name"].getDebugName(2), font["OS/2"].usWeightClass) for font in map(TTFont, FONTS)}
    assert names == {("Zhengai Sans", "Regular", 400), ("Zhengai Sans", "Bold", 700)}


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_compiles_and_carries_no_inline_code(path):
    get_template(name(path))
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", source)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", source))


def test_every_static_file_and_icon_named_in_a_template_exists():
    source = "".join(path.read_text() for path in TEMPLATES)
    files = set(re.findall(r"{% static '([^']+)' %}", source))
    assert [file for file in files if not finders.find(file)] == []
    drawn = set(re.findall(r'id="i-([a-z]+)"', (ROOT / "static/icons.svg").read_text()))
    assert set(re.findall(r'{% icon "([a-z]+)" %}', source)) <= drawn


def test_every_class_in_a_template_is_known_to_the_look():
    css = "".join(path.read_text() for path in (ROOT / "static").rglob("*.css"))
    known = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", css)) | {"hide-sm"}
    used = {word for path in TEMPLATES for css_class in re.findall(r'class="([^"{}]*)"', path.read_text()) for word in css_class.split()}
    assert sorted(used - known) == []
