"""Small faults planted in the source one at a time, to see whether the tests see them: ``make mutate``.

A fault in a function is planted in memory, in a child of a process that has all tests collected; one in a table, or in what a
module does when it is imported, in a copy of ``src``. The tests that mirror its file come first, then those that name it, its
folder's, and the golden files. What none of them sees is a survivor, listed with its place; beside the others stands the test
that saw them.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.support.fault_forks import Forks
from tests.support.fault_kinds import Fault, faults_of
from tests.support.fault_tests import OPTIONS, seen_in_copy
from tests.support.paths import ROOT

__all__ = ("main", "sample")

_SRC = ROOT / "src"


def sample(patterns: Sequence[str], count: int, seed: int, tables: float) -> list[Fault]:
    """Return faults drawn from the files that globs name, a share of them in tables."""
    choice = random.Random(seed)
    files = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    files = [path for path in files if path.name != "__init__.py"]
    in_modules = [fault for path in files if path.suffix == ".py" for fault in faults_of(path)]
    in_tables = [fault for path in files if path.suffix == ".csv" for fault in faults_of(path)]
    of_tables = min(len(in_tables), round(count * (tables if in_modules else 1)))
    faults = choice.sample(in_tables, of_tables)
    faults += choice.sample(in_modules, min(len(in_modules), count - of_tables))
    choice.shuffle(faults)
    return faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Plant faults, run the tests, and list what they did not see."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "files",
        nargs="*",
        default=["src/edielkit/**/*.py", "src/edielkit/**/*.csv"],
        help="globs, from the root",
    )
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--tables", type=float, default=0.15, help="share of faults in tables")
    parser.add_argument("--only", default="", help="numbers of the sample that are run, 3,17-20")
    options = parser.parse_args(arguments)
    faults = sample(options.files, options.count, options.seed, options.tables)
    numbers = _numbers(options.only, len(faults))
    print(
        f"{len(numbers)} faults; first all tests are collected, which takes a minute or two, then each fault is told of as it ends",
        flush=True,
    )
    seen: dict[int, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = _copied(Path(folder))

        left: list[int] = []

        def tell(at: int, test: str | None) -> None:
            number = numbers[at]
            if test is None:
                left.append(number)
                return
            seen[number] = test
            print(f"{number:4} {'seen' if test else 'SURVIVED':8} {faults[number - 1]}", flush=True)
            if test:
                print(f"              {test}", flush=True)

        forks = Forks([faults[number - 1] for number in numbers], tell)
        arguments = [*OPTIONS, "-s", f"--basetemp={folder}/temporary", "tests", "src"]
        pytest.main(arguments, plugins=[forks])
        # what no child can be made to have is shown by the package read anew
        for at, number in enumerate(numbers):
            if number in left:
                tell(at, seen_in_copy(faults[number - 1], copy))
    survivors = sum(not test for test in seen.values())
    print(f"{len(seen)} faults, {len(seen) - survivors} seen, {survivors} survived")
    return 1 if survivors or len(seen) < len(numbers) else 0


def _numbers(text: str, count: int) -> list[int]:
    """Return the numbers that a text lists, or all."""
    numbers: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers or list(range(1, count + 1))


def _copied(folder: Path) -> Path:
    """Return a copy of ``src`` with what the tests look for beside it."""
    copy = folder / "src"
    shutil.copytree(_SRC, copy)
    for name in ("schemas", "fixtures"):
        (folder / name).symlink_to(ROOT / name)
    return copy


if __name__ == "__main__":
    raise SystemExit(main())
