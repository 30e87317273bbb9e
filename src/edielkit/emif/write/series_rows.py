"""The rows of many series to XML text at once.

Each row is written with all places for digits that a number may need, those that it does not need as zero bytes, which
are taken out of the whole. The text is that of `edielkit.emif.write.blocks`.
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
from edielkit.emif.write.blocks import shell
from edielkit.series import ESTIMATION_CODES, QUANTITY_LIMIT, VALIDATION_CODES, Observations, Status

__all__ = ("BATCH", "RowWriter")

# so many rows at a time stay near the processor
BATCH = 1 << 12
_SEQUENCE_MAX = 9999
_COLUMNS = ("position", "quantity", "status", "validation", "estimation")
_Text = npt.NDArray[np.uint32]


def _four(texts: list[str]) -> _Text:
    return np.array([int.from_bytes(text.encode(), "little") for text in texts], "<u4")


# four digits as four bytes: a number below 10 000 as it is written, the same with zeros in front, thousandths
_PLAIN = _four([str(n) for n in range(10000)])
_PADDED = _four([f"{n:04}" for n in range(10000)])
_FRACTION = _four([f".{n:03}".rstrip("0").rstrip(".") for n in range(1000)])
_POWERS = 10 ** np.arange(1, 13, dtype=np.int64)
_SIZE = np.array([len(str(n)) for n in range(10000)], np.int64)
_FRACTION_SIZE = np.array([len(f".{n:03}".rstrip("0").rstrip(".")) for n in range(1000)], np.int64)


@attrs.frozen(eq=False)
class _Forms:
    """For each status, validation and estimation together: is it valid, and what stands around the number."""

    valid: npt.NDArray[np.bool_]
    before: _Shells
    after: _Shells


class _Shells:
    """Texts by form, given as arrays no wider than those in use."""

    def __init__(self, texts: list[bytes]) -> None:
        self._texts = np.array(texts)
        self.size = np.array([len(text) for text in texts], np.int64)
        self._narrow: dict[int, npt.NDArray[np.bytes_]] = {}

    def of(self, form: npt.NDArray[Any]) -> npt.NDArray[np.bytes_]:
        """Return the text of each form."""
        width = int(self.size[form].max())
        if width not in self._narrow:
            self._narrow[width] = self._texts.astype(f"S{width}")
        return np.asarray(self._narrow[width][form])


@cache
def _forms(type_name: str, tag: str) -> _Forms:
    allowed = {d.name for d in declarations(AGGREGATES[type_name])}
    valid = np.zeros(1 << 12, bool)
    before, after = [b""] * len(valid), [b""] * len(valid)
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
    return _Forms(valid, _Shells(before), _Shells(after))


_METERED = np.zeros(1, np.int64)


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

    def write(self, blocks: Sequence[Observations]) -> list[str | None]:
        """Return the lines of each block as one text that ends with a line feed, None for one that is not valid."""
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
        return list(self._texts(ends, position, quantity, form))

    def _broken(
        self, position: npt.NDArray[Any], quantity: npt.NDArray[Any], form: npt.NDArray[Any] | None
    ) -> npt.NDArray[np.bool_]:
        broken = (position < 0) | (position > _SEQUENCE_MAX)
        broken |= (quantity >= QUANTITY_LIMIT) | (quantity <= -QUANTITY_LIMIT)
        if form is None:
            return np.asarray(broken | (quantity < 0) | ~self._forms.valid[:1])
        calculated = ((form >> 8) == Status.CALCULATED) | ((form >> 8) == Status.CALCULATED_FOR_SETTLEMENT)
        return np.asarray(broken | ((quantity < 0) & ~calculated) | ~self._forms.valid[form])

    def _texts(
        self,
        ends: npt.NDArray[Any],
        position: npt.NDArray[Any],
        quantity: npt.NDArray[Any],
        form: npt.NDArray[Any] | None,
    ) -> Any:
        kinds = _METERED if form is None else form
        before, after = self._forms.before.of(kinds), self._forms.after.of(kinds)
        signed, amount = bool((quantity < 0).any()), np.abs(quantity)
        whole = amount // 1000
        fraction = amount - whole * 1000
        groups = 1 if int(whole.max()) < 10**4 else 3
        rows = self._rows(len(quantity), before, after, groups, signed=signed)
        rows["place"] = _PLAIN[position]
        if form is not None:
            rows["before"], rows["after"] = before, after
        if signed:
            rows["sign"] = np.where(quantity < 0, ord("-"), 0)
        _put_whole(rows, whole, groups)
        rows["fraction"] = _FRACTION[fraction]
        size = _SIZE[position] + _FRACTION_SIZE[fraction] + len(self._open)
        size += _SIZE[whole] if groups == 1 else np.searchsorted(_POWERS, whole, side="right") + 1
        size += self._forms.before.size[kinds] + self._forms.after.size[kinds]
        if signed:
            size += quantity < 0
        stops = np.cumsum(size)[ends - 1].tolist()
        text = rows.tobytes().translate(None, b"\0").decode("ascii")
        start = 0
        for stop in stops:
            yield text[start:stop]
            start = stop

    def _rows(
        self, count: int, before: npt.NDArray[Any], after: npt.NDArray[Any], groups: int, *, signed: bool
    ) -> npt.NDArray[Any]:
        """Return rows with what is the same in each."""
        fields: list[Any] = [("open", f"S{len(self._open)}"), ("place", "<u4"), ("before", before.dtype)]
        fields += [("sign", "u1")] if signed else []
        fields += [(f"whole{n}", "<u4") for n in range(groups)]
        rows = np.empty(count, [*fields, ("fraction", "<u4"), ("after", after.dtype)])
        rows["open"] = self._open
        rows["before"] = before[0]
        rows["after"] = after[0]
        return rows


def _put_whole(rows: npt.NDArray[Any], whole: npt.NDArray[np.int64], groups: int) -> None:
    if groups == 1:
        rows["whole0"] = _PLAIN[whole]
        return
    low, middle, high = whole % 10**4, whole // 10**4 % 10**4, whole // 10**8
    rows["whole0"] = np.where(high > 0, _PLAIN[high], 0)
    rows["whole1"] = np.where(high > 0, _PADDED[middle], np.where(middle > 0, _PLAIN[middle], 0))
    rows["whole2"] = np.where((high > 0) | (middle > 0), _PADDED[low], _PLAIN[low])
