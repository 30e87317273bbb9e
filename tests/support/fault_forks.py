"""Runs of the tests with a fault in memory: all tests are collected once, and a child of that process runs those of a fault.

A plugin of pytest that takes the place of its loop. The child changes the function, runs the nearest tests first, stops at the
first that fails, and ends without a word; the process that collected them never runs a test, so all children start alike.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from tests.support.fault_functions import Functions
from tests.support.fault_kinds import Fault
from tests.support.fault_tests import LONGEST, tests_for
from tests.support.paths import ROOT

__all__ = ("Forks",)

_SOURCE = ROOT / "src/edielkit"
_ENGINES = _SOURCE / "engines"
# after so many seconds of work the tests of a fault are left: what they did not see by then counts as not seen
_LONG = 40.0


class Forks:
    """The plugin: it tells of each fault which test sees it.

    Args:
        faults: The faults, in their order.
        tell: Called with the index of a fault and the test that sees it: empty if no test does, None if it cannot be planted in
            a child, or that came to no end.
    """

    def __init__(self, faults: Sequence[Fault], tell: Callable[[int, str | None], None]) -> None:
        self._faults = faults
        self._tell = tell
        self._failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run what the faults need in place of all tests."""
        print(f"{len(session.items)} tests collected; the nearest of each fault come first", flush=True)
        functions = Functions(_SOURCE)
        gc.collect()
        gc.freeze()
        for number, fault in enumerate(self._faults):
            # the threads of the engines do not live on in a child
            changes = [] if _ENGINES in fault.path.parents else functions.changes(fault)
            if not changes:
                self._tell(number, None)
                continue
            items = _chosen(fault, session.items)

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

    def _first_failing(self, items: Sequence[pytest.Item]) -> str:
        for item, following in _with_next(items):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed or time.process_time() > _LONG:
                break
        return self._failed


def _chosen(fault: Fault, items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests of a fault, nearest first: the doctests of its file, then the stages of its tests."""
    near = {path: rank for rank, stage in enumerate(tests_for(fault.path), 1) for path in stage}
    golden = near[ROOT / "tests/golden"]
    ranked = []
    for at, item in enumerate(items):
        rank = 0 if item.path == fault.path else near.get(item.path)
        if rank is None and ROOT / "tests/golden" in item.path.parents:
            rank = golden
        if rank is not None:
            ranked.append((rank, at, item))
    return [item for *_, item in sorted(ranked, key=lambda row: row[:2])]


def _with_next(items: Sequence[pytest.Item]) -> Iterable[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=False)


def _forked(run: Callable[[], str], limit: float) -> str | None:
    """Return what a function says in a child of this process, None of one that takes too long, dies or raises."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setsid()
            silence = os.open(os.devnull, os.O_RDWR)
            for stream in (1, 2):
                os.dup2(silence, stream)
            # a child that says nothing writes a byte all the same
            os.write(writing, b"=" + run().encode())
        finally:
            os._exit(0)
    os.close(writing)
    try:
        if not select.select([reading], [], [], limit)[0]:
            return None
        said = os.read(reading, 65536).decode()
        return said[1:] if said else None
    finally:
        os.close(reading)
        _end(child)


def _end(child: int) -> None:
    """End a child and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
