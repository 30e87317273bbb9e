"""The CSV that end users download of their consumption: two generations.

Source: public clients that read these files: name, columns, separator and time of both generations, the words of quality. How the
column of production is called is NOT FOUND: only consumption is read and written. That semicolons and times with offset are one
generation is inferred. The metering point stands in the name of the file alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from edielkit.value_files.options import ReadOptions
from edielkit.value_files.sheet_rows import Layout
from edielkit.value_files.value_rows import Channel

__all__ = ("CALCULATED", "GENERATIONS", "MEASURED", "Generation", "file_name", "head", "is_head", "layout_of")

MEASURED, CALCULATED = "Målt", "Beregnet"
_START, _END, _QUALITY = "Fra", "Til", "Kvalitet"
_QUANTITY = re.compile(r"KWH (15|60) Forbruk")
_NAME = re.compile(r"meteringvalues-mp-(\d{18})-consumption-", re.ASCII)
# what Forbruk in kWh is: active energy that flows out of the grid
_PRODUCT, _UNIT, _DIRECTION = "8716867000030", "kWh", "Out"


class Generation(NamedTuple):
    """A form of the file.

    Attributes:
        delimiter: Between columns.
        mark: Byte order mark at the start.
        offset: Instants as ISO 8601 with their offset; else dd.mm.yyyy hh:mm of the Norwegian clock, without zone.
    """

    delimiter: str
    mark: str
    offset: bool


# Name to the form: the newer one since about 2026.
GENERATIONS: Mapping[str, Generation] = MappingProxyType(
    {
        "offset": Generation(";", "\ufeff", offset=True),
        "clock": Generation(",", "", offset=False),
    }
)


def file_name(point: str, stamp: str) -> str:
    """Return the name of a file.

    Args:
        point: GSRN of the metering point.
        stamp: When it was downloaded, as ``yyyymmddThhmm``.

    >>> file_name("707057500000000008", "20260302T0915")
    'meteringvalues-mp-707057500000000008-consumption-20260302T0915.csv'
    """
    return f"meteringvalues-mp-{point}-consumption-{stamp}.csv"


def head(minutes: int, *, quality: bool) -> tuple[str, ...]:
    """Return the names of the columns.

    Args:
        minutes: Length of the steps: 15 or 60.
        quality: With the column Kvalitet.

    >>> head(60, quality=True)
    ('Fra', 'Til', 'KWH 60 Forbruk', 'Kvalitet')
    """
    return (_START, _END, f"KWH {minutes} Forbruk", *((_QUALITY,) if quality else ()))


def is_head(names: Sequence[str]) -> bool:
    """Tell whether *names* are the columns of such a file.

    >>> is_head(("Fra", "Til", "KWH 15 Forbruk")), is_head(("Fra", "Til", "kWh"))
    (True, False)
    """
    return tuple(names[:2]) == (_START, _END) and len(names) > 2 and bool(_QUANTITY.fullmatch(names[2]))


def layout_of(names: Sequence[str], options: ReadOptions) -> Layout:
    """Return where the columns of a file are.

    Args:
        names: Its columns, of which `is_head` says yes.
        options: Its name, in which its metering point stands.

    >>> layout_of(head(60, quality=True), ReadOptions()).seconds
    3600
    """
    match, point = _QUANTITY.fullmatch(names[2]), _NAME.search(options.name)
    columns = {"start": 0, "end": 1, "quantity": 2}
    if _QUALITY in names:
        columns["status"] = names.index(_QUALITY)
    return Layout(
        columns=columns,
        channel=Channel(point[1] if point else None, _PRODUCT, _UNIT, _DIRECTION),
        seconds=int(match[1]) * 60 if match else None,
    )
