"""Reading the data files: comma separated rows under a head of ``#`` lines that names the sources.

A head line ``# key = text`` gives the text that rows mean by *key* in their source column.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

import attrs

from edielkit.codes.lists import Code, CodeList, CodeTrust

__all__ = ("read_data", "read_lists", "read_table")

Row = dict[str, str]

# The directory is EDIFACT's word for what EMIF calls a version.
_VERSION_COLUMNS = ("versions", "directory")


def read_lists(wire: str) -> dict[str, CodeList]:
    """Return the code lists of *wire* by name, none when the package has no file for it."""
    rows, sources = read_table(_data(f"{wire}.csv"))
    heads = {row["list"]: row for row in read_table(_data(f"{wire}_lists.csv"))[0]}
    grouped: dict[str, dict[str, Code]] = {}
    for row in rows:
        codes = grouped.setdefault(row["list"], {})
        code = _code(row, sources)
        before = codes.get(code.value)
        codes[code.value] = code if before is None else _merged(before, code)
    return {name: _list(name, wire, heads.get(name, {}), codes) for name, codes in grouped.items()}


def read_data(name: str) -> tuple[list[Row], dict[str, str]]:
    """Return the rows and the sources of a data file of this package."""
    return read_table(_data(name))


def read_table(text: str) -> tuple[list[Row], dict[str, str]]:
    r"""Return the rows of a data file and the sources that its head names.

    >>> read_table("# a1 = a page\nlist,code,source\n4405,1,a1\n")
    ([{'list': '4405', 'code': '1', 'source': 'a1'}], {'a1': 'a page'})
    """
    lines = text.splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    rows = csv.DictReader(line for line in lines if line and not line.startswith("#"))
    return list(rows), dict(_sources(head))


def _data(name: str) -> str:
    file = files("edielkit.codes") / "data" / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _sources(head: list[str]) -> Iterator[tuple[str, str]]:
    for line in head:
        key, separator, text = line.partition(" = ")
        if separator and " " not in key.strip():
            yield key.strip(), text.strip()


def _code(row: Row, sources: dict[str, str]) -> Code:
    keys = row.get("source", "").split(" ")
    are_listed = all(key in sources for key in keys)
    return Code(
        value=row["code"],
        agency=row.get("agency", ""),
        name=row.get("name_en", ""),
        name_no=row.get("name_no", ""),
        trust=_trust(row.get("trust", "")),
        agency_trust=_trust(row.get("agency_trust", "")),
        versions=tuple(version for column in _VERSION_COLUMNS for version in row.get(column, "").split()),
        source="; ".join(sources[key] for key in keys) if are_listed else row.get("source", ""),
    )


def _trust(word: str) -> CodeTrust:
    return CodeTrust(word) if word else CodeTrust.NOT_FOUND


def _merged(first: Code, again: Code) -> Code:
    # One row for each directory is another way to say that several have the code.
    versions = dict.fromkeys((*first.versions, *again.versions))
    return attrs.evolve(first, versions=tuple(versions))


def _list(name: str, wire: str, head: Row, codes: dict[str, Code]) -> CodeList:
    return CodeList(
        name=name,
        wire=wire,
        title=head.get("title", name),
        source=head.get("source", ""),
        agency_attribute=head.get("agency_attribute", ""),
        agency_reason=head.get("agency_reason", ""),
        codes=codes,
    )
