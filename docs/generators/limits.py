"""The page docs/reference/limits.md: how much is read, counted and shown, each value taken from the code."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import attrs

from docs.generators.markdown import NOTE, table

__all__ = ("CONSTANTS", "SETTABLE", "page", "value_of")

# Classes of limits: their fields are the rows, and a caller of the functions that take them may set others.
SETTABLE = (
    ("edielkit.compressed", "UnpackLimits", "gzip, Zstandard: beyond is SYS012"),
    ("edielkit.archives", "ZipLimits", "zip archives: beyond is SYS012"),
    ("edielkit.emif.read.xml", "XmlLimits", "XML: beyond is XSD003"),
    (
        "edielkit.edifact.segments",
        "Limits",
        "EDIFACT: beyond, input is refused or kept unread with a finding",
    ),
    ("edielkit.server.checking.checker", "CheckingLimits", "the checking service"),
)
# Module, constant, what it bounds, what becomes of more.
CONSTANTS = (
    ("edielkit.emif.check.documents", "MOST_FINDINGS", "findings of the schema in one XML document", "further ones are left out, and the report lists that under not checked"),
    ("edielkit.emif.check.documents", "MOST_ATTRIBUTES", "attributes of one XML element", "the schema of libxml2 is not asked: each attribute is a finding already"),
    ("edielkit.edifact.collector", "MAX_PER_RULE", "findings of one rule in one EDIFACT input", "further ones are counted in one line"),
    ("edielkit.emif.values", "_MOST_DIGITS", "digits of a number in XML, and its exponent", "it is no number"),
    ("edielkit.series.time_series", "QUANTITY_LIMIT", "a quantity, in thousandths of its unit", "refused"),
    ("edielkit.series.grid", "_STEPS_LIMIT", "steps of a period", "refused"),
    ("edielkit.emif.from_dict", "_MOST_BITS", "bits of a whole number in plain data of EMIF", "`BuildError`"),
    ("edielkit.edifact.write.mscons_from_dict", "_MOST_BITS", "bits of a whole number in plain data of MSCONS", "`BuildError`"),
    ("edielkit.edifact.write.mscons", "_MOST_VALUES", "values of a series that is written as MSCONS", "`BuildError`"),
    ("edielkit.generate.anonymise", "_MOST_WEEKS", "weeks by which `anonymise` moves times", "refused"),
    ("edielkit.tables.rows", "MAX_ROWS", "rows of one table", "refused"),
    ("edielkit.answers.faults", "MOST_CHARACTERS", "characters of a CollectedData message", "`acknowledge` answers that it is too big"),
    ("edielkit.scenarios.scenario", "_MOST_STEPS", "steps of a scenario", "refused"),
    ("edielkit.scenarios.scenario", "LONGEST", "time that a scenario lasts", "refused"),
    ("edielkit.cli.open_files", "MOST_BYTES", "bytes of a file that a command reads", "refused"),
    ("edielkit.cli.open_files", "MOST_STREAMED", "bytes of a pipe or a device that a command reads", "refused"),
    ("edielkit.cli.input.scenario_files", "_MOST_BYTES", "bytes of a scenario file", "refused"),
    ("edielkit.cli.input.scenario_files", "_MOST_LEVELS", "levels of lists and names in a scenario file", "refused"),
    ("edielkit.cli.commands.build", "_MOST_DIGITS", "digits of a whole number in the JSON of `build`", "refused"),
    ("edielkit.cli.commands.build", "_MOST_FAULTS", "faults that `build` lists", "further ones are counted"),
    ("edielkit.server.control.json_doors", "_MOST_BYTES", "bytes of a request to the control door", "refused"),
    ("edielkit.server.control.turning", "_MOST_BYTES", "bytes of a snapshot that is put back", "refused"),
    ("edielkit.server.control.turning", "_LONGEST", "time by which the clock is turned at once", "refused"),
    ("edielkit.server.message_log", "_MOST_BYTES", "bytes of messages that a server keeps to be looked at", "the oldest go"),
    ("edielkit.server.tokens.door", "_MOST", "bytes of a request for a token", "refused"),
)  # fmt: skip
_KILO = 1024


def page() -> str:
    """Return the page."""
    lines = [
        "# Limits",
        "",
        NOTE,
        "",
        "Input is hostile until it is read: what is larger, longer or more than these is refused or kept unread, with words, before it costs time or",
        "memory. Nested XML is bounded by libxml2 at 256 levels (XSD003), and entities and document types are not allowed at all (XSD002).",
        "",
        "## To be set by a caller",
        "",
        *table(("Field", "Value", "What it bounds", "Of what"), _settable()),
        "",
        "## Fixed",
        "",
        *table(("Most", "Of what", "Beyond", "Set in"), _fixed()),
        "",
        "## What it costs within them",
        "",
        "Time grows with the size of an input, not with its square (`benchmarks/growth.py`). Beside an ordinary message of the same wire a byte of values",
        "that overlap, of many small messages and of many interchanges with one is to cost no more than twice as much; one of messages of three values costs",
        "about three times as much. Within one EDIFACT message a flood of short segments with several faults each costs far more, up to a hundred times, as",
        "long as its findings are listed: each of them is made, and beyond the bound of a rule they are only counted (`benchmarks/message_floods.py`).",
        "Whoever checks what strangers send bounds its size or its time, as the checking service does.",
    ]
    return "\n".join(lines) + "\n"


def value_of(module: str, name: str) -> Any:
    """Return a limit as the code has it."""
    return getattr(import_module(module), name)


def _settable() -> Iterable[tuple[str, ...]]:
    for module, name, words in SETTABLE:
        kind = value_of(module, name)
        explained = _explained(kind.__doc__)
        for field in attrs.fields(kind):
            default = field.default
            shown = _value(default, field.name) if isinstance(default, (int, float)) else f"`{default}`"
            yield f"`{module}.{name}.{field.name}`", shown, explained[field.name], words


def _explained(text: str) -> dict[str, str]:
    """Return the attributes of a docstring with what it says of them."""
    _, _, listed = text.partition("Attributes:\n")
    rows: dict[str, str] = {}
    for line in filter(None, map(str.strip, listed.splitlines())):
        name, colon, words = line.partition(": ")
        if colon and name.isidentifier():
            rows[name] = words
        elif rows:
            rows[list(rows)[-1]] += f" {line}"
    return rows


def _fixed() -> Iterable[tuple[str, ...]]:
    for module, name, what, beyond in CONSTANTS:
        yield _value(value_of(module, name), what), what, beyond, f"`{module}.{name}`"


def _value(value: Any, what: str) -> str:
    """Return a limit in figures, and bytes by their unit too."""
    if isinstance(value, dt.timedelta):
        return f"{value.days:,} days"
    units = (("GiB", _KILO**3), ("MiB", _KILO**2), ("KiB", _KILO))
    for unit, size in units if re.search("bytes|body|memory", what) else ():
        if value >= size and value % size == 0:
            return f"{value:,} ({value // size} {unit})"
    return f"{value:,}"
