"""Which parts a generated message has beside what its schema asks for.

The rows of the public process tables say it, and ``data/shapes.csv`` adds what they do not.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import attrs

from edielkit.process_rules.data import process_rows

__all__ = ("Shape", "shape_of")

_FORM = "form"


@attrs.frozen(kw_only=True)
class Shape:
    """What a payload has, by paths of the standard's names from the payload on.

    Attributes:
        needs: Parts that are there.
        leaves: Parts that are not there.
        values: The values that a part may have.
        without: Values that a part does not have.
        forms: How the values of a payload may be told, empty for a payload without values.
    """

    needs: frozenset[str] = frozenset()
    leaves: frozenset[str] = frozenset()
    values: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    without: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    forms: tuple[str, ...] = ()

    def asks_for(self, path: str) -> bool:
        """Tell whether a part is there, by itself or because something inside it is."""
        return path in self.needs or any(needed.startswith(f"{path}/") for needed in self.needs)


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    text = (files(__package__) / "data" / "shapes.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(MappingProxyType(row) for row in csv.DictReader(lines))


def _is_about(column: str, value: str) -> bool:
    return column == "*" or value in column.split()


def shape_of(kind: str, brs: str, document_type: str, role: str, rng: random.Random) -> Shape:
    """Return the shape of a message; where several are right, *rng* chooses.

    Args:
        kind: The standard's name of the message.
        brs: Process without ``BRS-NO-``.
        document_type: Code of the document.
        role: Role in the process context.
        rng: Where chance comes from.

    >>> shape = shape_of("CollectedData", "313", "E13", "DDE", random.Random(1))
    >>> shape.forms, "ObservationPeriodTimeSeriesPeriod/MeterReadingStart" in shape.leaves
    (('series',), True)
    """
    rows = [
        row
        for row in _rows()
        if row["message"] == kind
        and _is_about(row["brs"], brs)
        and _is_about(row["document_type"], document_type)
        and _is_about(row["role"], role)
    ]
    variants = list(dict.fromkeys(row["variant"] for row in rows if row["variant"]))
    chosen = rng.choice(variants) if variants else ""
    return _gathered([*_tabled(kind, brs), *(row for row in rows if row["variant"] in {"", chosen})])


def _gathered(rows: list[Mapping[str, str]]) -> Shape:
    values = {row["path"]: tuple(row["values"].split("|")) for row in rows if row["says"] == "is"}
    forms = values.pop(_FORM, ())
    return Shape(
        needs=frozenset(row["path"] for row in rows if row["says"] == "needs"),
        leaves=frozenset(row["path"] for row in rows if row["says"] == "leaves"),
        values=MappingProxyType(values),
        without=MappingProxyType(
            {row["path"]: tuple(row["values"].split("|")) for row in rows if row["says"] == "is not"}
        ),
        forms=forms,
    )


# what a test of a process table means for a message that is to pass it
_MEANING = MappingProxyType(
    {
        "present": "needs",
        "any_of": "needs",
        "absent": "leaves",
        "equals": "is",
        "one_of": "is",
        "not_one_of": "is not",
    }
)


def _tabled(kind: str, brs: str) -> Iterator[Mapping[str, str]]:
    """Yield what the process tables say of every payload of a message, whatever else stands in it."""
    for row in process_rows():
        if (row["brs"], row["message"]) != (brs, kind) or row["scope"] != "payload" or row["when"]:
            continue
        says = _MEANING.get(row["test"])
        if says is not None:
            yield {"path": row["element"].partition(";")[0], "says": says, "values": row["value"]}
