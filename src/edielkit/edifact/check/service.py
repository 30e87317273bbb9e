"""What UNA, UNB and UNH say that is of the right form and cannot be meant: a decimal mark, an instant, a message type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from edielkit.edifact.check.directory.layouts import layouts
from edielkit.edifact.check.directory.segment_kinds import SegmentFault
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.read.envelopes import wrapped_at
from edielkit.edifact.rules import RULES
from edielkit.edifact.segments import Segment
from edielkit.findings import Finding, Position, Severity
from edielkit.harmless import quoted

__all__ = ("advice_finding", "header_faults", "unknown_kind", "wrapped_finding")

# UNA: the tag and the two separators stand before the mark
_MARK = 5
_MARKS = frozenset({".", ","})
# element of UNB (S004)
_PREPARED = 4
# digits of the date (0017): of syntax 4 with the century
_DATES = {6: "%y%m%d", 8: "%Y%m%d"}
_MIDNIGHT = "2400"


def advice_finding(interchange: Interchange) -> Finding | None:
    """Return what is wrong with the decimal mark that UNA names, None when nothing is.

    Syntax 4 takes both marks, whatever UNA says.

    Args:
        interchange: The interchange, as it was read.
    """
    signs = interchange.separators
    if (
        interchange.una is None
        or not signs.explicit
        or interchange.syntax_version == "4"
        or signs.decimal in _MARKS
    ):
        return None
    offset = None if interchange.una.offset is None else interchange.una.offset + _MARK
    return RULES["EDI062"].finding(
        f"expected the decimal mark '.' or ',', found {signs.decimal!r}",
        Position(path="UNA", offset=offset, segment="UNA"),
        # a blank names no mark; numbers keep to the first one that they have
        severity=Severity.WARNING if signs.decimal == " " else None,
    )


def wrapped_finding(data: bytes, interchanges: Sequence[Interchange]) -> Finding | None:
    """Return that an input was broken into lines of one length, None when it was not.

    Args:
        data: The bytes.
        interchanges: What was read from them; the first one says what ends a segment.
    """
    length = wrapped_at(data, interchanges)
    if length is None:
        return None
    text = (
        f"expected segments without line breaks, found lines of {length} characters each: "
        "something on the way wrapped the file; join the lines"
    )
    return RULES["EDI065"].finding(text, Position(path=""))


def header_faults(unb: Segment) -> Iterator[SegmentFault]:
    """Yield what is wrong with the instant of an interchange.

    Args:
        unb: Its header. Digits that are too few or too many are a fault of the format.
    """
    date, time = unb.get(_PREPARED), unb.get(_PREPARED, 2)
    if _are_digits(date, *_DATES) and not _is_instant(date, "0000"):
        yield SegmentFault("EDI063", f"expected a day of the calendar for 0017, found {date!r}", _PREPARED, 1)
    if _are_digits(time, 4) and time != _MIDNIGHT and not _is_instant("20000101", time):
        yield SegmentFault(
            "EDI063", f"expected a time from 0000 to 2359 for 0019, found {time!r}", _PREPARED, 2
        )


def unknown_kind(message: RawMessage) -> tuple[int, str, Severity]:
    """Return what UNH names that is not known: the component of UNH/2, what is said of it, and how grave it is.

    Args:
        message: A message without a structure.

    >>> unknown_kind(RawMessage((Segment.of("UNH", "1", ("MSCOMS", "D", "96A")),)))[1:]
    ("expected a message type such as MSCONS, found 'MSCOMS'", <Severity.ERROR: 'error'>)
    """
    types = sorted({kind for kind, _ in layouts()})
    kind = message.type
    if kind in types:
        directories = sorted(directory for name, directory in layouts() if name == kind)
        text = f"expected a directory of {kind} such as {', '.join(directories)}, found {quoted(message.directory, 7)}"
        return 3, text, Severity.WARNING
    near = next((name for name in types if _is_near(kind, name)), None)
    text = f"expected a message type such as {near or ', '.join(types)}, found {quoted(kind, 6)}"
    return 1, text, Severity.ERROR if near else Severity.WARNING


def _is_near(text: str, other: str) -> bool:
    """Tell whether two texts of one length differ in one place."""
    return len(text) == len(other) and sum(a != b for a, b in zip(text, other, strict=True)) == 1


def _are_digits(text: str, *lengths: int) -> bool:
    return len(text) in lengths and text.isascii() and text.isdigit()


def _is_instant(date: str, time: str) -> bool:
    try:
        dt.datetime.strptime(date + time, f"{_DATES[len(date)]}%H%M")
    except ValueError:
        return False
    return True
