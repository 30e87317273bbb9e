"""A message as the rules see it: values by the standard's names, and where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.emif.declare import ABIE, Aggregate, Declaration, Message, declarations, remembered
from edielkit.emif.read.xml import line_of
from edielkit.findings import Position
from edielkit.market_time import Period, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from edielkit.process_rules.context import RuleContext

__all__ = (
    "END",
    "OBSERVATION",
    "PERIOD",
    "PLACES",
    "RESOLUTION",
    "START",
    "Breach",
    "Lines",
    "NodeLines",
    "Payload",
    "Subject",
    "instant",
    "text",
)

# where a payload of series has its period and its values
PERIOD = "ObservationPeriodTimeSeriesPeriod"
START, END, RESOLUTION = f"{PERIOD}/Start", f"{PERIOD}/End", f"{PERIOD}/ResolutionDuration"
OBSERVATION = "Observation"
PLACES = f"{OBSERVATION}/@Sequence"

_ATTRIBUTES = {
    "listAgencyIdentifier": "list_agency_identifier",
    "schemeAgencyIdentifier": "scheme_agency_identifier",
    "MeterReadReasonCode": "meter_read_reason_code",
}


@remembered
def _fields(cls: type[Aggregate]) -> dict[str, Declaration]:
    return {declared.name: declared for declared in declarations(cls)}


@remembered
def _steps(path: str) -> tuple[tuple[str, int], ...]:
    """Return the names of *path* with their indexes, 0 where there is none."""
    steps = []
    for step in path.split("/") if path else ():
        name, bracket, index = step.partition("[")
        steps.append((name, int(index[:-1]) if bracket else 0))
    return tuple(steps)


def _value(part: Any, path: str) -> Any:
    for name, index in _steps(path):
        if part is None:
            return None
        if name.startswith("@"):
            part = getattr(part, _ATTRIBUTES[name[1:]], None)
            continue
        declared = _fields(type(part)).get(name) if isinstance(part, Aggregate) else None
        if declared is None:
            return None
        part = getattr(part, declared.field)
        if declared.many:
            part = part[max(index, 1) - 1] if len(part) >= max(index, 1) else None
    return part


def text(value: Any) -> str | None:
    """Return a code, an identifier or a text as it stands on the wire, None for nothing."""
    return None if value is None else str(value)


def instant(value: Any) -> dt.datetime | None:
    """Return *value* if it is an aware instant, None for anything else."""
    return value if isinstance(value, dt.datetime) and value.tzinfo is not None else None


@attrs.frozen
class Breach:
    """What a check yields: the words, the place and the payload; the rule adds code, severity and reason."""

    message: str
    position: Position
    payload: str | None = None


# names in Clark notation with their indexes, from the message on, to the line of what they lead to
Lines = Callable[[Sequence[tuple[str, int]]], int | None]


class NodeLines:
    """Lines of a message that was read from an element."""

    def __init__(self, node: etree._Element) -> None:
        self._node = node
        self._children: dict[str, list[etree._Element]] = {}

    def __call__(self, steps: Sequence[tuple[str, int]]) -> int | None:
        """Return the line of what *steps* lead to, or of the nearest part above it."""
        node = self._node
        for depth, (tag, index) in enumerate(steps):
            siblings = list(node.iterchildren(tag)) if depth else self._payload_nodes(tag)
            if len(siblings) < index:
                break
            node = siblings[index - 1]
        return line_of(node)

    def _payload_nodes(self, tag: str) -> list[etree._Element]:
        # thousands of payloads: looked up once, not once for each finding
        if tag not in self._children:
            self._children[tag] = list(self._node.iterchildren(tag))
        return self._children[tag]


@attrs.frozen(eq=False, slots=False, kw_only=True)
class Subject:
    """A typed message with everything that the rules may look at.

    Attributes:
        message: The message.
        version: EMIF version whose rules hold.
        now: Aware instant of the validation, or None.
        context: What a company or a hub knows, or None.
        lines: Tells in which line a part of the message begins; None for a value.
        place: Place among the messages of one kind in the document, 0 when it is the only one.
    """

    message: Message
    version: str = ""
    now: dt.datetime | None = None
    context: RuleContext | None = None
    lines: Lines | None = None
    place: int = 0

    @cached_property
    def kind(self) -> str:
        """The standard's name of the message."""
        return self.message.kind()

    @cached_property
    def document_type(self) -> str | None:
        """DocumentType of the header, as written."""
        return text(self.get("Header/DocumentType"))

    @cached_property
    def process(self) -> str | None:
        """EnergyBusinessProcess, such as ``BRS-NO-313``."""
        return text(self.get("ProcessEnergyContext/EnergyBusinessProcess"))

    @cached_property
    def brs(self) -> str:
        """The process without ``BRS-NO-``: ``313``, or ``POLL``; empty without one."""
        return (self.process or "").removeprefix("BRS-NO-")

    @cached_property
    def role(self) -> str | None:
        """EnergyBusinessProcessRole, such as ``DDQ``."""
        return text(self.get("ProcessEnergyContext/EnergyBusinessProcessRole"))

    @cached_property
    def sender(self) -> str | None:
        """Identification of the market party in whose name the message is sent."""
        return text(self.get("Header/JuridicalSenderEnergyParty/Identification"))

    @cached_property
    def values(self) -> tuple[Any, ...]:
        """The payloads as they stand in the message."""
        declared = declarations(type(self.message))[-1]
        payloads = getattr(self.message, declared.field)
        return payloads if declared.many else (payloads,)

    @cached_property
    def payloads(self) -> tuple[Payload, ...]:
        """The payloads, in order."""
        name = declarations(type(self.message))[-1].name
        many = len(self.values) > 1
        return tuple(
            Payload(subject=self, value=value, path=f"{name}[{n}]" if many else name)
            for n, value in enumerate(self.values, 1)
            if value is not None
        )

    def get(self, path: str) -> Any:
        """Return what stands at *path*, such as ``Header/DocumentType/@listAgencyIdentifier``; None for nothing."""
        return _value(self.message, path)

    def at(self, path: str) -> Position:
        """Return where *path* stands, or the nearest part above it that is there.

        Args:
            path: Names of the standard from the message on, with an index where a part repeats.
        """
        words, nodes = self._walk(path)
        return Position(path=words, line=None if self.lines is None else self.lines(nodes))

    def breach(self, message: str, path: str) -> Breach:
        """Return the breach *message* at *path* of the message."""
        return Breach(message, self.at(path))

    def _walk(self, path: str) -> tuple[str, tuple[tuple[str, int], ...]]:
        words = [f"/rsm:{self.kind}" + (f"[{self.place}]" if self.place else "")]
        nodes: list[tuple[str, int]] = []
        part: Any = self.message
        prefix, namespace = "rsm", type(self.message).namespace()
        for name, index in _steps(path):
            if name.startswith("@"):
                if part is not None:
                    words.append(name)
                break
            declared = _fields(type(part)).get(name) if isinstance(part, Aggregate) else None
            inner = None if declared is None else getattr(part, declared.field)
            if declared is None or inner is None or (declared.many and len(inner) < max(index, 1)):
                break
            repeated = (declared.many or declared.is_columns) and len(inner) > 1
            words.append(f"{prefix}:{name}" + (f"[{max(index, 1)}]" if repeated and index else ""))
            nodes.append((f"{{{namespace}}}{name}", max(index, 1)))
            part = inner[max(index, 1) - 1] if declared.many else None if declared.is_columns else inner
            if declared.is_columns:
                part = inner
            prefix, namespace = "abie", ABIE
        return "/".join(words), tuple(nodes)


@attrs.frozen(eq=False, slots=False, kw_only=True)
class Payload:
    """One payload of a message.

    Attributes:
        subject: The message.
        value: The payload.
        path: Its path from the message on.
    """

    subject: Subject
    value: Any
    path: str

    @cached_property
    def identification(self) -> str | None:
        """Identification of the payload, None for a kind that has none."""
        return text(getattr(self.value, "identification", None))

    @cached_property
    def resolution(self) -> Resolution | None:
        """Resolution of the series, None where there is none or it is none of ours."""
        code = text(self.get(RESOLUTION))
        return None if code is None else Resolution.of(code)

    @cached_property
    def period(self) -> Period | None:
        """Period of the series, None where an edge is missing or has no zone."""
        start, end = instant(self.get(START)), instant(self.get(END))
        return None if start is None or end is None else Period(start, end)

    @cached_property
    def count(self) -> int:
        """Number of values of the series."""
        block = self.get(OBSERVATION)
        return 0 if block is None else len(block)

    def get(self, path: str) -> Any:
        """Return what stands at *path* of the payload; None for nothing."""
        return _value(self.value, path)

    def at(self, path: str = "") -> Position:
        """Return where *path* of the payload stands, or the nearest part above it that is there."""
        return self.subject.at(f"{self.path}/{path}" if path else self.path)

    def breach(self, message: str, path: str = "") -> Breach:
        """Return the breach *message* at *path* of the payload."""
        return Breach(message, self.at(path), self.identification)

    def all(self, path: str) -> Iterator[tuple[str, Any]]:
        """Yield each of the repeated parts at *path* with its own path."""
        parent, _, name = path.rpartition("/")
        part = _value(self.value, parent) if parent else self.value
        declared = _fields(type(part)).get(name) if isinstance(part, Aggregate) else None
        if declared is None:
            return
        for n, item in enumerate(getattr(part, declared.field), 1):
            yield f"{path}[{n}]", item
