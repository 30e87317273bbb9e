"""The tests of a file, and a run of them on a copy of the source that has a fault in it.

This is the way of faults in tables and in what a module does when it is imported: the whole of ``src`` has to be read anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.support.fault_kinds import Fault, planted
from tests.support.paths import ROOT

__all__ = ("LONGEST", "OPTIONS", "seen_in_copy", "tests_for")

_SRC = ROOT / "src"
_PACKAGE = _SRC / "edielkit"
# seconds that a test of a fault may take; a fault that makes it hang is seen
LONGEST = 240
# the doctests of the copy are run under the settings of the repository, which none of its folders has
OPTIONS = (
    *("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-q", "-n0", "--no-cov"),
    *("-p", "no:cacheprovider", "-m", "not slow", f"--timeout={LONGEST}"),
)


def tests_for(path: Path) -> list[list[Path]]:
    """Return the tests of a file in the order in which they are run: its mirror, those that name it, answers kept, its folder's, golden."""
    inside = path.relative_to(_PACKAGE)
    # tables are read by the modules beside their folder
    owner = inside.parent.parent if inside.parent.name == "data" else inside.parent
    # commands, doors and the hub as a whole are tested beside the unit tests
    mirrors = [ROOT / "tests" / part / owner / f"test_{path.stem}.py" for part in ("unit", "")]
    name = ".".join(inside.with_suffix("").parts)
    words = (name.encode(), f"{'.'.join(inside.parts[:-1])} import {path.stem}".encode(), path.name.encode())
    naming = [
        test
        for test in sorted((ROOT / "tests").rglob("test_*.py"))
        if any(word in test.read_bytes() for word in words) and test not in mirrors
    ]
    own = [mirror for mirror in mirrors if mirror.is_file()]
    folders = [_nearest(ROOT / "tests" / part, owner) for part in ("unit", "")]
    beside = [test for folder in folders if folder for test in sorted(folder.glob("test_*.py"))]
    kept = _nearest(ROOT / "tests/kept", owner)
    stages = [
        own,
        naming,
        sorted(kept.rglob("test_*.py")) if kept else [],
        [test for test in beside if test not in own and test not in naming],
        [ROOT / "tests/golden"],
    ]
    return [stage for stage in stages if stage]


def _nearest(tests: Path, owner: Path) -> Path | None:
    """Return the folder of tests for a folder of the package, or for the nearest above it that has tests of its own."""
    folders = (tests / above for above in (owner, *owner.parents) if above.parts)
    return next((folder for folder in folders if folder.is_dir() and any(folder.glob("test_*.py"))), None)


def seen_in_copy(fault: Fault, copy: Path) -> str:
    """Return the first test that sees a fault in a copy of ``src``, or nothing; the copy is as before afterwards."""
    target = copy / fault.path.relative_to(_SRC)
    whole = target.read_bytes()
    target.write_bytes(planted(fault))
    try:
        first, *farther = (
            [[target], *tests_for(fault.path)] if target.suffix == ".py" else tests_for(fault.path)
        )
        # two runs, not one for each stage: to start is dear, and most faults are seen in the first
        nearest = [*first, *(farther.pop(0) if first == [target] and farther else [])]
        for tests in (nearest, [test for stage in farther for test in stage]):
            if tests and (test := _failing(tests, copy)):
                return test
    finally:
        target.write_bytes(whole)
    return ""


def _failing(tests: Sequence[Path], copy: Path) -> str:
    """Return the test that fails first, or nothing."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", *OPTIONS, "-x", *map(str, tests)]
    try:
        ran = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=2 * LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return "too long for all tests"
    if ran.returncode in {0, 5}:
        return ""
    # a machine with other work stops tests that see nothing: whoever reads the list has to know which
    late = "too long: " if b"Timeout (>" in ran.stdout + ran.stderr else ""
    lines = ran.stdout.decode(errors="replace").splitlines()
    test = next((line for line in lines if line.startswith(("FAILED ", "ERROR "))), "no test was run")
    return late + test.removeprefix("FAILED ").partition(" - ")[0]
