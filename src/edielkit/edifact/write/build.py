"""Building: an interchange around messages, with counts, references, control totals and characters made right.

What cannot be expressed raises `BuildError` with the field. One mapping is applied without a word: a UUID of 36
characters, too long for an..35, is written as its 32 hexadecimal digits; `expand_uuid` gives it back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.messages import Message, Mscons, read_message
from edielkit.edifact.messages.parts import Control, amount_text
from edielkit.edifact.segments import DEFAULT, Segment, Separators
from edielkit.edifact.write.built_message import (
    MessageOutline,
    built_message,
    columns_of,
    outline_of,
)
from edielkit.edifact.write.envelope import Address, interchange_header, required_text
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError, Faults
from edielkit.findings import Severity
from edielkit.market_time import OSLO

__all__ = ("build_interchange", "recounted")

# decimals of columns
_COLUMN_DECIMALS = 3
# a longer total may be one that the outline's does not stand for
_LONGEST_TOTAL = 15
_DECIMAL = re.compile(r"(-?)0*(\d+)(?:[.,](\d+))?\Z", re.ASCII)

# Components that hold numbers with decimals (all directories): tag, element, component.
_NUMBERS: dict[str, tuple[tuple[int, int], ...]] = {
    "QTY": ((1, 2),),
    "CNT": ((1, 2),),
    "MOA": ((1, 2),),
    "PRI": ((1, 2),),
    "MEA": ((3, 2), (3, 3), (3, 4)),
}


def build_interchange(
    messages: Iterable[Message | RawMessage],
    *,
    sender: Address | str,
    recipient: Address | str,
    reference: str,
    prepared: dt.datetime,
    syntax: str = "UNOC",
    version: int = 3,
    application_reference: str | None = None,
    ack_request: bool = False,
    agreement: str | None = None,
    test: bool = False,
    una: Separators | bool = True,
    zone: dt.tzinfo = OSLO,
    checked: bool = True,
) -> Interchange:
    """Return an interchange that holds *messages*; `edielkit.serialize` writes it.

    Args:
        messages: Typed or raw messages; counts, control totals, number format and trailing separators are made
            right, references are kept.
        sender: Partner; a text is a GLN.
        recipient: Partner; a text is a GLN.
        reference: Interchange control reference (0020), at most 14 characters.
        prepared: Aware instant of preparation; UNB writes it in local time.
        syntax: Syntax identifier (0001), ``UNOA`` to ``UNOY``.
        version: Syntax version (0002), 1 to 4.
        application_reference: 0026.
        ack_request: A CONTRL is wanted (0031).
        agreement: 0032.
        test: The interchange is a test (0035).
        una: True to write the usual UNA, False to leave it out, or the service characters to use.
        zone: Zone of the time in UNB.
        checked: Check the result against the directories, as far as they are known.

    Raises:
        BuildError: Something cannot be expressed; ``field`` says where.

    >>> import datetime as dt
    >>> from edielkit.edifact.messages import Contrl
    >>> from edielkit.edifact.messages.contrl import InterchangeResponse
    >>> answer = Contrl(
    ...     reference="1",
    ...     type="CONTRL",
    ...     version="2",
    ...     release="2",
    ...     agency="UN",
    ...     association="EDIEL2",
    ...     interchange=InterchangeResponse(
    ...         reference="R7",
    ...         sender="7080000000012",
    ...         sender_qualifier="14",
    ...         recipient="7080000000029",
    ...         recipient_qualifier="14",
    ...         action="1",
    ...     ),
    ... )
    >>> interchange = build_interchange(
    ...     [answer],
    ...     sender="7080000000029",
    ...     recipient="7080000000012",
    ...     reference="A1",
    ...     prepared=dt.datetime(2024, 6, 5, 6, tzinfo=dt.UTC),
    ...     una=False,
    ... )
    >>> interchange_to_bytes(interchange)
    b"UNB+UNOC:3+7080000000029:14+7080000000012:14+240605:0800+A1'UNH+1+CONTRL:2:2:UN:EDIEL2'UCI+R7+7080000000012:14+7080000000029:14+1'UNT+3+1'UNZ+1+A1'"
    """
    separators = una if isinstance(una, Separators) else DEFAULT
    unb = interchange_header(
        sender=sender,
        recipient=recipient,
        reference=reference,
        prepared=prepared,
        syntax=syntax,
        version=version,
        application_reference=application_reference,
        ack_request=ack_request,
        agreement=agreement,
        test=test,
        zone=zone,
    )
    content = tuple(_contents(messages, separators))
    una_segment = Segment("UNA", separators=separators) if una is not False else None
    interchange = Interchange(
        unb=unb,
        content=tuple(whole for whole, _ in content),
        unz=Segment.of("UNZ", str(len(content)), reference),
        una=una_segment,
        separators=separators,
    )
    outline = attrs.evolve(interchange, content=tuple(short for _, short in content))
    data = interchange_to_bytes(outline)
    if checked:
        _check(data)
    return interchange


def _contents(
    messages: Iterable[Message | RawMessage], separators: Separators
) -> Iterator[tuple[RawMessage, RawMessage]]:
    """Yield each message, and what is checked of it: itself, or its outline."""
    seen: set[str] = set()
    for index, message in enumerate(messages):
        if not isinstance(message, (Message, RawMessage)):
            raise BuildError(
                f"expected a message of EDIFACT, found {type(message).__name__}", f"messages[{index}]"
            )
        typed = message if isinstance(message, Message) else read_message(message)
        if typed is None:
            segments = message.segments if isinstance(message, RawMessage) else ()
            whole = short = _counted(segments, separators.decimal, index)
        else:
            whole, short = _typed(recounted(typed), separators, index)
        required_text(short.reference, 14, f"messages[{index}].reference")
        if short.reference in seen:
            raise BuildError(
                f"message reference {short.reference!r} is used twice", f"messages[{index}].reference"
            )
        seen.add(short.reference)
        yield whole, short
    if not seen:
        raise BuildError("an interchange holds at least one message", "messages")


def _counted(segments: Iterable[Segment], decimal: str, index: int) -> RawMessage:
    """Return a message of segments in canonical form, with the right UNT."""
    body = [_canonical(segment, decimal) for segment in segments if segment.tag != "UNT"]
    reference = body[0].get(1) if body else ""
    return RawMessage((*body, Segment.of("UNT", str(len(body) + 1), reference)), index)


def _typed(message: Message, separators: Separators, index: int) -> tuple[RawMessage, RawMessage]:
    """Return a message with right totals, and what is checked of it: itself, or its outline."""
    decimal = separators.decimal

    def make() -> RawMessage:
        return _counted(tuple(message.write()), decimal, index)

    outline = _outline(message, separators)
    if outline is not None:
        # it has the totals of the whole message
        segments = [segment for segment in outline.message.write() if segment.tag != "UNT"]
        written = [_canonical(segment, decimal) for segment in segments]
        whole = built_message(outline, segments, written, index, lambda: make().segments)
        if whole is not None:
            return whole, _counted(_with_totals(written, recounted(outline.message)), decimal, index)
    whole = make()
    return whole, whole


def _with_totals(segments: Sequence[Segment], message: Message) -> Iterator[Segment]:
    """Yield segments with the control totals of a message, which stand there in the same order."""
    totals = iter(message.controls if isinstance(message, Mscons) else ())
    for segment in segments:
        yield next(totals).own_segment() if segment.tag == "CNT" else segment


def _outline(message: Message, separators: Separators) -> MessageOutline | None:
    """Return the outline of a message with columns, None when it is written segment by segment."""
    if not isinstance(message, Mscons) or separators != DEFAULT:
        return None
    # a longer total may not fit, and others than those of the message stand at no known place
    is_plain = all(len(control.value) <= _LONGEST_TOTAL for control in message.controls)
    return outline_of(message) if is_plain and not _has_others(message) else None


def _has_others(message: Mscons) -> bool:
    points = [point for delivery in message.deliveries for point in delivery.points]
    parts = (message, *message.deliveries, *points, *(line for _, line in message.lines))
    return any(part.others for part in parts)


def _canonical(segment: Segment, decimal: str) -> Segment:
    """Return *segment* without trailing separators and with its numbers as the standard writes them."""
    if segment.raw is None and segment.tag not in _NUMBERS and _is_trimmed(segment.elements):
        return segment
    elements = [list(element) for element in segment.elements]
    for element, component in _NUMBERS.get(segment.tag, ()):
        if element <= len(elements) and component <= len(elements[element - 1]):
            row = elements[element - 1]
            row[component - 1] = _number(row[component - 1], decimal)
    return Segment.of(segment.tag, *elements)


def _is_trimmed(elements: tuple[tuple[str, ...], ...]) -> bool:
    """Tell whether no part at an end is empty."""
    inner = all(len(element) == 1 or element[-1] for element in elements)
    return inner and all(elements) and (not elements or bool(elements[-1][-1]))


def _number(text: str, decimal: str) -> str:
    """Return a number with the decimal mark in use; what is no number stays for the check to find."""
    match = _DECIMAL.match(text)
    if match is None:
        return text
    places = (match[3] or "").rstrip("0")
    digits = match[2] + (decimal + places if places else "")
    return digits if not digits.strip("0" + decimal) else match[1] + digits


def recounted(message: Message) -> Message:
    """Return *message* with its control totals right: CNT+1 the sum of all quantities, CNT+2 the lines.

    Raises:
        BuildError: CNT+1 is there and a quantity is no number.
    """
    if not isinstance(message, Mscons) or not message.controls:
        return message
    controls: list[Control] = []
    for control in message.controls:
        if control.kind == "1":
            text = amount_text(_sum(message))
        elif control.kind == "2":
            text = str(sum(1 for _ in message.lines))
        else:
            text = control.value
        controls.append(attrs.evolve(control, value=text))
    return attrs.evolve(message, controls=tuple(controls))


def _sum(message: Mscons) -> Decimal:
    # in thousandths of thousandths would do, but a wire may carry any number of decimals
    total = 0
    scale = 0
    for point, line in message.lines:
        columns = columns_of(line)
        if columns is not None:
            if scale < _COLUMN_DECIMALS:
                total, scale = total * 10 ** (_COLUMN_DECIMALS - scale), _COLUMN_DECIMALS
            total += columns.total() * 10 ** (scale - _COLUMN_DECIMALS)
            continue
        for row, value in enumerate(line.values):
            number = value.number
            if number is None:
                raise BuildError(
                    "expected a number to sum up in CNT+1",
                    f"LOC {point.identification or '?'}/LIN {line.number or '?'}/QTY[{row + 1}]",
                )
            sign, digits, exponent = number.as_tuple()
            places = -int(exponent)
            if places > scale:
                total *= 10 ** (places - scale)
                scale = places
            whole = int("".join(map(str, digits))) * 10 ** (scale - places)
            total += -whole if sign else whole
    return Decimal(total).scaleb(-scale) if abs(total) < 10**28 else Decimal(f"{total}e-{scale}")


def _check(data: bytes) -> None:
    """Raise for the errors that a reader of *data* would find."""
    faults = Faults()
    for finding in check(data, level="schema").findings:
        if finding.severity is Severity.ERROR:
            position = finding.position
            where = position.path or position.segment or "interchange"
            if position.segment and "/" in position.segment and where != position.segment:
                where = f"{where} {position.segment}"
            faults.add(f"{finding.message} ({finding.code})", where)
    faults.raise_all()
