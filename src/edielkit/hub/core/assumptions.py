"""What the hub assumes where no public source says it, each with its trust; and what it leaves open.

The rows stand in ``hub/data/assumptions.csv``.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import attrs

from edielkit.findings import Trust

__all__ = ("Assumption", "Gap", "assumptions", "gaps")

# How a row is marked that says what no source was found for, and what the hub does nothing about.
_NOT_FOUND = "not found"


@attrs.frozen(kw_only=True)
class Assumption:
    """One thing that the hub does without a source that says so.

    Attributes:
        code: Its permanent name, such as ``ASM001``.
        room: Room of the hub that does it.
        about: Process or part.
        text: What it does.
        trust: Inferred from something that is said, or derived from it.
        basis: From what.
    """

    code: str
    room: str
    about: str
    text: str
    trust: Trust
    basis: str


@attrs.frozen(kw_only=True)
class Gap:
    """One thing that no source was found for: the hub does nothing here.

    Attributes:
        code: Its permanent name, such as ``GAP001``.
        room: Room of the hub that it belongs to.
        about: Process or part, empty where the text names it.
        text: What is not known.
    """

    code: str
    room: str
    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.about}: {self.text}" if self.about else self.text


@cache
def _rows() -> tuple[dict[str, str], ...]:
    lines = files("edielkit.hub").joinpath("data", "assumptions.csv").read_text("utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def assumptions() -> tuple[Assumption, ...]:
    """Return what the hub assumes, room by room.

    >>> assumptions()[0].about
    'cancellation deadline'
    """
    return tuple(
        Assumption(
            code=row["code"],
            room=row["room"],
            about=row["about"],
            text=row["text"],
            trust=Trust(row["trust"]),
            basis=row["basis"],
        )
        for row in _rows()
        if row["trust"] != _NOT_FOUND
    )


@cache
def gaps() -> tuple[Gap, ...]:
    """Return what the hub leaves open, room by room.

    >>> all(gap.text for gap in gaps())
    True
    """
    return tuple(
        Gap(code=row["code"], room=row["room"], about=row["about"], text=row["text"])
        for row in _rows()
        if row["trust"] == _NOT_FOUND
    )
