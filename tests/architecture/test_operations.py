"""What is written about running the platform is what the platform does: settings, containers and documents agree."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = ["upgrade", "web", "worker", "beat"]
READ_BY_SETTINGS = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text()))


def words(command):
    """Each command line of ``command`` as a list of words: a list as it stands, or what a shell is given."""
    command = command if isinstance(command, list) else shlex.split(command)
    if command[:2] == ["sh", "-c"]:
        return [shlex.split(part) for part in command[2].split("&&")]
    if command[0] in ("CMD", "CMD-SHELL"):
        return [shlex.split(command[1])] if command[0] == "CMD-SHELL" else [command[1:]]
    return [command]


def image_command():
    return yaml.safe_load(re.search(r"^CMD (.*)$", DOCKERFILE, re.M)[1])


COMMANDS = [
    line
    for name in OURS
    for given in (SERVICES[name].get("command", image_command()), SERVICES[name].get("healthcheck", {}).get("test"))
    if given
    for line in words(given)
]


def test_every_variable_that_the_settings_read_stands_in_the_document_and_no_other():
    table = OPERATIONS.partition("程序读的")[2].partition("`docker-compose.yml` 另用")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.M)) == READ_BY_SETTINGS
    assert "TRUSTED_PROXIES" in READ_BY_SETTINGS


def test_every_variable_of_the_containers_stands_in_the_document():
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE))
    assert {name for name in asked if f"`{name}`" not in OPERATIONS} == set()


@pytest.mark.parametrize("name", OURS)
def test_a_container_is_given_what_the_settings_read_and_nothing_else(name):
    given = set(SERVICES[name]["environment"])
    assert given <= READ_BY_SETTINGS
    # What the image says itself, what is only for development, and what one system alone on its queue needs not.
    assert READ_BY_SETTINGS - given == {"MEDIA_ROOT", "STATIC_MANIFEST", "DEBUG", "DEMONSTRATION", "QUEUE"}


def test_no_secret_has_a_value_of_its_own():
    for name in ["SECRET_KEY", "DATABASE_PASSWORD", "ALLOWED_HOSTS", "SITE_URL"]:
        assert set(re.findall(rf"\$\{{{name}([^}}]*)\}}", COMPOSE)) == {":?see docs/operations.md"}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_of_the_containers_exists(command):
    program, *rest = command
    if program == "python" and rest[0] == "manage.py":
        assert rest[1] in get_commands()
    elif program == "python":
        assert rest[0] == "-m"
        assert find_spec(rest[1]) is not None
    else:
        assert program in {"gunicorn", "celery"}
        assert find_spec(program) is not None
        assert find_spec(rest[0] if program == "gunicorn" else rest[rest.index("-A") + 1]) is not None


@pytest.mark.parametrize("command", sorted(set(re.findall(r"manage\.py (\w+)", OPERATIONS))))
def test_every_command_of_the_document_exists(command):
    assert command in get_commands()


@pytest.mark.parametrize("line", re.findall(r"^COPY (.*)$", DOCKERFILE, re.M))
def test_what_is_copied_into_the_image_is_there(line):
    *sources, _target = line.split()
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_image_holds_all_that_the_program_is_made_of():
    copied = {source for line in re.findall(r"^COPY (.*)$", DOCKERFILE, re.M) for source in line.split()[:-1]}
    assert {"apps", "config", "fixtures", "static", "templates", "manage.py"} <= copied


def test_packages_are_named_in_one_place():
    """The image takes them from ./run, as everybody else does."""
    assert "./run prepare" in DOCKERFILE
    assert not re.search(r"apt-get|pip install", DOCKERFILE)
    assert re.search(r"^prepare\) prepare ;;$", (ROOT / "run").read_text(), re.M)


def test_nothing_runs_as_root():
    last = re.findall(r"^USER (\S+)$", DOCKERFILE, re.M)[-1]
    assert last != "root"
    assert DOCKERFILE.index("USER ") < DOCKERFILE.index("\nCMD ")
    assert not any("user" in SERVICES[name] for name in OURS)


def test_all_that_stays_up_says_whether_it_is_well_and_waits_for_the_tables():
    for name, service in SERVICES.items():
        assert ("healthcheck" in service) == (name != "upgrade")
    for name in ["web", "worker", "beat"]:
        assert SERVICES[name]["depends_on"]["upgrade"] == {"condition": "service_completed_successfully"}


def test_what_must_stay_lies_in_volumes():
    volumes = set(yaml.safe_load(COMPOSE)["volumes"])
    mounted = {volume.partition(":")[0]: volume.partition(":")[2] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert set(mounted) == volumes
    assert f"MEDIA_ROOT={mounted['files']}" in DOCKERFILE


def test_the_readme_leads_to_the_documents():
    readme = (ROOT / "README.md").read_text()
    assert [path.name for path in (ROOT / "docs").glob("*.md") if f"docs/{path.name}" not in readme] == []
