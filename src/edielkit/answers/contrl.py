"""CONTRL: the answer to the syntax of an interchange, at the lowest level with the most precise code.

Source: ISO 9735-4:1998, 5.3, as `edielkit.answers.edifact_table` has it, and Annex A, as `syntax_errors` of the checks has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from edielkit.answers.edifact_table import ContrlForm
from edielkit.edifact.check.directory.layouts import segment_layout
from edielkit.edifact.check.syntax_errors import LEVELS, UNSPECIFIED, code_of_syntax
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.messages.contrl import (
    Contrl,
    ElementError,
    GroupResponse,
    InterchangeResponse,
    MessageResponse,
    SegmentError,
)
from edielkit.findings import Finding

__all__ = ("ContrlFault", "ContrlPlaces", "contrl", "is_syntax")

# 0085 goes to CONTRL; agency of these reasons in findings.
_AGENCY = "UN"
# Codes that say least: another one at the same place is more precise.
_VAGUE = {UNSPECIFIED: 2, "12": 1}
_ORDER = "DSMFU"
# A tag of hostile input may hold a slash of its own.
_PLACE = re.compile(r"([\s\S]*?)(?:/([0-9]{1,6}))?(?:/([0-9]{1,6}))?\Z")
# What is missing is found at the segment before it: rule, level that lacks it, its tag (0013). Within a message the
# segment before is what ISO 9735-4 asks for, be it UNH.
_MISSING = {"EDI021": ("U", "UNZ"), "EDI025": ("M", "UNT"), "EDI031": ("F", "UNE"), "EDI042": ("S", "")}
_REFUSED = "4"
# Occurrence of UCS and UCD, length of 0096 and of 0020: UN service directories.
_MOST_SEGMENTS, _MOST_ELEMENTS, _LAST_NUMBER, _LONGEST_REFERENCE = 999, 99, 999_999, 14


def is_syntax(finding: Finding) -> bool:
    """Tell whether a finding has a code of 0085, so that CONTRL says it."""
    return finding.reason is not None and finding.reason.agency == _AGENCY


@attrs.frozen(kw_only=True)
class ContrlFault:
    """A fault where CONTRL puts it.

    Attributes:
        level: ``U``, ``F``, ``M``, ``S`` or ``D``.
        code: 0085.
        group: Index of the group, or None.
        message: Index of the message in the interchange, or None.
        number: 0096, UNH = 1; 0 above a message.
        tag: Service segment at fault (0013), or empty.
        element: 0098, tag = 1; 0 for none.
        component: 0104; 0 for none.
    """

    level: str
    code: str
    group: int | None = None
    message: int | None = None
    number: int = 0
    tag: str = ""
    element: int = 0
    component: int = 0


@attrs.frozen
class _Owner:
    group: int | None
    message: int | None
    number: int
    tag: str


class ContrlPlaces:
    """Which message and segment a byte of an interchange belongs to.

    Args:
        interchange: The original.
        syntax: The service codes that the answer takes its error codes from.
    """

    def __init__(self, interchange: Interchange, syntax: str = "S.3") -> None:
        self._interchange = interchange
        self._syntax = syntax
        self._messages = interchange.messages
        rows = [(s.offset, owner) for s, owner in _owned(interchange) if s.offset is not None]
        self._offsets = [offset for offset, _ in rows]
        self._owners = [owner for _, owner in rows]

    def fault(self, finding: Finding) -> ContrlFault:
        """Return the place and code of *finding* at the lowest level where the code may stand."""
        assert finding.reason is not None
        owner = self.owner(finding)
        tag, element, component = _parts(finding.position.segment)
        same = tag == owner.tag[:8]
        code = code_of_syntax(finding.reason.code, self._syntax)
        if finding.code in _MISSING and (owner.message is not None or finding.code != "EDI042"):
            level, missing = _MISSING[finding.code]
            return ContrlFault(
                level=level,
                code=code,
                group=owner.group,
                message=owner.message,
                number=owner.number,
                tag=missing,
            )
        fault = ContrlFault(
            level=_level(owner, element if same else 0),
            code=code,
            group=owner.group,
            message=owner.message,
            number=owner.number,
            tag=owner.tag if owner.tag in _SERVICE else "",
            element=element + 1 if same and element else 0,
            component=component if same and not self._is_simple(owner, element) else 0,
        )
        return _allowed(fault)

    def _is_simple(self, owner: _Owner, element: int) -> bool:
        """Tell whether an element has no components, so that 0104 says nothing."""
        directory = "" if owner.message is None else self._messages[owner.message].directory
        spec = segment_layout(owner.tag, directory, self._interchange.syntax_version)
        if spec is None or not 0 < element <= len(spec.elements):
            return False
        return spec.elements[element - 1].name.isdigit()

    def owner(self, finding: Finding) -> _Owner:
        """Return where the finding stands; without an offset the interchange as a whole."""
        offset = finding.position.offset
        if offset is None or not self._offsets:
            return _NOWHERE
        return self._owners[max(bisect_right(self._offsets, offset) - 1, 0)]


_SERVICE = frozenset({"UNA", "UNB", "UNG", "UNH", "UNT", "UNE", "UNZ"})
_NOWHERE = _Owner(None, None, 0, "")


def _owned(interchange: Interchange) -> Iterator[tuple[Any, _Owner]]:
    for service in (interchange.una, interchange.unb):
        if service:
            yield service, _Owner(None, None, 0, service.tag)
    messages = groups = 0
    for part in interchange.content:
        if isinstance(part, RawMessage):
            yield from _in_message(part, None, messages)
            messages += 1
        elif isinstance(part, FunctionalGroup):
            yield part.ung, _Owner(groups, None, 0, "UNG")
            for inner in part.content:
                if isinstance(inner, RawMessage):
                    yield from _in_message(inner, groups, messages)
                    messages += 1
                else:
                    yield inner, _Owner(groups, None, 0, "")
            if part.une:
                yield part.une, _Owner(groups, None, 0, "UNE")
            groups += 1
        else:
            yield part, _NOWHERE
    if interchange.unz:
        yield interchange.unz, _Owner(None, None, 0, "UNZ")


def _in_message(message: RawMessage, group: int | None, index: int) -> Iterator[tuple[Any, _Owner]]:
    for number, segment in enumerate(message.segments, 1):
        yield segment, _Owner(group, index, number, segment.tag)


def _parts(segment: str) -> tuple[str, int, int]:
    """Return tag, element and component of a place.

    >>> _parts("QTY/1/2")
    ('QTY', 1, 2)
    """
    match = _PLACE.match(segment)
    assert match is not None
    return match[1], int(match[2] or 0), int(match[3] or 0)


def _level(owner: _Owner, element: int) -> str:
    if owner.message is not None:
        return "M" if owner.tag in {"UNH", "UNT"} else "D" if element else "S"
    return "U" if owner.group is None else "F"


def _allowed(fault: ContrlFault) -> ContrlFault:
    """Raise the fault to the lowest level where its code may stand; where there is none it is unspecified."""
    levels = LEVELS.get(fault.code)
    if levels is None or fault.level in levels:
        return fault
    above = _ORDER[_ORDER.index(fault.level) :]
    allowed = levels if fault.group is not None else set(levels) - {"F"}
    level = next((higher for higher in above if higher in allowed), None)
    if level is None:
        return attrs.evolve(fault, code=UNSPECIFIED)
    # a level above says nothing about elements of a segment below
    return attrs.evolve(fault, level=level, element=0, component=0, tag="")


def _best(faults: Iterable[ContrlFault]) -> ContrlFault | None:
    """Return the one fault that a level names: the most precise, the first of equals."""
    return min(faults, key=lambda fault: _VAGUE.get(fault.code, 0), default=None)


def contrl(
    interchange: Interchange,
    faults: Sequence[ContrlFault],
    form: ContrlForm,
    *,
    reference: str,
    receipt: bool,
) -> Contrl:
    """Return the answer to an interchange.

    Args:
        interchange: The original.
        faults: What is wrong with it; none accepts it.
        form: How the profile answers.
        reference: Reference (0062) of the answer.
        receipt: Only a receipt was asked for (0031 = 2).
    """
    accepted = form.received if receipt else form.accepted
    own = [fault for fault in faults if fault.level == "U"]
    refused = bool(own) or (bool(faults) and not form.places)
    messages: list[MessageResponse] = []
    groups: list[GroupResponse] = []
    if form.places:
        messages = _messages(interchange, [fault for fault in faults if fault.group is None])
        groups = _groups(interchange, faults)
    return Contrl(
        reference=reference,
        type="CONTRL",
        version=form.version,
        release=form.release,
        agency="UN",
        association=form.association,
        interchange=InterchangeResponse(
            reference=interchange.reference[:_LONGEST_REFERENCE],
            sender=interchange.sender,
            sender_qualifier=interchange.sender_qualifier,
            sender_address=interchange.sender_subaddress,
            recipient=interchange.recipient,
            recipient_qualifier=interchange.recipient_qualifier,
            recipient_address=interchange.recipient_subaddress,
            action=_REFUSED if refused else accepted,
            **(_error(own) if form.places else {}),
        ),
        messages=tuple(messages),
        groups=tuple(groups),
    )


def _error(faults: Iterable[ContrlFault]) -> dict[str, Any]:
    """Return 0085, 0013 and S011 of the one fault that a level names."""
    best = _best(faults)
    if best is None:
        return {}
    return {
        "error": best.code,
        "service_segment": best.tag,
        "element": str(best.element) if best.element and best.tag else "",
        "component": str(best.component) if best.component and best.tag else "",
    }


def _messages(interchange: Interchange, faults: Sequence[ContrlFault]) -> list[MessageResponse]:
    by_message: dict[int, list[ContrlFault]] = {}
    for fault in faults:
        if fault.message is not None and fault.level in "MSD":
            by_message.setdefault(fault.message, []).append(fault)
    every = interchange.messages
    return [_message(every[index], own) for index, own in sorted(by_message.items())]


def _message(message: RawMessage, faults: Sequence[ContrlFault]) -> MessageResponse:
    return MessageResponse(
        reference=message.reference,
        type=message.type,
        version=message.version,
        release=message.release,
        agency=message.agency,
        association=message.association,
        action=_REFUSED,
        segments=tuple(_segments([fault for fault in faults if fault.level in "SD"])),
        **_error([fault for fault in faults if fault.level == "M"]),
    )


def _segments(faults: Sequence[ContrlFault]) -> Iterator[SegmentError]:
    by_number: dict[int, list[ContrlFault]] = {}
    for fault in faults:
        if fault.number <= _LAST_NUMBER:
            by_number.setdefault(fault.number, []).append(fault)
    for number, inside in sorted(by_number.items())[:_MOST_SEGMENTS]:
        own = _best(fault for fault in inside if fault.level == "S")
        yield SegmentError(
            segment=str(number),
            error=own.code if own else "",
            elements=tuple(_elements([fault for fault in inside if fault.level == "D"])),
        )


def _elements(faults: Sequence[ContrlFault]) -> Iterator[ElementError]:
    by_place: dict[tuple[int, int], list[ContrlFault]] = {}
    for fault in faults:
        by_place.setdefault((fault.element, fault.component), []).append(fault)
    for (element, component), inside in sorted(by_place.items())[:_MOST_ELEMENTS]:
        best = _best(inside)
        assert best is not None
        yield ElementError(
            error=best.code, element=str(element), component=str(component) if component else ""
        )


def _groups(interchange: Interchange, faults: Sequence[ContrlFault]) -> list[GroupResponse]:
    by_group: dict[int, list[ContrlFault]] = {}
    for fault in faults:
        if fault.group is not None and fault.level != "U":
            by_group.setdefault(fault.group, []).append(fault)
    every = interchange.groups
    return [_group(interchange, every[index], own) for index, own in sorted(by_group.items())]


def _group(interchange: Interchange, group: FunctionalGroup, faults: Sequence[ContrlFault]) -> GroupResponse:
    own = [fault for fault in faults if fault.level == "F"]
    ung = group.ung
    return GroupResponse(
        reference=group.reference,
        sender=ung.get(2),
        sender_qualifier=ung.get(2, 2),
        recipient=ung.get(3),
        recipient_qualifier=ung.get(3, 2),
        action=_REFUSED if own else "7",
        messages=tuple(_messages(interchange, faults)),
        **_error(own),
    )
