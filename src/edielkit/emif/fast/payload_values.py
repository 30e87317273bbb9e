"""Payloads as values: what the exact path has read of one of a kind, with the slots and columns of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.emif.check.documents import check_document
from edielkit.emif.declare import Aggregate
from edielkit.emif.fast.heads import PayloadHead
from edielkit.emif.fast.parts import Split
from edielkit.emif.fast.row_form import NotUniformError, RowForm
from edielkit.emif.fast.rows import RowChunk
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Identifier, XmlDateTime
from edielkit.errors import ParseError
from edielkit.series import Observations, Status

__all__ = ("Forms", "Instants", "PayloadReader", "blocks", "forms_of")

_SIGNED = (int(Status.CALCULATED), int(Status.CALCULATED_FOR_SETTLEMENT))
_OBSERVATION = re.compile(r"/abie:Observation(?:\[([0-9]+)\])?(?:/|$)")


@attrs.frozen(eq=False)
class Forms:
    """What the exact path says of each form of a value in rows of one form.

    Attributes:
        status: Status of each.
        validation: Index of its code of validation.
        estimation: Index of its code of estimation.
        right: Whether the schema has nothing against it.
        signed: Whether its amounts may have a minus sign.
    """

    status: npt.NDArray[np.uint8]
    validation: npt.NDArray[np.uint8]
    estimation: npt.NDArray[np.uint8]
    right: npt.NDArray[np.bool_]
    signed: npt.NDArray[np.bool_]

    def faulty(self, chunk: RowChunk) -> list[int]:
        """Return the places of the payloads of *chunk* in which a value is not as its type has it."""
        form = chunk.form
        signs = np.zeros(len(chunk.negative), np.uint8) if form is None else form[chunk.negative]
        rows = chunk.negative[~self.signed[signs]]
        if not self.right.all():
            form = np.zeros(len(chunk.position), np.uint8) if form is None else form
            rows = np.concatenate((rows, np.flatnonzero(~self.right[form])))
        return [int(place) for place in np.unique(np.searchsorted(chunk.ends, rows, side="right"))]

    def same(self, other: Forms) -> bool:
        """Tell whether *other* says the same."""
        mine, others = attrs.astuple(self, recurse=False), attrs.astuple(other, recurse=False)
        return all(np.array_equal(a, b) for a, b in zip(mine, others, strict=True))


def forms_of(parts: Split, form: RowForm, version: str) -> Forms:
    """Return what the exact path says of the forms of values in rows of *form*.

    Raises:
        NotUniformError: They cannot be told apart.
    """
    values = parts.scanners[form].values
    part = next(part for part in parts.parts if part.plain and parts.heads[part.kind].form == form)
    rows = b"".join(form.row(place, value) for place, value in enumerate(values, 1))
    data = parts.data
    # the head ends with the white space that is a part of each row
    head = data[part.at : part.rows - len(form.before)]
    try:
        checked = check_document(
            data[: parts.front.end] + head + rows + data[part.stop : part.end] + data[parts.back :],
            codes=False,
            version=version,
            read=True,
        )
    except ParseError:
        raise NotUniformError from None
    document = checked.document
    messages = document.messages if isinstance(document, SoapDocument) else (document,)
    payloads = [
        payload for message in messages for payload in getattr(message, "payload_energy_time_series", ())
    ]
    block = payloads[0].observation if len(payloads) == 1 else None
    if not isinstance(block, Observations) or len(block) != len(values) or checked.not_checked:
        raise NotUniformError
    right = np.ones(len(values), bool)
    right[[row for row, _ in block.unparsed]] = False
    for finding in checked.findings:
        place = _OBSERVATION.search(finding.position.path)
        if place is not None:
            right[int(place[1] or 1) - 1] = False
        elif finding.code == "XSD041":
            # words of another processor: nobody knows what they are about
            raise NotUniformError
    return Forms(block.status, block.validation, block.estimation, right, np.isin(block.status, _SIGNED))


def blocks(chunk: RowChunk, forms: Forms, shared: dict[Any, tuple[Any, ...]]) -> Iterator[Observations]:
    """Yield the columns of each payload of *chunk*; what is the same for many is shared."""
    of_columns = Observations.of_columns
    quality = None
    if chunk.form is not None:
        quality = [column[chunk.form] for column in (forms.status, forms.validation, forms.estimation)]
        for column in quality:
            column.flags.writeable = False
    quantity, position, start = chunk.quantity, chunk.position, 0
    for end, regular in zip(chunk.ends, chunk.regular.tolist(), strict=True):
        count = end - start
        common = shared.get((id(forms), count))
        if common is None:
            common = shared[id(forms), count] = _common(count, forms)
        place = common[0] if regular else position[start:end]
        if quality is None:
            yield of_columns(place, quantity[start:end], common[1], common[2], common[3])
        else:
            yield of_columns(place, quantity[start:end], *(column[start:end] for column in quality))
        start = end


def _common(count: int, forms: Forms) -> tuple[Any, ...]:
    columns: list[Any] = [np.arange(1, count + 1, dtype=np.int32)]
    columns += [np.full(count, column[0]) for column in (forms.status, forms.validation, forms.estimation)]
    for column in columns:
        column.flags.writeable = False
    return tuple(columns)


class PayloadReader:
    """Reads the payloads of one kind after the one that the exact path has read."""

    def __init__(
        self, sample: Aggregate, head: PayloadHead, slots: tuple[bytes, ...], instants: Instants
    ) -> None:
        self._class: type[Aggregate] = type(sample)
        self._instants = instants
        self._fields = {
            attribute.name: getattr(sample, attribute.name) for attribute in attrs.fields(type(sample))
        }
        self._readers = [(slot.field, self._reader(slot.field)) for slot in head.slots]
        # the slots are where the exact path finds the fields
        for (field, read), text in zip(self._readers, slots, strict=True):
            if repr(self._fields[field]) != repr(read(text)):
                raise NotUniformError

    def _reader(self, field: str) -> Any:
        value = self._fields.get(field)
        if isinstance(value, XmlDateTime):
            return self._instants
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


class Instants:
    """Reads instants by their type; one that stood before is not read again."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._instants: dict[bytes, XmlDateTime | None] = {}

    def __call__(self, text: bytes) -> XmlDateTime | None:
        """Return the instant that *text* is, None when its type does not have it."""
        if text not in self._instants:
            self._instants[text] = self._read(text.decode())
        return self._instants[text]

    def _read(self, text: str) -> XmlDateTime | None:
        from edielkit.emif.simple_types import SIMPLE_TYPES
        from edielkit.emif.values import check_text, read_text

        simple = SIMPLE_TYPES["Elhub_dateTime9DecType"]
        value = read_text(simple, text)
        return (
            value if isinstance(value, XmlDateTime) and not check_text(simple, text, self._version) else None
        )
