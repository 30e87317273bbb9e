"""The page of figures: goals first, then what was measured, section by section."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version

from benchmarks.performance.figures import Cell, Figure, Section, goals, short_of

__all__ = ("page", "table")

_PACKAGES = ("numpy", "lxml", "pydifact", "xsdata", "xml2arrow")
_HEAD = """\
# Performance

Written by `make bench`: this package beside a C floor and the readers of others, on the same bytes in one run. Each work is done in a
process of its own that has done it once with a small input. Times are processor time, those of a row one after the other; a
figure is the median of the runs, with the least and the greatest behind it. Memory is the peak above the input.
Ratios travel from machine to machine, seconds do not.
"""


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table in Markdown."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += (f"| {' | '.join(map(str, row))} |" for row in rows)
    return "\n".join(lines)


def page(sections: Sequence[Section], runs: int) -> str:
    """Return the page."""
    by_key = {figure.key: figure for section in sections for figure in section.figures()}
    parts = [
        _HEAD,
        f"{_machine()}; {runs} {'run' if runs == 1 else 'runs'}.{_load()}\n",
        "## Goals\n",
        _goals(by_key),
    ]
    shortfall = short_of(by_key)
    if shortfall:
        parts += ["\nShort of the goal:\n", *(f"- {sentence}" for sentence in shortfall)]
    for section in sections:
        parts += [f"\n## {section.title}\n", f"{section.text}\n", table(section.header, section.rows)]
    return "\n".join(parts) + "\n"


def _machine() -> str:
    versions = [f"{name} {_version(name)}" for name in _PACKAGES]
    return f"Measured with Python {platform.python_version()} on {platform.system()} {platform.machine()}, {', '.join(versions)}"


def _load() -> str:
    """Return how busy the machine was, for those who judge the figures."""
    if not hasattr(os, "getloadavg"):
        return ""
    busy = os.getloadavg()[2]
    return f" In the last quarter of an hour {busy:.1f} processes were at work on {os.cpu_count()} processors, these benchmarks among them."


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _goals(by_key: dict[str, Figure]) -> str:
    rows = [
        (goal.what, str(by_key[goal.key]), str(goal), "met" if goal.is_met(by_key[goal.key]) else "short")
        for goal in goals()
        if goal.key in by_key
    ]
    return table(("what", "measured", "goal", ""), rows)
