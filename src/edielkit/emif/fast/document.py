"""A whole document on the fast path: its value, and how its payloads group."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.emif.check.documents import check_document
from edielkit.emif.declare import Aggregate, Message, declarations
from edielkit.emif.fast import LEAST
from edielkit.emif.fast.heads import PayloadHead
from edielkit.emif.fast.rows import NotUniformError, RowChunk, RowForm, Scanner
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Identifier, XmlDateTime
from edielkit.errors import ParseError
from edielkit.identifiers.many import all_gsrn
from edielkit.series import Observations, Status

__all__ = ("FastDocument", "read_fast")

# what libxml2 makes of still larger ones is its own affair
_MOST = 1 << 30
# what may stand before the first payload and after the last one
_FRAME = 1 << 16
_HEADS = 64
_PAYLOADS, _ROWS = 9999, 9999
# the rows of a payload, in bytes: longer ones are written in a strange way
_LONGEST = _ROWS * 512
# numpy is fastest on what the processor keeps near
_CHUNK = 1 << 19
_KINDS = frozenset({"CollectedData", "NotifyValidatedDataForBillingEnergy"})
_SPACE = b" \t\r\n"
_DECLARATION = re.compile(
    rb"<\?xml[ \t\r\n]+version=(?:\"1\.0\"|'1\.0')(?:[ \t\r\n]+encoding=(?:\"UTF-8\"|'UTF-8'|\"utf-8\"|'utf-8'))?[ \t\r\n]*\?>"
)
_PAYLOAD = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)PayloadEnergyTimeSeries>")


@attrs.frozen(kw_only=True, eq=False)
class FastDocument:
    """A document that the fast path has read; the schema has nothing against it.

    Attributes:
        document: The value that `edielkit.parse` gives.
        message: The only message in it.
        version: EMIF version that it is of.
        kinds: For each payload, the number of its kind: payloads of one kind differ in identification, metering
            point, times of registration, reference and rows alone.
        differing: Names of the elements in which payloads of one kind differ.
        regular: The places of each series are 1, 2, 3 and so on.
        codes_right: Nothing is doubtful about identifiers and codes.
        content: The bytes that were read.
    """

    document: Message | SoapDocument
    message: Message
    version: str
    kinds: tuple[int, ...]
    differing: frozenset[str]
    regular: bool
    codes_right: bool
    content: bytes = attrs.field(repr=False)


def read_fast(data: bytes, *, version: str | None = None, least: int = LEAST) -> FastDocument | None:
    """Return a large message of series, or None when it is not written in the plain way or has a fault.

    Args:
        data: A message, bare or in the envelope and wrapper of a service, as UTF-8.
        version: EMIF version whose rules hold; the one that the message needs if None.
        least: Size in bytes of the smallest document that is looked at.

    >>> read_fast(b"<a/>") is None
    True
    """
    if not least <= len(data) <= _MOST or sys.byteorder != "little":
        return None
    try:
        return _read(data, version)
    except NotUniformError:
        return None


@attrs.define(eq=False)
class _Split:
    """A document in its parts: what stands before, between and after the payloads, and the payloads.

    Attributes:
        front: All before the first payload.
        heads: The kinds of heads.
        kinds: The kind of each payload.
        slots: What stands in the slots of each payload.
        chunks: The rows.
        gap: White space between two payloads.
        close: White space after the rows, and the payload's closing tag.
        back: All after the last payload.
    """

    front: bytes
    form: RowForm
    scanner: Scanner
    heads: list[PayloadHead] = attrs.field(factory=list)
    kinds: list[int] = attrs.field(factory=list)
    slots: list[tuple[bytes, ...]] = attrs.field(factory=list)
    chunks: list[RowChunk] = attrs.field(factory=list)
    gap: bytes = b""
    close: bytes = b""
    back: bytes = b""


def _read(data: bytes, version: str | None) -> FastDocument:
    first = _PAYLOAD.search(data, 0, _FRAME)
    if first is None:
        raise NotUniformError
    parts = _split(data, first)
    small = _sample(parts)
    document, message, chosen, codes_right = _checked(small, version)
    kind = message.kind()
    samples = message.payload_energy_time_series  # type: ignore[attr-defined]  # both kinds have it
    if len(samples) != len(parts.heads) or kind not in _KINDS:
        raise NotUniformError
    forms = _forms(samples[0].observation, len(parts.scanner.values))
    for chunk in parts.chunks:
        _check_signs(chunk, forms.status)
        if kind == "CollectedData" and not chunk.rising:
            # the schema has a constraint on them, and the exact path the words
            raise NotUniformError
    if kind == "CollectedData" and len({slots[0] for slots in parts.slots}) != len(parts.slots):
        raise NotUniformError
    readers = [
        _PayloadReader(sample, head, chosen) for sample, head in zip(samples, parts.heads, strict=True)
    ]
    blocks = _blocks(parts.chunks, forms)
    payloads = [
        readers[number].payload(slots, block)
        for number, slots, block in zip(parts.kinds, parts.slots, blocks, strict=True)
    ]
    whole = attrs.evolve(message, payload_energy_time_series=payloads)  # type: ignore[call-arg]  # both kinds have it
    return FastDocument(
        document=attrs.evolve(document, messages=(whole,)) if isinstance(document, SoapDocument) else whole,
        message=whole,
        version=chosen,
        kinds=tuple(parts.kinds),
        differing=_differing(type(samples[0]), parts.heads),
        regular=all(chunk.regular for chunk in parts.chunks),
        codes_right=codes_right and all_gsrn([point for point in map(_point, payloads) if point is not None]),
        content=data,
    )


def _point(payload: Any) -> str | None:
    point = payload.metering_point_used_domain_location
    return None if point is None else str(point.identification.value)


def _differing(cls: type[Aggregate], heads: list[PayloadHead]) -> frozenset[str]:
    fields = {"observation", *(slot.field for head in heads for slot in head.slots)}
    return frozenset(declared.name for declared in declarations(cls) if declared.field in fields)


def _split(data: bytes, first: re.Match[bytes]) -> _Split:
    front = data[: first.start()]
    _check_frame(_DECLARATION.sub(b"", front, count=1) if front.startswith(b"<?xml") else front)
    tag = first[1] + b"PayloadEnergyTimeSeries>"
    close = b"</" + tag
    head = PayloadHead.at(data, first.start())
    form = RowForm.at(data, first.start() + len(head.text))
    parts = _Split(front, form, Scanner(data, form))
    at = first.start()
    starts: list[int] = []
    ends: list[int] = []
    while True:
        number, rows, slots = _head(data, at, parts)
        end = data.find(close, rows, rows + _LONGEST + len(close))
        if end < 0 or len(parts.kinds) == _PAYLOADS:
            raise NotUniformError
        if not parts.kinds:
            blank = end - len(data[rows:end].rstrip(_SPACE)) - rows
            parts.close = data[end - blank : end] + close
        stop = end + len(close) - len(parts.close)
        if stop < rows or not data.startswith(parts.close, stop):
            raise NotUniformError
        parts.kinds.append(number)
        parts.slots.append(slots)
        starts.append(rows)
        ends.append(stop)
        after = end + len(close)
        if len(parts.kinds) == 1:
            parts.gap = _space_after(data, after)
        at = after + len(parts.gap)
        goes_on = data.startswith(b"<" + tag, at) and data.startswith(parts.gap, after)
        if not goes_on or after - starts[0] > _CHUNK:
            parts.chunks.append(_chunk(parts.scanner, starts, ends))
            starts, ends = [], []
        if not goes_on:
            break
    parts.back = data[after:]
    if len(parts.back) > _FRAME:
        raise NotUniformError
    _check_frame(parts.back)
    return parts


def _check_frame(text: bytes) -> None:
    # comments, sections, instructions and references are for a parser
    if b"<!" in text or b"<?" in text or b"&" in text:
        raise NotUniformError


def _space_after(data: bytes, start: int) -> bytes:
    text = data[start : start + 256]
    return text[: len(text) - len(text.lstrip(_SPACE))]


def _head(data: bytes, at: int, parts: _Split) -> tuple[int, int, tuple[bytes, ...]]:
    """Return the kind of the payload at *at*, where its rows begin, and what stands in its slots."""
    # most payloads are of the kind of the one before
    last = parts.kinds[-1] if parts.kinds else 0
    for number in (last, *(other for other in range(len(parts.heads)) if other != last)):
        match = parts.heads[number].match(data, at) if parts.heads else None
        if match is not None:
            return number, *match
    if len(parts.heads) == _HEADS:
        raise NotUniformError
    head = PayloadHead.at(data, at)
    if not head.text.endswith(parts.form.before):
        raise NotUniformError
    parts.heads.append(head)
    return len(parts.heads) - 1, at + len(head.text), head.own


def _chunk(scanner: Scanner, starts: list[int], ends: list[int]) -> RowChunk:
    chunk = scanner.scan(starts, ends)
    if max(np.diff(chunk.ends, prepend=0)) > _ROWS:
        raise NotUniformError
    return chunk


def _sample(parts: _Split) -> bytes:
    """Return a small document with a payload of each kind; the first has a row for each form of a value."""
    payloads = []
    for number, head in enumerate(parts.heads):
        values = parts.scanner.values if not number else parts.scanner.values[:1]
        rows = b"".join(parts.form.row(place, value) for place, value in enumerate(values, 1))
        # the head ends with the white space that is a part of each row
        text = head.text[: len(head.text) - len(parts.form.before)]
        payloads.append(text + rows + parts.close)
    return parts.front + parts.gap.join(payloads) + parts.back


def _checked(small: bytes, version: str | None) -> tuple[Message | SoapDocument, Message, str, bool]:
    """Read and check a document by the exact path: the last tells whether its identifiers and codes are right."""
    try:
        checked = check_document(small, version=version, read=True)
    except ParseError:
        raise NotUniformError from None
    document = checked.document
    assert document is not None
    messages = document.messages if isinstance(document, SoapDocument) else (document,)
    if (
        checked.not_checked
        or len(messages) != 1
        or any(finding.code.startswith("XSD") for finding in checked.findings)
    ):
        raise NotUniformError
    return document, messages[0], checked.version, not checked.findings


@attrs.frozen
class _Forms:
    """Status, validation and estimation of each form of a value."""

    status: npt.NDArray[np.uint8]
    validation: npt.NDArray[np.uint8]
    estimation: npt.NDArray[np.uint8]


def _forms(block: Any, count: int) -> _Forms:
    if not isinstance(block, Observations) or block.unparsed or len(block) != count:
        raise NotUniformError
    return _Forms(block.status, block.validation, block.estimation)


_SIGNED = (int(Status.CALCULATED), int(Status.CALCULATED_FOR_SETTLEMENT))


def _check_signs(chunk: RowChunk, status: npt.NDArray[np.uint8]) -> None:
    """Require that no value is negative but for calculated ones, as their types have it."""
    if not len(chunk.negative):
        return
    form = np.zeros(1, np.uint8) if chunk.form is None else chunk.form[chunk.negative]
    if not np.isin(status[form], _SIGNED).all():
        raise NotUniformError


def _blocks(chunks: list[RowChunk], forms: _Forms) -> Iterator[Observations]:
    """Yield the columns of each payload; what is the same for many is shared."""
    of_columns = Observations.of_columns
    shared: dict[int, tuple[Any, ...]] = {}
    for chunk in chunks:
        quality = None
        if chunk.form is not None:
            quality = [column[chunk.form] for column in (forms.status, forms.validation, forms.estimation)]
            for column in quality:
                column.flags.writeable = False
        quantity, position, start = chunk.quantity, chunk.position, 0
        for end in chunk.ends:
            count = end - start
            common = shared.get(count)
            if common is None:
                common = shared[count] = _common(count, forms)
            place = common[0] if chunk.regular else position[start:end]
            if quality is None:
                yield of_columns(place, quantity[start:end], common[1], common[2], common[3])
            else:
                yield of_columns(place, quantity[start:end], *(column[start:end] for column in quality))
            start = end


def _common(count: int, forms: _Forms) -> tuple[Any, ...]:
    columns: list[Any] = [np.arange(1, count + 1, dtype=np.int32)]
    columns += [np.full(count, column[0]) for column in (forms.status, forms.validation, forms.estimation)]
    for column in columns:
        column.flags.writeable = False
    return tuple(columns)


class _PayloadReader:
    """Reads the payloads of one kind after the one that the exact path has read."""

    def __init__(self, sample: Aggregate, head: PayloadHead, version: str) -> None:
        self._class: type[Aggregate] = type(sample)
        self._fields = {
            attribute.name: getattr(sample, attribute.name) for attribute in attrs.fields(type(sample))
        }
        self._readers = [(slot.field, self._reader(slot.field, version)) for slot in head.slots]
        # the slots are where the exact path finds the fields
        for (field, read), text in zip(self._readers, head.own, strict=True):
            own, mine = self._fields[field], read(text)
            if repr(own) != repr(mine):
                raise NotUniformError

    def _reader(self, field: str, version: str) -> Any:
        value = self._fields.get(field)
        if isinstance(value, XmlDateTime):
            return _Instants(version)
        if type(value) is str:
            return bytes.decode
        point = getattr(value, "identification", None)
        if value is None or not isinstance(point, Identifier):
            raise NotUniformError
        cls, agency = type(value), point.scheme_agency_identifier
        return lambda text: cls(identification=Identifier(text.decode(), agency))

    def payload(self, slots: tuple[bytes, ...], block: Observations) -> Any:
        """Return the payload with *slots* and the columns *block*."""
        fields = self._fields
        for (field, read), text in zip(self._readers, slots, strict=True):
            fields[field] = read(text)
        fields["observation"] = block
        return self._class(**fields)


class _Instants:
    """Reads instants by their type; one that stood before is not read again."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._instants: dict[bytes, Any] = {}

    def __call__(self, text: bytes) -> Any:
        instant = self._instants.get(text)
        if instant is None:
            instant = self._instants[text] = self._read(text.decode())
        return instant

    def _read(self, text: str) -> Any:
        from edielkit.emif.simple_types import SIMPLE_TYPES
        from edielkit.emif.values import check_text, read_text

        simple = SIMPLE_TYPES["Elhub_dateTime9DecType"]
        value = read_text(simple, text)
        if check_text(simple, text, self._version) or not isinstance(value, XmlDateTime):
            raise NotUniformError
        return value
