"""``python -m tests.load [--write]`` runs the benchmarks (./run bench); ``python -m tests.load formulas`` writes the plain formulas anew."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.load.settings")
django.setup()

from tests.load import bench, plain  # noqa: E402 - their models need the setup

if sys.argv[1:] == ["formulas"]:
    plain.write()
else:
    bench.main(keep="--write" in sys.argv)
