"""Sheets of metering values that people keep: columns by the names that they have, or that the reader gives.

The names of columns are our own choice, in Norwegian and English; capitals, blanks and signs in them do not count. A unit in the name
of the quantity counts, and so does what it says of the direction: ``Forbruk (kWh)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from edielkit.harmless import quoted
from edielkit.series.units import unit_named
from edielkit.value_files.file_value_rules import FileFindings
from edielkit.value_files.options import ReadOptions
from edielkit.value_files.sheet_rows import DIRECTIONS, FIELDS, Layout
from edielkit.value_files.value_rows import Channel

__all__ = ("NAMES", "is_head", "layout_of")

# Field to the names that a column may have, in small letters and digits alone.
NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "point": ("meteringpoint", "meteringpointid", "målepunkt", "målepunktid", "maalepunkt", "maalepunktid", "gsrn"),
        "date": ("date", "dato"),
        "start": ("start", "starttime", "from", "fra", "time", "timestamp", "tid", "tidspunkt", "klokkeslett"),
        "end": ("end", "endtime", "to", "til", "slutt"),
        "quantity": ("quantity", "value", "verdi", "mengde", "forbruk", "produksjon", "kwh", "mwh", "quantitykwh"),
        "unit": ("unit", "enhet"),
        "product": ("product", "productcode", "produkt", "produktkode"),
        "direction": ("direction", "retning"),
        "resolution": ("resolution", "oppløsning"),
        "status": ("status", "quality", "kvalitet"),
        "validation": ("validation",),
        "estimation": ("estimation",),
    }
)  # fmt: skip
_FIELD_OF = MappingProxyType({name: field for field, names in NAMES.items() for name in names})
_UNIT = re.compile(r"(.*?)[ _]*[(\[]([^()\[\]]+)[)\]]")
_NEEDED = ("start", "quantity")
_SHOWN = 40


def _key(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _base(name: str) -> str:
    """Return the name of a column without its unit, as it is compared."""
    match = _UNIT.fullmatch(name.strip())
    return _key(match[1] if match else name)


def _field(name: str) -> str | None:
    return _FIELD_OF.get(_base(name))


def is_head(names: Sequence[str], options: ReadOptions) -> bool:
    """Tell whether *names* are the columns of such a sheet: a time and a quantity are among them, or the reader names columns.

    >>> is_head(("Målepunkt", "Fra", "Forbruk (kWh)"), ReadOptions()), is_head(("a", "b"), ReadOptions())
    (True, False)
    """
    fields = {_field(name) for name in names}
    return bool(options.columns) or ("quantity" in fields and bool({"start", "date"} & fields))


def layout_of(names: Sequence[str], options: ReadOptions, findings: FileFindings, line: int) -> Layout | None:
    """Return where the columns of a sheet are; None where one that is needed is not there.

    Args:
        names: Its columns.
        options: The columns that have other names.
        findings: Takes columns that are missing, stand twice or are not read.
        line: Line of the head.

    >>> findings = FileFindings()
    >>> layout_of(("Målepunkt", "Fra", "Kommentar", "kWh"), ReadOptions(), findings, 1).columns
    mappingproxy({'point': 0, 'start': 1, 'quantity': 3})
    >>> [finding.message for finding in findings]
    ["the column 'Kommentar' is not read"]
    """
    places: dict[str, list[int]] = {}
    for field, place in _placed(names, options, findings, line):
        places.setdefault(field, []).append(place)
    if findings.has_errors:
        return None
    _check(names, places, findings, line)
    if findings.has_errors:
        return None
    columns = {field: at[0] for field, at in places.items()}
    if "start" not in columns:
        columns["start"] = columns.pop("date")
    if "date" in columns and "end" in columns:
        findings.add(
            "TAB003",
            f"the column {quoted(names[columns.pop('end')], _SHOWN)} is not read beside a date",
            line=line,
        )
    amounts = names[columns["quantity"]]
    unit = None if "unit" in columns else _unit_of(amounts)
    direction = None if "direction" in columns else DIRECTIONS.get(_base(amounts))
    return Layout(columns=MappingProxyType(columns), channel=Channel(None, None, unit, direction))


def _placed(
    names: Sequence[str], options: ReadOptions, findings: FileFindings, line: int
) -> Iterator[tuple[str, int]]:
    """Yield the field and the place of each column; what an option names goes before the names of the form."""
    stated = {name: field for field, name in options.columns.items()}
    for field, name in options.columns.items():
        if field not in FIELDS:
            findings.add(
                "TAB002", f"expected a field of {', '.join(FIELDS)}; found {quoted(field, _SHOWN)}", line=line
            )
        elif name not in names:
            listed = ", ".join(column[:_SHOWN] for column in names[:20])
            findings.add("TAB002", f"expected a column {quoted(name, _SHOWN)}, found {listed}", line=line)
    for place, name in enumerate(names):
        own = _field(name)
        meant = stated.get(name) or (own if own not in options.columns else None)
        if meant is not None:
            yield meant, place
        elif name:
            findings.add("TAB003", f"the column {quoted(name, _SHOWN)} is not read", line=line)


def _check(names: Sequence[str], places: Mapping[str, list[int]], findings: FileFindings, line: int) -> None:
    for field, at in places.items():
        if len(at) > 1:
            listed = " and ".join(repr(names[place][:_SHOWN]) for place in at[:5])
            findings.add("TAB002", f"expected one column of {field}, found {listed}", line=line)
    for field in _NEEDED:
        if field not in places and not (field == "start" and "date" in places):
            findings.add("TAB002", f"expected a column of {field}: {', '.join(NAMES[field])}", line=line)


def _unit_of(name: str) -> str | None:
    """Return the unit that the name of a column says."""
    match = _UNIT.fullmatch(name.strip())
    word = match[2] if match else name
    words = {"kwh": "kWh", "mwh": "MWh", "kvarh": "kvarh", "quantitykwh": "kWh"}
    unit = unit_named(words.get(_key(word), ""))
    return unit.name if unit else None
