"""What EDIFACT messages say that the neutral form has no place for, found by a table of segments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edielkit.codes import agency_of
from edielkit.conversion.code_mappings import DEFINITE, INEXACT
from edielkit.conversion.losses import Loss
from edielkit.conversion.options import Options
from edielkit.edifact.messages import Mscons, Utilts
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.typed import MessageColumns
from edielkit.edifact.series.utilts import NO_INTERVAL

__all__ = ("quantity_losses", "segment_losses")

# Where a segment stands: h header, p point, l line or transaction, v value. A qualifier * is any.
# Kept, or without a word of its own: counts, dummies, what the other segments repeat.
_KEPT = frozenset(
    (
        *(("h", tag, "*") for tag in ("UNH", "BGM", "UNS", "UNT", "CNT", "IDE")),
        *(("h", "DTM", code) for code in ("137", "163", "164", "ZZZ", "735")),
        *(("h", "NAD", code) for code in ("FR", "DO", "MS", "MR")),
        *(("p", "LOC", code) for code in ("90", "172", "232", "233", "239", "107")),
        *(("p", "DTM", code) for code in ("163", "164", "293", "672")),
        ("p", "RFF", "TN"),
        *(("l", tag, "*") for tag in ("LIN", "IDE")),
        ("l", "PIA", "5"),
        ("l", "MEA", "AAZ"),
        *(("l", "DTM", code) for code in ("324", "354", "597", "368")),
        *(("l", "LOC", code) for code in ("172", "232", "233", "239")),
        *(("l", "NAD", code) for code in ("DDK", "DDQ")),
        *(("v", tag, "*") for tag in ("SEQ", "QTY")),
        *(("v", "DTM", code) for code in ("163", "164", "324")),
        ("v", "STS", "8"),
        *(("*", tag, "*") for tag in ("CNT", "UNT")),
    )
)
# The kind of loss of the others; what is in neither table is CNV031.
_LOST: Mapping[tuple[str, str, str], str] = {
    ("h", "RFF", "Z13"): "CNV007",
    ("h", "MKS", "*"): "CNV034",
    ("p", "LOC", "237"): "CNV018",
    ("l", "STS", "7"): "CNV034",
    ("l", "PIA", "1"): "CNV019",
    ("v", "STS", "*"): "CNV023",
    ("*", "RFF", "*"): "CNV011",
    ("*", "CTA", "*"): "CNV012",
    ("*", "COM", "*"): "CNV012",
    ("*", "CCI", "*"): "CNV030",
    ("*", "CAV", "*"): "CNV030",
    ("*", "MEA", "*"): "CNV030",
}


def segment_losses(columns: MessageColumns, place: str, options: Options) -> Iterator[Loss]:
    """Yield what a message and its interchange say that series and head do not hold."""
    if columns.unb is not None:
        yield from _envelope(columns.unb, place)
    message = columns.message
    if isinstance(message, Mscons | Utilts):
        segments = message.segments()
        yield from _header(segments[0], message, place)
        yield from _SegmentWalk(segments, place, utilts=isinstance(message, Utilts)).losses()
        yield from _areas(message, place, options)


def quantity_losses(data: bytes) -> Iterator[Loss]:
    """Yield the quantity qualifiers of an input whose values get a status that says less."""
    for code, meaning in INEXACT.items():
        count = data.count(f"QTY+{code}:".encode())
        if count and code != "31":
            yield Loss("CNV020", f"QTY+{code}", "interchange", f"{count} values are marked {meaning}")


def _envelope(unb: Segment, place: str) -> Iterator[Loss]:
    rows = (
        ("UNB 0008", unb.get(2, 3)),
        ("UNB 0014", unb.get(3, 3)),
        ("UNB 0020", unb.get(5)),
        ("UNB 0026", unb.get(7)),
        ("UNB 0031", unb.get(9)),
        ("UNB 0032", unb.get(10)),
        ("UNB 0035", unb.get(11)),
    )
    for what, value in rows:
        if value:
            yield Loss("CNV009", what, place, f"{value!r} is left out")


def _header(unh: Segment, message: Mscons | Utilts, place: str) -> Iterator[Loss]:
    if unh.get(3):
        yield Loss("CNV007", "UNH 0068", place, f"{unh.get(3)!r} is left out")
    if unh.get(4):
        yield Loss("CNV009", "UNH S010", place, "the part of a divided message is left out")
    document = message.document
    if document is None:
        return
    if isinstance(message, Mscons) and document.code != "7":
        yield Loss("CNV004", "BGM 1001", place, f"{document.code!r} is left out")
    if document.function not in {"", "9"}:
        yield Loss("CNV010", "BGM 1225", place, f"{document.function!r} is left out")


class _SegmentWalk:
    """The segments of a message as they go by, with the group that the present one stands in."""

    def __init__(self, segments: tuple[Segment, ...], message: str, *, utilts: bool) -> None:
        self.segments = segments
        self.message = message
        self.utilts = utilts
        self.level = "h"
        self.point = self.line = ""
        self.in_reading = self.role_seen = False
        self.point_type_at = 0

    @property
    def where(self) -> str:
        """The place of the present segment in words."""
        if self.utilts:
            return f"{self.message}, IDE {self.line}" if self.line else self.message
        parts = [self.message]
        if self.point:
            parts.append(f"LOC {self.point}")
        if self.line:
            parts.append(f"LIN {self.line}")
        return ", ".join(parts)

    def losses(self) -> Iterator[Loss]:
        """Yield what the neutral form has no place for."""
        for n, segment in enumerate(self.segments):
            self._follow(segment)
            losses = self._utilts_losses(n, segment) if self.utilts else self._mscons_losses(segment)
            yield from self._other_losses(segment) if losses is None else losses

    def _follow(self, segment: Segment) -> None:
        tag = segment.tag
        if tag == "LOC" and not self.utilts:
            self.level, self.point, self.line = "p", segment.get(2), ""
        elif tag in {"LIN", "IDE"} and not (tag == "LIN" and self.utilts):
            self.level = "l"
            self.line = segment.get(2) if tag == "IDE" else segment.get(1)
        elif tag in {"QTY", "SEQ"}:
            self.level = "v"
        elif tag == "CCI" and not self.utilts and self.level == "v":
            # below a line, after its values
            self.level = "l"
        elif tag == "NAD" and self.level != "h" and not self.utilts:
            self.level = "p"

    def _utilts_losses(self, n: int, segment: Segment) -> tuple[Loss, ...] | None:
        """Return the losses of a segment that UTILTS alone has a meaning for, None for any other."""
        tag, code = segment.tag, segment.get(1)
        if self.level == "v":
            if tag in {"SEQ", "QTY"}:
                self.in_reading = self._is_reading(n)
            if self.in_reading:
                if tag == "QTY" and code in NO_INTERVAL:
                    return (Loss("CNV025", f"QTY+{code}", self.where, "the reading is left out"),)
                return ()
        if tag == "NAD" and self.level == "h" and segment.get(2) == "" and not self.role_seen:
            # the role of one of the parties
            self.role_seen = True
            if agency_of("Elhub_BusinessProcessRole", code) is None:
                return (Loss("CNV008", f"NAD+{code}", self.where, "Elhub has no such role"),)
            return ()
        if tag == "CCI" and self.level == "l" and segment.get(3) == "E12":
            self.point_type_at = n + 1
            text = "the kind of point is left out; the direction is kept"
            return (Loss("CNV034", "CCI E12", self.where, text),)
        if tag == "CAV" and n == self.point_type_at:
            return ()
        return None

    def _is_reading(self, n: int) -> bool:
        """Tell whether the observation at segment *n* holds a reading: the next quantity is one."""
        for segment in self.segments[n : n + 12]:
            if segment.tag == "QTY":
                return segment.get(1) in NO_INTERVAL
        return False

    def _mscons_losses(self, segment: Segment) -> tuple[Loss, ...] | None:
        """Return the losses of a party that is neither sender nor recipient, None for any other segment."""
        code = segment.get(1)
        if segment.tag != "NAD" or self.level not in {"h", "p"} or code in {"FR", "DO", "MS", "MR"}:
            return None
        if not segment.get(2):
            return ()
        return (Loss("CNV012", f"NAD+{code}", self.where, "the party is left out"),)

    def _other_losses(self, segment: Segment) -> Iterator[Loss]:
        tag, code, status = segment.tag, segment.get(1), segment.get(2)
        if _names(segment) and (self.level, tag, code) in _KEPT:
            yield Loss("CNV012", f"NAD+{code}", self.where, "name and address are left out")
        elif tag == "STS" and code == "8" and status in DEFINITE and status != "39":
            yield Loss("CNV020", f"STS+8+{status}", self.where, f"the value is {DEFINITE[status]}")
        else:
            yield from _table_losses(self.level, self.where, segment)


def _names(segment: Segment) -> bool:
    return segment.tag == "NAD" and any(segment.get(n) for n in range(3, 10))


# Segments that may hold names, addresses or free text: their text is not repeated.
_PERSONAL = frozenset({"NAD", "CTA", "COM", "FTX", "IMD"})
_LONGEST_TEXT = 60


def _table_losses(present: str, where: str, segment: Segment) -> Iterator[Loss]:
    """Yield the loss of a segment that stands in a group of level *present*, if the table has it lost."""
    tag, code = segment.tag, segment.get(1)
    keys = [(level, tag, name) for level in (present, "*") for name in (code, "*")]
    if any(key in _KEPT for key in keys):
        return
    kind = next((_LOST[key] for key in keys if key in _LOST), "CNV031")
    yield Loss(kind, f"{tag}+{code}" if code else tag, where, f"{_text(segment)} is left out")


def _text(segment: Segment) -> str:
    if segment.tag in _PERSONAL:
        return "the segment"
    text = "+".join((segment.tag, *(":".join(components) for components in segment.elements)))
    return repr(text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}...")


def _areas(message: Mscons | Utilts, place: str, options: Options) -> Iterator[Loss]:
    """Yield the pairs of areas: with a main area they give the direction, the neighbour is left out."""
    if isinstance(message, Mscons):
        points = [point for delivery in message.deliveries for point in delivery.points]
        pairs = {
            (point.function, point.identification) for point in points if point.function in {"232", "233"}
        }
    else:
        pairs = {
            (location.function, location.identification)
            for transaction in message.transactions
            for location in transaction.locations
            if location.function in {"232", "233"}
        }
    main = options.areas[0] if options.areas else None
    for function, area in sorted(pairs):
        if area != main:
            yield Loss("CNV017", f"LOC+{function}", place, f"area {area!r} is left out")
