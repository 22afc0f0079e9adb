"""What lies in the repository names no machine and no place that packages come from."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOSTS = ["pypi" + ".org", "files.python" + "hosted", "registry." + "npmjs", "npm" + "mirror", "registry." + "yarnpkg", "deb.debian" + ".org"]
HOMES = ["/root" + "/", "/ho" + r"me/\w+", "/wo" + "rk/(main|shared|brief|wt-)", "/Use" + r"rs/\w+"]
FORBIDDEN = re.compile("|".join([*map(re.escape, HOSTS), *(rf"(?<![\w.<>}}-]){home}" for home in HOMES)]))


def files():
    """What git keeps, but for what others wrote."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and "vendor/" not in name and (ROOT / name).is_file()]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no repository")
def test_no_file_names_a_machine_or_a_registry():
    found = {}
    for path in files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if hits := [match.group() for match in FORBIDDEN.finditer(text)]:
            found[path.relative_to(ROOT).as_posix()] = hits
    assert found == {}
