"""Runs of the tests with a fault in memory: all tests are collected once, and a child of that process runs those of a fault.

A plugin of pytest that takes the place of its loop. The child changes the function, runs the nearest tests first, stops at the
first that fails, and ends without a word; the process that collected them never runs a test, so all children start alike.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.support.fault_functions import Functions
from tests.support.fault_kinds import Fault
from tests.support.fault_tests import LONGEST, tests_for
from tests.support.paths import ROOT

__all__ = ("Forks", "Reach")

_SOURCE = ROOT / "src/edielkit"
# the tests that reach a function from farther off are run up to this many seconds, the cheapest first
_FAR = 60.0
# after so many seconds of work the tests of a fault are left: what they did not see by then counts as not seen
_LONG = 20.0


class Reach:
    """Which tests run which functions, and how long they take: a file made once, kept for later samples.

    Args:
        path: The file, of JSON: for each test its seconds and the names of the functions.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        held = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        self._names: list[str] = held.get("functions", [])
        self._tests: dict[str, tuple[float, list[int]]] = held.get("tests", {})

    def seconds(self, test: str) -> float:
        """Return how long a test takes, or a second."""
        return self._tests.get(test, (1.0, []))[0]

    def tests(self, function: str) -> set[str]:
        """Return the tests that run a function."""
        if function not in self._names:
            return set()
        number = self._names.index(function)
        return {test for test, (_, functions) in self._tests.items() if number in functions}

    def write(self, tests: dict[str, tuple[float, set[str]]]) -> None:
        """Write the file anew."""
        names = sorted({name for _, functions in tests.values() for name in functions})
        number = {name: at for at, name in enumerate(names)}
        self._names = names
        self._tests = {
            test: (round(seconds, 3), sorted(number[name] for name in functions))
            for test, (seconds, functions) in tests.items()
        }
        text = json.dumps({"functions": self._names, "tests": self._tests})
        self.path.write_text(text, encoding="utf-8")


class Forks:
    """The plugin: it makes the map if there is none, and tells of each fault which test sees it.

    Args:
        faults: The faults, in their order.
        reach: The map, or none: then the tests of the file alone are run.
        tell: Called with the number of a fault, and the test that sees it, nothing if none does, or none if the fault is not
            in a function that is loaded.
    """

    def __init__(
        self, faults: Sequence[Fault], reach: Reach | None, tell: Callable[[int, str | None], None]
    ) -> None:
        self._faults = faults
        self._reach = reach
        self._tell = tell
        self._failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run what the faults need in place of all tests."""
        functions = Functions(_SOURCE)
        gc.collect()
        gc.freeze()
        if self._reach is not None and not self._reach.path.is_file():
            _forked(lambda: self._map(session, functions), limit=None)
            self._reach = Reach(self._reach.path)
        for number, fault in enumerate(self._faults):
            changes = functions.changes(fault)
            if not changes:
                self._tell(number, None)
                continue
            items = self._chosen(fault, functions.name_of(fault), session.items)

            def run(changes: Any = changes, items: Any = items) -> str:
                for function, code in changes:
                    function.__code__ = code
                functions.forget()
                return self._first_failing(items)

            self._tell(number, _forked(run, limit=2 * LONGEST))
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the first test that fails."""
        if report.failed and not self._failed:
            late = "too long: " if "Timeout (>" in report.longreprtext else ""
            self._failed = late + report.nodeid

    def _chosen(self, fault: Fault, function: str, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """Return the tests of a fault: those of its file, nearest first, then those from farther off that reach it."""
        near = {path: rank for rank, stage in enumerate(tests_for(fault.path), 1) for path in stage}
        golden = ROOT / "tests/golden"
        reaching = self._reach.tests(function) if self._reach is not None else set()
        ranked, far = [], []
        for at, item in enumerate(items):
            rank = 0 if item.path == fault.path else near.get(item.path)
            if rank is None and golden in item.path.parents:
                rank = near[golden]
            # a test that is known to run the function comes before those of its file that are not
            if rank is not None:
                ranked.append((rank, bool(reaching) and item.nodeid not in reaching, at, item))
            elif item.nodeid in reaching and self._reach is not None:
                far.append((self._reach.seconds(item.nodeid), at, item))
        chosen = [item for *_, item in sorted(ranked, key=lambda row: row[:3])]
        spent = 0.0
        for seconds, _, item in sorted(far, key=lambda row: row[:2]):
            spent += seconds
            if spent > _FAR:
                break
            chosen.append(item)
        return chosen

    def _first_failing(self, items: Sequence[pytest.Item]) -> str:
        for item, following in _with_next(items):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed or time.process_time() > _LONG:
                break
        return self._failed

    def _map(self, session: pytest.Session, functions: Functions) -> str:
        """Run all tests, and write which functions each runs: the work of half an hour."""
        names = functions.names()
        tests = {}
        for item, following in _with_next(session.items):
            run: set[int] = set()

            def called(frame: Any, event: str, argument: Any, run: set[int] = run) -> None:
                run.add(id(frame.f_code))

            began = time.process_time()
            threading.settrace(called)
            sys.settrace(called)
            try:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            finally:
                sys.settrace(None)
                threading.settrace(None)  # type: ignore[arg-type]
            tests[item.nodeid] = (time.process_time() - began, {names[code] for code in run & names.keys()})
        assert self._reach is not None
        self._reach.write(tests)
        return ""


def _with_next(items: Sequence[pytest.Item]) -> Iterable[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=False)


def _forked(run: Callable[[], str], limit: float | None) -> str:
    """Return what a function says in a child of this process, which is ended when it takes too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setsid()
            silence = os.open(os.devnull, os.O_RDWR)
            for stream in (1, 2):
                os.dup2(silence, stream)
            os.write(writing, run().encode())
        finally:
            os._exit(0)
    os.close(writing)
    try:
        # a child that dies without a word has seen the fault as well
        if not select.select([reading], [], [], limit)[0]:
            return "too long for all tests"
        return os.read(reading, 65536).decode()
    finally:
        os.close(reading)
        _end(child)


def _end(child: int) -> None:
    """End a child and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
