"""The heads of payloads: what stands before the rows, alike but for a few slots."""

from __future__ import annotations

import re

import attrs

from edielkit.emif.fast.markup import NAME, PAYLOAD
from edielkit.emif.fast.row_form import NotUniformError, RowForm

__all__ = ("PayloadHead", "Slot")

_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_PREFIX = rb"(?:" + NAME + rb":)?"
# longer heads are none of a series
_LONGEST = 1 << 14
_ROW = re.compile(rb"<" + _PREFIX + rb"Observation[ \t\r\n]")
# a payload may declare prefixes of its own
_OPENING = re.compile(
    rb"<(" + _PREFIX + PAYLOAD + rb")(?:[ \t\r\n]+xmlns(?::" + NAME + rb")?=(?:\"[^\"<>&]*\"|'[^'<>&]*'))*[ \t\r\n]*>"
)  # fmt: skip


@attrs.frozen
class Slot:
    """A part of a head that differs between payloads of one kind.

    Attributes:
        field: Name of the payload's field.
        form: What may stand there.
        width: Number of bytes, 0 where that differs.
        is_instant: It is a point in time.
    """

    field: str
    form: re.Pattern[bytes]
    width: int
    is_instant: bool = False


_IDENTIFICATION = Slot("identification", re.compile(_UUID), 36)
_REFERENCE = Slot("request_reference", re.compile(_UUID), 36)
# what an instant may look like is for its type to say
_TIME = re.compile(rb"[0-9T:.+Z-]{20,40}")
_REGISTERED = Slot("registration_date_time", _TIME, 0, is_instant=True)
_INSERTED = Slot("insert_date_time", _TIME, 0, is_instant=True)
_POINT = Slot("metering_point_used_domain_location", re.compile(rb"[0-9]{18}"), 18)
_SLOTS = re.compile(
    rb"<" + _PREFIX + rb"(?:"
    rb"(?P<identification>Identification)>|(?P<registered>RegistrationDateTime)>|(?P<inserted>InsertDateTime)>"
    rb"|(?P<reference>RequestReference)>"
    rb"|(?P<point>MeteringPointUsedDomainLocation)>[ \t\r\n]*<" + _PREFIX + rb'Identification schemeAgencyIdentifier="[^"<>&]{1,9}">'
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
        steps: What stands before each slot, with the slot.
        end: What stands after the last slot.
        slots: The slots, in order.
        form: How the first row after it is written.
        close: The closing tag of the payload.
        lines: Number of line breaks in it.
    """

    steps: tuple[tuple[bytes, Slot], ...]
    end: bytes
    slots: tuple[Slot, ...]
    form: RowForm
    close: bytes
    lines: int

    @classmethod
    def at(cls, data: bytes, start: int) -> PayloadHead:
        """Return the head of the payload that begins at *start*.

        Raises:
            NotUniformError: No plain payload begins there.
        """
        opening = _OPENING.match(data, start, start + _LONGEST)
        # nothing is searched for behind what is no payload: there may be very many of these
        row = None if opening is None else _ROW.search(data, opening.end(), start + _LONGEST)
        if row is None or opening is None:
            raise NotUniformError
        text = data[start : row.start()]
        form = RowForm.at(data, row.start())
        # comments, sections, instructions and references are for a parser
        if b"<!" in text or b"<?" in text or b"&" in text or not text.endswith(form.before):
            raise NotUniformError
        steps: list[tuple[bytes, Slot]] = []
        at = 0
        for match in _SLOTS.finditer(text):
            slot = _BY_NAME[str(match.lastgroup)]
            content = _CONTENT.match(text, match.end())
            if content is None or slot.form.fullmatch(content[0]) is None or slot in dict(steps).values():
                raise NotUniformError
            steps.append((text[at : match.end()], slot))
            at = content.end()
        slots = tuple(slot for _, slot in steps)
        # the first Identification of a payload is its own
        if not slots or slots[0] is not _IDENTIFICATION:
            raise NotUniformError
        return cls(
            steps=tuple(steps),
            end=text[at:],
            slots=slots,
            form=form,
            close=b"</" + opening[1] + b">",
            lines=text.count(b"\n"),
        )

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

    @property
    def kind(self) -> tuple[object, ...]:
        """What the heads of one kind have in common."""
        return self.steps, self.end, self.form
