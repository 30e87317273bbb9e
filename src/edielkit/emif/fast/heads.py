"""The heads of payloads: what stands before the rows, alike but for a few slots."""

from __future__ import annotations

import re

import attrs

from edielkit.emif.fast.rows import NotUniformError

__all__ = ("PayloadHead", "Slot")

_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_NAME = rb"(?:[A-Za-z_][\w.-]*:)?"
# longer heads are none of a series
_LONGEST = 1 << 14
_ROW = re.compile(rb"<" + _NAME + rb'Observation Sequence="')


@attrs.frozen
class Slot:
    """A part of a head that differs between payloads of one kind.

    Attributes:
        field: Name of the payload's field.
        form: What may stand there.
        width: Number of bytes, 0 where that differs.
    """

    field: str
    form: re.Pattern[bytes]
    width: int


_IDENTIFICATION = Slot("identification", re.compile(_UUID), 36)
_REFERENCE = Slot("request_reference", re.compile(_UUID), 36)
# what an instant may look like is for its type to say
_TIME = re.compile(rb"[0-9T:.+Z-]{20,40}")
_REGISTERED, _INSERTED = Slot("registration_date_time", _TIME, 0), Slot("insert_date_time", _TIME, 0)
_POINT = Slot("metering_point_used_domain_location", re.compile(rb"[0-9]{18}"), 18)
_SLOTS = re.compile(
    rb"<" + _NAME + rb"(?:"
    rb"(?P<identification>Identification)>|(?P<registered>RegistrationDateTime)>|(?P<inserted>InsertDateTime)>"
    rb"|(?P<reference>RequestReference)>"
    rb"|(?P<point>MeteringPointUsedDomainLocation)>[ \t\r\n]*<" + _NAME + rb'Identification schemeAgencyIdentifier="[^"<>&]{1,9}">'
    rb")"
)  # fmt: skip
_CONTENT = re.compile(rb"[^<>&]{1,40}(?=<)")
_BY_NAME = {
    "identification": _IDENTIFICATION,
    "registered": _REGISTERED,
    "inserted": _INSERTED,
    "reference": _REFERENCE,
    "point": _POINT,
}


@attrs.frozen(kw_only=True, eq=False)
class PayloadHead:
    """The head of one kind of payload.

    Attributes:
        text: The first head of the kind, from the payload's tag to its first row.
        steps: What stands before each slot, with the slot.
        end: What stands after the last slot.
        slots: The slots, in order.
        own: What stands in the slots of the first head.
    """

    text: bytes
    steps: tuple[tuple[bytes, Slot], ...]
    end: bytes
    slots: tuple[Slot, ...]
    own: tuple[bytes, ...]

    @classmethod
    def at(cls, data: bytes, start: int) -> PayloadHead:
        """Return the head of the payload that begins at *start*.

        Raises:
            NotUniformError: No plain payload begins there.
        """
        row = _ROW.search(data, start, start + _LONGEST)
        if row is None:
            raise NotUniformError
        text = data[start : row.start()]
        # comments, sections, instructions and references are for a parser
        if b"<!" in text or b"<?" in text or b"&" in text:
            raise NotUniformError
        steps: list[tuple[bytes, Slot]] = []
        own, at = [], 0
        for match in _SLOTS.finditer(text):
            slot = _BY_NAME[str(match.lastgroup)]
            content = _CONTENT.match(text, match.end())
            if content is None or slot.form.fullmatch(content[0]) is None or slot in dict(steps).values():
                raise NotUniformError
            steps.append((text[at : match.end()], slot))
            own.append(content[0])
            at = content.end()
        slots = tuple(slot for _, slot in steps)
        # the first Identification of a payload is its own
        if not slots or slots[0] is not _IDENTIFICATION:
            raise NotUniformError
        return cls(text=text, steps=tuple(steps), end=text[at:], slots=slots, own=tuple(own))

    def match(self, data: bytes, start: int) -> tuple[int, tuple[bytes, ...]] | None:
        """Return where the head at *start* ends, and what stands in its slots; None when it is of another kind."""
        at, contents = start, []
        for text, slot in self.steps:
            if not data.startswith(text, at):
                return None
            at += len(text)
            end = at + slot.width if slot.width else data.find(b"<", at, at + 41)
            content = data[at:end]
            if slot.form.fullmatch(content) is None:
                return None
            contents.append(content)
            at = end
        if not data.startswith(self.end, at):
            return None
        return at + len(self.end), tuple(contents)
