"""All that is measured, by name: what reads, what it is given, and how much of it is enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import attrs

import edielkit
from benchmarks.performance import floor, peers

__all__ = ("WORKS", "Work")

# lines of a message: it has at most a million segments
_LINES = 100

Run = Callable[[Any], int]


@attrs.frozen(kw_only=True)
class Work:
    """Something that is measured.

    Attributes:
        start: Given a folder for what has to be made first, returns what is measured: a call that gives a number.
        load: What that call is given, of the bytes of a file; this is not measured.
        says: What it does, for the page.
        needs: The module without which it cannot be done.
        is_slow: A smaller input is enough.
    """

    start: Callable[[Path], Run]
    load: Callable[[bytes], Any] = attrs.field(default=bytes)
    says: str = ""
    needs: str | None = None
    is_slow: bool = False

    @property
    def missing(self) -> str:
        """What is missing to do it here; empty for nothing."""
        if self.needs == "cc":
            return "" if floor.has_compiler() else "no C compiler"
        return f"{self.needs} is not installed" if self.needs and find_spec(self.needs) is None else ""


def _plain(run: Run) -> Callable[[Path], Run]:
    """Return the start of a work that needs nothing to be made."""
    return lambda _folder: run


def _parse(data: bytes) -> int:
    edielkit.parse(data)
    return 0


def _series(data: bytes) -> int:
    return sum(len(series.observations) for series in edielkit.read_series(data))


def _report(data: bytes) -> int:
    return len(edielkit.validate(data))


def _process(data: bytes) -> int:
    return len(edielkit.validate(data, level="process"))


def _written(message: Any) -> int:
    return len(edielkit.serialize(message))


def _mscons(data: bytes) -> list[edielkit.TimeSeries]:
    return list(edielkit.read_series(data))


def _mscons_written(series: list[edielkit.TimeSeries]) -> int:
    from edielkit.edifact.write.build import build_interchange
    from edielkit.edifact.write.mscons import mscons

    parties = {"sender": "7080000000012", "recipient": "7080000000029"}
    now = dt.datetime(2026, 2, 1, 5, tzinfo=dt.UTC)
    batches = [series[first : first + _LINES] for first in range(0, len(series), _LINES)]
    messages = [
        mscons(some, profile="no", document=f"D{number}", created=now, reference=str(number), **parties)
        for number, some in enumerate(batches, 1)
    ]
    return len(edielkit.serialize(build_interchange(messages, reference="I1", prepared=now, **parties)))


WORKS: dict[str, Work] = {
    "bare": Work(start=_plain(len)),
    "parse": Work(start=_plain(_parse), says="the message as typed values, exact"),
    "series": Work(start=_plain(_series), says="the values as columns, exact, each with its status"),
    "report": Work(start=_plain(_report), says="all findings of all rules, and all values"),
    "process": Work(start=_plain(_process), says="the report at level process"),
    "write": Work(start=_plain(_written), load=edielkit.parse, says="columns to canonical bytes"),
    "write mscons": Work(start=_plain(_mscons_written), load=_mscons, says="series to MSCONS, checked"),
    "xml floor": Work(
        start=floor.xml_floor, says="plain C, one pass, columns of values, no check", needs="cc"
    ),
    "edifact floor": Work(
        start=floor.edifact_floor, says="plain C, one pass, columns of values and times, no check", needs="cc"
    ),
    "lxml": Work(start=peers.lxml_parse, says="a tree; nothing is taken out of it"),
    "lxml and XSD": Work(start=peers.lxml_schema, says="a tree, valid or not by the schema"),
    "xsdata": Work(
        start=peers.xsdata_values,
        says="dataclasses that it generates of the schema, amounts as Decimal",
        needs="xsdata",
        is_slow=True,
    ),
    "xml2arrow": Work(
        start=peers.xml2arrow_table, says="an Arrow table, amounts as floats, no check", needs="xml2arrow"
    ),
    "pydifact": Work(
        start=peers.pydifact_segments, says="segments; no value is read", needs="pydifact", is_slow=True
    ),
    "csv and gzip": Work(start=peers.csv_gzip, says="rows of a compressed CSV, amounts as Decimal"),
}
