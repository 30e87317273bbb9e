"""Reading the data files of the guides: a head of ``# key = text`` lines, then rows with their names on top."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import attrs

__all__ = (
    "GuideFile",
    "Row",
    "allowance_rows",
    "fact_rows",
    "guide_file",
    "guide_names",
    "identifier_rows",
    "version_rows",
    "weight_rows",
    "without_rows",
)

Row = dict[str, str]
_DATA = "data"
# what is no guide
_FACTS, _ALLOWANCES, _WITHOUT = "facts.csv", "allowances.csv", "without.csv"
_IDENTIFIERS, _WEIGHTS, _VERSIONS = "identifiers.csv", "weights.csv", "versions.csv"
_NO_GUIDES = frozenset({_FACTS, _ALLOWANCES, _WITHOUT, _IDENTIFIERS, _WEIGHTS, _VERSIONS})


@attrs.frozen(eq=False)
class GuideFile:
    """One data file.

    Attributes:
        head: Texts by key; a key that comes again has several.
        rows: The rows, a text for each column.
    """

    head: dict[str, tuple[str, ...]]
    rows: tuple[Row, ...]

    def head_text(self, key: str) -> str:
        """Return the text of a key, empty when it is not there."""
        return next(iter(self.head.get(key, ())), "")

    @classmethod
    def of(cls, text: str) -> GuideFile:
        r"""Return the content of a file.

        >>> GuideFile.of("# s1 = a page\nsegment,source\nBGM,s1\n").head_text("s1")
        'a page'
        """
        head: dict[str, tuple[str, ...]] = {}
        lines = text.splitlines()
        for line in lines:
            key, equals, value = line.removeprefix("#").partition(" = ")
            if line.startswith("#") and equals:
                head[key.strip()] = (*head.get(key.strip(), ()), value.strip())
        rows = csv.DictReader(line for line in lines if line and not line.startswith("#"))
        return cls(head, tuple({key: value or "" for key, value in row.items()} for row in rows))


@cache
def guide_names() -> tuple[tuple[str, str, str], ...]:
    """Return profile, message type and directory of each guide.

    >>> ("se", "UTILTS", "D.02B") in guide_names()
    True
    """
    names = sorted(file.name for file in (files(__package__) / _DATA).iterdir())
    return tuple(_parted(name) for name in names if name not in _NO_GUIDES)


def _parted(name: str) -> tuple[str, str, str]:
    profile, message_type, directory = name.removesuffix(".csv").split("-")
    return profile, message_type.upper(), directory.upper()


def guide_file(profile: str, message_type: str, directory: str) -> GuideFile | None:
    """Return the file of a guide, None when there is none."""
    if (profile, message_type, directory) not in guide_names():
        return None
    return _read(f"{profile}-{message_type}-{directory}.csv".lower())


def fact_rows() -> tuple[Row, ...]:
    """Return the facts that conditions are made of."""
    return _read(_FACTS).rows


def allowance_rows() -> GuideFile:
    """Return what guides allow in series."""
    return _read(_ALLOWANCES)


def identifier_rows() -> GuideFile:
    """Return where identifiers stand."""
    return _read(_IDENTIFIERS)


def weight_rows() -> GuideFile:
    """Return how much rules beside the guides' rows weigh."""
    return _read(_WEIGHTS)


def version_rows() -> GuideFile:
    """Return the versions of guides in time."""
    return _read(_VERSIONS)


def without_rows() -> tuple[Row, ...]:
    """Return the messages that have no guide here."""
    return _read(_WITHOUT).rows


@cache
def _read(name: str) -> GuideFile:
    return GuideFile.of((files(__package__) / _DATA / name).read_text(encoding="utf-8"))
