"""Run the benchmarks: `make bench`, or `python -m bench --sizes 10000,100000` inside `workstate services`."""

from __future__ import annotations

import argparse
import os
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="rows of tasks and of time entries")
    parser.add_argument("--only", default="", help="names of cases, by comma")
    arguments = parser.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    os.environ.setdefault("SECRET_KEY", "for benchmarks alone")
    import django

    django.setup()
    from bench.run import run

    return run([int(size) for size in arguments.sizes.split(",")], only=set(filter(None, arguments.only.split(","))))


if __name__ == "__main__":
    sys.exit(main())
