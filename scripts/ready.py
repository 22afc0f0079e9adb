"""Brings database and static files up to this version, and the data in: four commands in one process, for a quick start."""

import os
import sys

import django
from django.core.management import call_command


def main(*today):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    call_command("load_reference")
    call_command("load_demo", *(f"--today={day}" for day in today))


if __name__ == "__main__":
    main(*sys.argv[1:])
