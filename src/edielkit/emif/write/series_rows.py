"""The rows of many series to XML at once, as bytes.

A row is three texts that stand in tables: all up to the amount, by its place; the whole part of the amount; its
fraction and all that follows. numpy picks them for many rows, and they are joined once for each series. Rows of another
status, and amounts that are in no table, get texts of their own. The text is that of `edielkit.emif.write.observation_lines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.emif.declare import Declaration, declarations
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.write.observation_lines import shell
from edielkit.series import ESTIMATION_CODES, QUANTITY_LIMIT, VALIDATION_CODES, Observations, Status

__all__ = ("BATCH", "RowWriter")

# so many rows at a time stay near the processor
BATCH = 1 << 12
_SEQUENCE_MAX = 9999
_COLUMNS = ("position", "quantity", "status", "validation", "estimation")
_Texts = npt.NDArray[np.object_]

# by number: whole parts of most amounts, and fractions in thousandths
_WHOLE: _Texts = np.array([b"%d" % n for n in range(10000)], object)
_FRACTION: _Texts = np.array([(b".%03d" % n).rstrip(b"0").rstrip(b".") for n in range(1000)], object)


@attrs.frozen(eq=False)
class _Forms:
    """For each status, validation and estimation together: is it valid, and what stands around the number."""

    valid: npt.NDArray[np.bool_]
    before: _Texts
    after: _Texts


@cache
def _forms(type_name: str, tag: str) -> _Forms:
    allowed = {d.name for d in declarations(AGGREGATES[type_name])}
    valid = np.zeros(1 << 12, bool)
    before, after = np.full(len(valid), b"", object), np.full(len(valid), b"", object)
    for status in Status:
        for validation in range(len(VALIDATION_CODES)):
            for estimation in range(len(ESTIMATION_CODES)):
                number = _together(int(status), validation, estimation)
                if status is Status.MISSING or not _has_its_codes(status, validation, estimation):
                    continue
                name, first, last = shell(int(status), validation, estimation)
                valid[number] = name in allowed
                before[number] = f'">{first}'.encode()
                after[number] = f"{last}</{tag}>\n".encode()
    return _Forms(valid, before, after)


@cache
def _heads(opening: bytes, before: bytes, size: int) -> _Texts:
    """Return what stands before the amount in each place below *size*."""
    return np.array([b"%b%d%b" % (opening, place, before) for place in range(size)], object)


@cache
def _tails(after: bytes) -> _Texts:
    """Return what stands behind the whole part of an amount, for each fraction."""
    texts: _Texts = _FRACTION + after
    return texts


def _together(status: Any, validation: Any, estimation: Any) -> Any:
    return (status << 8) | (validation << 4) | estimation


def _has_its_codes(status: Status, validation: int, estimation: int) -> bool:
    # EMIF: an estimated value has both codes, a temporary one the first and perhaps the second, others have none
    if status in {Status.ESTIMATED, Status.FINAL_ESTIMATED}:
        return validation > 0 and estimation > 0
    if status is Status.TEMPORARY:
        return validation > 0
    return validation == 0 and estimation == 0


class RowWriter:
    """Writes the rows of many series of one kind of payload."""

    def __init__(self, declared: Declaration, prefix: str, pad: str) -> None:
        self._declared = declared
        tag = f"{prefix}:{declared.name}"
        self._open = f'{pad}<{tag} Sequence="'.encode()
        self._forms = _forms(declared.type, tag)

    def write(self, blocks: Sequence[Observations]) -> list[bytes | None]:
        """Return the lines of each block as one text in UTF-8 that ends with a line feed, None for one that is not valid."""
        sizes = [len(block.position) for block in blocks]
        ends = np.cumsum(sizes)
        columns = [np.concatenate([getattr(block, name) for block in blocks]) for name in _COLUMNS]
        position, quantity, status, validation, estimation = columns
        coded = bool(status.any() or validation.any() or estimation.any())
        form = None
        if coded:
            form = _together(status.astype(np.int64), np.minimum(validation, 15), np.minimum(estimation, 15))
            form[status > 15] = len(self._forms.valid) - 1
        broken = self._broken(position, quantity, form)
        spoilt = set(np.searchsorted(ends, np.flatnonzero(broken), side="right").tolist())
        spoilt.update(
            place for place, size in enumerate(sizes) if not self._declared.min <= size <= self._declared.max
        )
        if spoilt:
            good = [block for place, block in enumerate(blocks) if place not in spoilt]
            written = iter(self.write(good) if good else ())
            return [None if place in spoilt else next(written) for place in range(len(blocks))]
        pieces = self._pieces(position, quantity, form)
        starts = (0, *(3 * ends[:-1]).tolist())
        return [b"".join(pieces[start:end]) for start, end in zip(starts, (3 * ends).tolist(), strict=True)]

    def _broken(
        self, position: npt.NDArray[Any], quantity: npt.NDArray[Any], form: npt.NDArray[Any] | None
    ) -> npt.NDArray[np.bool_]:
        broken = (position < 0) | (position > _SEQUENCE_MAX)
        broken |= (quantity >= QUANTITY_LIMIT) | (quantity <= -QUANTITY_LIMIT)
        if form is None:
            return np.asarray(broken | (quantity < 0) | ~self._forms.valid[:1])
        calculated = ((form >> 8) == Status.CALCULATED) | ((form >> 8) == Status.CALCULATED_FOR_SETTLEMENT)
        return np.asarray(broken | ((quantity < 0) & ~calculated) | ~self._forms.valid[form])

    def _pieces(
        self, position: npt.NDArray[Any], quantity: npt.NDArray[Any], form: npt.NDArray[Any] | None
    ) -> list[bytes]:
        """Return three texts for each row, one row after the other."""
        amount = np.abs(quantity)
        whole = amount // 1000
        fraction = amount - whole * 1000
        pieces = np.empty((len(quantity), 3), object)
        pieces[:, 0] = self._heads_of(int(position.max()))[position]
        pieces[:, 1] = _whole_texts(whole)
        pieces[:, 2] = _tails(self._forms.after[0])[fraction]
        negative = np.flatnonzero(quantity < 0)
        pieces[negative, 1] = b"-" + pieces[negative, 1]
        if form is not None:
            other = np.flatnonzero(form)
            places = _heads(self._open, b"", _table_size(int(position.max())))[position[other]]
            pieces[other, 0] = places + self._forms.before[form[other]]
            pieces[other, 2] = _FRACTION[fraction[other]] + self._forms.after[form[other]]
        texts: list[bytes] = pieces.ravel().tolist()
        return texts

    def _heads_of(self, last: int) -> _Texts:
        return _heads(self._open, self._forms.before[0], _table_size(last))


def _table_size(last: int) -> int:
    """Return how many places a table has that goes up to *last*: few sizes, so that few tables are kept.

    >>> [_table_size(last) for last in (0, 24, 744, 9999)]
    [128, 128, 1024, 16384]
    """
    return next(size for size in (1 << 7, 1 << 10, 1 << 14) if last < size)


def _whole_texts(whole: npt.NDArray[np.int64]) -> _Texts:
    if int(whole.max()) < len(_WHOLE):
        return np.asarray(_WHOLE[whole])
    return np.array([b"%d" % part for part in whole.tolist()], object)
