"""The columns of a mass extraction's files, as docs/reference/extraction.md describes them; they are ours, Elhub's are NOT FOUND."""

from __future__ import annotations

from collections.abc import Sequence

from edielkit.value_files.sheet_rows import Layout

__all__ = ("COLUMNS", "is_head", "layout_of")

COLUMNS = (
    "metering_point",
    "product",
    "direction",
    "business_type",
    "start",
    "resolution",
    "quantity",
    "unit",
    "status",
    "validation",
    "estimation",
)
# the kind of a calculated value has no place in a series: a point has values of one kind at a time
_UNREAD = frozenset({"business_type"})


def is_head(names: Sequence[str]) -> bool:
    """Tell whether *names* are the columns of such a file.

    >>> is_head(COLUMNS), is_head(COLUMNS[1:])
    (True, False)
    """
    return tuple(names) == COLUMNS


def layout_of() -> Layout:
    """Return where the columns are.

    >>> layout_of().columns["start"]
    4
    """
    renamed = {"metering_point": "point"}
    return Layout(
        columns={renamed.get(name, name): place for place, name in enumerate(COLUMNS) if name not in _UNREAD}
    )
