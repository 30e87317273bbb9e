"""Figures with their median and spread, the goals for them, and tables of both."""

from __future__ import annotations

import csv
import statistics
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import attrs

__all__ = ("Cell", "Figure", "Goal", "Section", "goals", "short_of")

_GOALS = Path(__file__).with_name("goals.csv")


@attrs.frozen
class Figure:
    """What some runs gave.

    Attributes:
        key: Its name in the table of goals.
        runs: The results.
        unit: Of what they are, such as ``ms``; empty for a ratio.
    """

    key: str
    runs: tuple[float, ...] = attrs.field(converter=tuple)
    unit: str = ""

    @property
    def median(self) -> float:
        """The median of the runs."""
        return statistics.median(self.runs)

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        middle = _written(self.median)
        low, high = _written(min(self.runs)), _written(max(self.runs))
        return f"{middle}{unit}" if low == high else f"{middle}{unit} ({low} to {high})"


def _written(value: float) -> str:
    """Return a number with as many digits as anybody reads.

    >>> [_written(value) for value in (0.031, 0.3, 3.14159, 31.4, 3141.59)]
    ['0.031', '0.30', '3.1', '31', '3,142']
    """
    places = 3 if value < 0.1 else 2 if value < 1 else 1 if value < 10 else 0
    return f"{value:,.{places}f}"


Cell = str | Figure


@attrs.frozen(kw_only=True)
class Section:
    """A table of the page, with what is said above it."""

    title: str
    text: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]

    def figures(self) -> Iterable[Figure]:
        """Yield the figures in it."""
        return (cell for row in self.rows for cell in row if isinstance(cell, Figure))


@attrs.frozen
class Goal:
    """How much something may cost, or how much it has to give.

    Attributes:
        key: The figure that it is for.
        limit: The goal.
        is_most: It is the most that may be; else the least.
        what: What it is, in words.
    """

    key: str
    limit: float
    is_most: bool
    what: str

    def is_met(self, figure: Figure) -> bool:
        """Tell whether the median is as good as the goal."""
        return figure.median <= self.limit if self.is_most else figure.median >= self.limit

    def __str__(self) -> str:
        return f"{'at most' if self.is_most else 'at least'} {self.limit:,g}"


def goals() -> tuple[Goal, ...]:
    """Return the goals, in the order of their table."""
    with _GOALS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            Goal(row["key"], float(row["limit"]), row["bound"] == "most", row["what"]) for row in rows
        )


def short_of(by_key: Mapping[str, Figure]) -> list[str]:
    """Return a sentence for each goal that was measured and not met."""
    return [
        f"{goal.what}: {by_key[goal.key]}, the goal is {goal}."
        for goal in goals()
        if goal.key in by_key and not goal.is_met(by_key[goal.key])
    ]
