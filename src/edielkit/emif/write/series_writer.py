"""Thousands of payloads with series to XML: what is alike is written once.

Each part of a payload is written by the exact writer when it is first met, and copied when it is met again; rows are
written many at a time. A payload that is not plain, or not valid, is left to the exact writer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

import attrs

from edielkit.emif.declare import Aggregate, Declaration, declarations, remembered
from edielkit.emif.messages import MeteringPoint
from edielkit.emif.values import Code, Identifier, XmlDateTime
from edielkit.emif.write.series_rows import BATCH, RowWriter
from edielkit.series import Observations

__all__ = ("payload_texts",)

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_GSRN = re.compile(r"[0-9]{18}")

# the types of the parts in which payloads differ
_DIFFERENT = frozenset({"UUIDType", "Elhub_MeteringPointType"})

# writes one part of a payload by the exact writer: the payload, the declaration of the part; None when it is refused
WritePart = Callable[[Aggregate, Declaration], str | None]


class _StrangeError(Exception):
    """A value that only the exact writer knows."""


def payload_texts(
    payloads: Sequence[Any], cls: type[Aggregate], *, tag: str, pad: str, step: str, write: WritePart
) -> Iterator[tuple[str, bytes, str] | None]:
    """Yield what each payload is written as, None for one that is for the exact writer.

    It has three parts: the lines before its rows, its rows in UTF-8 with a line feed behind each, and its closing tag. A large message costs what its
    copies cost, so they are put together when all of it is.

    Args:
        payloads: The payloads.
        cls: Their class.
        tag: Name of the element with its prefix.
        pad: White space before it.
        step: White space of one level.
        write: Writes a part of a payload, with its line feed, exactly.
    """
    columns = next((d for d in declarations(cls) if d.is_columns), None)
    if columns is None or columns.choice is None:
        yield from (None for _ in payloads)
        return
    heads = _Heads(cls, f"{pad}<{tag}>\n", pad + step, write)
    rows = RowWriter(columns, "abie", pad + step)
    foot = f"{pad}</{tag}>"
    left = iter(payloads)
    while batch := _some(left):
        texts = [heads.text(payload) for payload in batch]
        blocks = [payload.observation for payload, text in zip(batch, texts, strict=True) if text is not None]
        written = iter(rows.write(blocks) if blocks else ())
        for text in texts:
            lines = None if text is None else next(written)
            yield None if text is None or lines is None else (text.removesuffix("\n"), lines, foot)


def _some(left: Iterator[Any]) -> list[Any]:
    """Return the next payloads, with about as many rows in all as are written at a time."""
    batch, count = [], 0
    for payload in left:
        batch.append(payload)
        block = getattr(payload, "observation", None)
        count += len(block.position) if isinstance(block, Observations) else 1
        if count >= BATCH:
            break
    return batch


class _Heads:
    """Writes all of a payload that stands before its rows."""

    def __init__(self, cls: type[Aggregate], opening: str, pad: str, write: WritePart) -> None:
        self._class = cls
        self._opening = opening
        self._pad = pad
        self._write = write
        self._columns = next(d.field for d in declarations(cls) if d.is_columns)
        parts = [d for d in declarations(cls) if not d.is_columns]
        self._others = [d.field for d in parts if d.choice]
        self._texts = list(self._runs([d for d in parts if not d.choice]))

    def text(self, payload: Any) -> str | None:
        """Return the text up to the first row, None when the payload is not plain."""
        if type(payload) is not self._class or payload.extra:
            return None
        block: Any = getattr(payload, self._columns)
        if type(block) is not Observations or block.unparsed or not len(block.position):
            return None
        for field in self._others:
            if getattr(payload, field) not in (None, ()):
                return None
        parts = [self._opening]
        for text_of in self._texts:
            text = text_of(payload)
            if text is None:
                return None
            parts.append(text)
        return "".join(parts)

    def _runs(self, parts: Sequence[Declaration]) -> Iterator[Callable[[Any], str | None]]:
        """Yield what writes the parts in their order; those that payloads share are written together."""
        for differs, run in groupby(parts, key=lambda d: d.type in _DIFFERENT):
            writers = [self._optional(declared) for declared in run]
            if differs or len(writers) == 1:
                yield from (text_of for _, text_of in writers)
            else:
                yield _shared([field for field, _ in writers], [text_of for _, text_of in writers])

    def _optional(self, declared: Declaration) -> tuple[str, Callable[[Any], str | None]]:
        field, get, text_of = declared.field, attrgetter(declared.field), self._text_of(declared)
        absent = None if declared.min else ""

        def text_or_nothing(payload: Any) -> str | None:
            part = get(payload)
            return absent if part is None else text_of(payload, part)

        return field, text_or_nothing

    def _text_of(self, declared: Declaration) -> Callable[[Any, Any], str | None]:
        if declared.type == "UUIDType":
            return self._identification(declared)
        if declared.type == "Elhub_MeteringPointType":
            return self._point(declared)
        return self._remembered(declared)

    def _identification(self, declared: Declaration) -> Callable[[Any, Any], str | None]:
        before, after = f"{self._pad}<abie:{declared.name}>", f"</abie:{declared.name}>\n"

        def text_of(_: Any, part: Any) -> str | None:
            plain = type(part) is str and _UUID.fullmatch(part)
            return f"{before}{part}{after}" if plain else None

        return text_of

    def _point(self, declared: Declaration) -> Callable[[Any, Any], str | None]:
        """Write the part around the metering point once for each agency."""
        by_agency: dict[Any, tuple[str, str] | None] = {}

        def around(payload: Any, number: str) -> tuple[str, str] | None:
            text = self._write(payload, declared)
            if text is None or text.count(number) != 1:
                return None
            before, _, after = text.partition(number)
            return before, after

        def text_of(payload: Any, part: Any) -> str | None:
            named = part.identification if type(part) is MeteringPoint and not part.extra else None
            if type(named) is not Identifier or type(named.value) is not str:
                return None
            number, agency = named.value, named.scheme_agency_identifier
            if type(agency) is not str or not _GSRN.fullmatch(number):
                return None
            if agency not in by_agency:
                by_agency[agency] = around(payload, number)
            surroundings = by_agency[agency]
            return None if surroundings is None else f"{surroundings[0]}{number}{surroundings[1]}"

        return text_of

    def _remembered(self, declared: Declaration) -> Callable[[Any, Any], str | None]:
        # parts that are the same object first, then those that hold the same
        by_object: dict[int, tuple[Any, str | None]] = {}
        by_content: dict[Any, str | None] = {}

        def text_of(payload: Any, part: Any) -> str | None:
            entry = by_object.get(id(part))
            if entry is not None:
                return entry[1]
            try:
                key = _content(part)
            except _StrangeError:
                return None
            if key not in by_content:
                by_content[key] = self._write(payload, declared)
            text = by_content[key]
            # it is kept with its text, so that no other object gets its number
            by_object[id(part)] = part, text
            return text

        return text_of


def _shared(fields: list[str], texts: list[Callable[[Any], str | None]]) -> Callable[[Any], str | None]:
    """Return what writes the parts in *fields* and remembers them by the objects that they are."""
    get = attrgetter(*fields)
    by_objects: dict[tuple[int, ...], tuple[Any, str | None]] = {}

    def text_of(payload: Any) -> str | None:
        parts = get(payload)
        key = tuple(map(id, parts))
        entry = by_objects.get(key)
        if entry is None:
            written = [text_of(payload) for text_of in texts]
            text = None if None in written else "".join(map(str, written))
            # the parts are kept with their text, so that no other objects get their numbers
            entry = by_objects[key] = parts, text
        return entry[1]

    return text_of


@remembered
def _parts(cls: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what gives the fields of a value of *cls*, None for a class of another kind."""
    if cls not in {Code, Identifier} and not issubclass(cls, Aggregate):
        return None
    names = tuple(attribute.name for attribute in attrs.fields(cls))
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


def _content(value: Any) -> Any:
    """Return what the text of *value* depends on: two values with the same have the same text."""
    kind = type(value)
    if kind is str or value is None:
        return value
    if kind is XmlDateTime:
        return kind, value.text
    if kind is dt.datetime:
        return kind, value.isoformat()
    parts = _parts(kind)
    if parts is not None:
        return (kind, *[part if type(part) is str else _content(part) for part in parts(value)])
    if kind is bool or kind is int:
        return kind, value
    if kind is Decimal:
        return kind, str(value)
    if kind is tuple:
        return kind, tuple(map(_content, value))
    raise _StrangeError
