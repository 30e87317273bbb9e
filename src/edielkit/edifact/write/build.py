"""Building: an interchange around messages, with counts, references, control totals and characters made right.

What cannot be expressed raises `BuildError` with the field. One mapping is applied without a word: a UUID of 36
characters, too long for an..35, is written as its 32 hexadecimal digits; `expand_uuid` gives it back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import attrs

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.messages import Message, Mscons, read_message
from edielkit.edifact.messages.parts import Control, amount_text
from edielkit.edifact.segments import DEFAULT, Segment, Separators
from edielkit.edifact.write.envelope import Address, interchange_header, required_text
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import BuildError, Faults
from edielkit.findings import Severity
from edielkit.market_time import OSLO

__all__ = ("build_interchange", "recounted")

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
    content = tuple(_contents(messages, separators.decimal))
    una_segment = Segment("UNA", separators=separators) if una is not False else None
    interchange = Interchange(
        unb=unb,
        content=content,
        unz=Segment.of("UNZ", str(len(content)), reference),
        una=una_segment,
        separators=separators,
    )
    data = interchange_to_bytes(interchange)
    if checked:
        _check(data)
    return interchange


def _contents(messages: Iterable[Message | RawMessage], decimal: str) -> Iterator[RawMessage]:
    seen: set[str] = set()
    for index, message in enumerate(messages):
        typed = message if isinstance(message, Message) else read_message(message)
        if typed is None:
            segments = message.segments if isinstance(message, RawMessage) else ()
        else:
            segments = tuple(recounted(typed).write())
        body = [_canonical(segment, decimal) for segment in segments if segment.tag != "UNT"]
        reference = body[0].get(1) if body else ""
        required_text(reference, 14, f"messages[{index}].reference")
        if reference in seen:
            raise BuildError(f"message reference {reference!r} is used twice", f"messages[{index}].reference")
        seen.add(reference)
        trailer = Segment.of("UNT", str(len(body) + 1), reference)
        yield RawMessage((*body, trailer), index)
    if not seen:
        raise BuildError("an interchange holds at least one message", "messages")


def _canonical(segment: Segment, decimal: str) -> Segment:
    """Return *segment* without trailing separators and with its numbers as the standard writes them."""
    elements = [list(element) for element in segment.elements]
    for element, component in _NUMBERS.get(segment.tag, ()):
        if element <= len(elements) and component <= len(elements[element - 1]):
            row = elements[element - 1]
            row[component - 1] = _number(row[component - 1], decimal)
    return Segment.of(segment.tag, *elements)


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
