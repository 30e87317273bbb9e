"""How rows of observations are written: what stands around the digits of a place and of an amount."""

from __future__ import annotations

import re

import attrs

__all__ = ("MOST_BYTES", "NotUniformError", "RowForm", "value_at")

# a row is short, whoever writes it: what is longer would be compared with thousands of others
MOST_BYTES = 512


class NotUniformError(Exception):
    """The document is not written in the plain way: the exact path reads it."""


_SPACE = rb"[ \t\r\n]*"
_VALUE = re.compile(rb'<((?:[A-Za-z_][\w.-]*:)?)([A-Za-z]+)((?: [A-Za-z]+="[A-Za-z0-9]*")*)>')
_ROW = re.compile(
    rb'<((?:[A-Za-z_][\w.-]*:)?)Observation Sequence="[0-9]{1,4}">(' + _SPACE + rb")"
    rb'<\1([A-Za-z]+)(?: [A-Za-z]+="[A-Za-z0-9]*")*>[0-9.-]{1,17}</\1\3>(' + _SPACE + rb")</\1Observation>(" + _SPACE + rb")"
)  # fmt: skip


@attrs.frozen(kw_only=True)
class RowForm:
    """How the rows of a document are written.

    Attributes:
        prefix: Prefix of the elements with its colon, or empty.
        before: White space before each row.
        above: White space between a row's tag and its value.
        below: White space between the value and the row's closing tag.
    """

    prefix: bytes
    before: bytes
    above: bytes
    below: bytes

    @classmethod
    def at(cls, data: bytes, start: int) -> RowForm:
        """Return the form of the row that begins at *start*.

        Raises:
            NotUniformError: No plain row begins there.
        """
        match = _ROW.match(data, start, start + MOST_BYTES)
        if match is None:
            raise NotUniformError
        another = data.startswith(b"<" + match[1] + b"Observation ", match.end())
        # a series of one row shows what is before it alone
        before = match[5] if another else _space_before(data, start)
        return cls(prefix=match[1], before=before, above=match[2], below=match[4])

    @property
    def lines(self) -> int:
        """Number of line breaks of each row, with the white space before it."""
        return (self.before + self.above + self.below).count(b"\n")

    @property
    def opening(self) -> bytes:
        """What stands before the digits of a place, with the white space before the row."""
        return self.before + b"<" + self.prefix + b'Observation Sequence="'

    @property
    def middle(self) -> bytes:
        """What stands between the digits of a place and the element of the value."""
        return b'">' + self.above

    @property
    def closing(self) -> bytes:
        """The closing tag of a row."""
        return b"</" + self.prefix + b"Observation>"

    def row(self, place: int, value: bytes) -> bytes:
        """Return the row at *place* with the amount 0 in the element that *value* opens."""
        number = str(place).encode()
        return self.opening + number + self.middle + value + b"0" + self.after_value(value) + self.closing

    def after_value(self, value: bytes) -> bytes:
        """Return what stands between the digits of an amount and the row's closing tag."""
        match = _VALUE.fullmatch(value)
        assert match is not None
        return b"</" + match[1] + match[2] + b">" + self.below


def _space_before(data: bytes, start: int) -> bytes:
    text = data[max(0, start - 256) : start]
    return text[len(text.rstrip(b" \t\r\n")) :]


def value_at(data: bytes, at: int) -> re.Match[bytes] | None:
    """Return the opening tag of a value at an offset, its prefix and its name as groups; None where none begins."""
    return _VALUE.match(data, at, at + MOST_BYTES)
