"""The page of the two source documents: each statement, what the hub does of it, and the scenario that shows it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from docs.generators.markdown import NOTE, table
from edielkit.catalogue import rules
from edielkit.cli.input.scenario_files import scenario_documents

__all__ = ("STATES", "Statement", "page", "scenario_files", "statements", "target")

_TABLE = Path(__file__).with_name("source_documents.csv")
_TOP = Path(__file__).resolve().parents[2]
STATES = ("works", "partly", "open")
_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "page": "Set-up of exchange points (elhub.no, Oppsett av utvekslingspunkter, updated 3 January 2017)",
        "forum": "Elhub's user forum of May 2024 (brukerforum, slides)",
    }
)
_HEAD = f"""\
# The source documents

{NOTE}

Two public documents say what the hub is for. Each of their statements has a line: what the hub does of it, the reason where that
is not all, and what shows it. *works* is shown by scenarios of `fixtures/hub`, which are told by `edielkit hub run`; *partly* and
*open* have their reason: what no public source says is NOT FOUND. EI-... is Elhub's number of a case. How well each part is known stands with the
[scenario](hub-scenarios.md); what is assumed where nothing is public, in [the hub](../explanation/hub.md).
"""


@attrs.frozen(kw_only=True)
class Statement:
    """A statement of a source document.

    Attributes:
        document: ``page`` or ``forum``.
        about: What it is about.
        number: Elhub's number of the case, empty without one.
        statement: The statement, in the toolkit's own words.
        state: ``works``, ``partly`` or ``open``.
        reason: Why it is not all, or what is assumed.
        scenarios: Titles of the scenarios that show it.
        see: What else shows it: a rule, a page of the documentation, a benchmark; empty for nothing.
    """

    document: str
    about: str
    number: str
    statement: str
    state: str
    reason: str
    scenarios: tuple[str, ...]
    see: str


def statements() -> tuple[Statement, ...]:
    """Return all statements, in the order of the documents."""
    lines = (line for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return tuple(map(_statement, csv.DictReader(lines)))


def _statement(row: Mapping[str, str]) -> Statement:
    fields = {name: text for name, text in row.items() if name != "scenarios"}
    titles = tuple(title for title in row["scenarios"].split(" ; ") if title)
    return Statement(scenarios=titles, **fields)


def scenario_files() -> dict[str, str]:
    """Return title of each scenario to the name of its file in fixtures/hub."""
    folder = str(_TOP / "fixtures" / "hub")
    return {script.content["scenario"]: Path(script.name).name for script in scenario_documents((folder,))}


def target(see: str) -> str | None:
    """Return where *see* leads, seen from docs/reference; None when there is no such thing."""
    if see in rules():
        return f"rules.md#{see.lower()}"
    path, _, anchor = see.partition("#")
    for base, prefix in ((_TOP / "docs", "../"), (_TOP, "../../")):
        if path and (base / path).is_file():
            return f"{prefix}{path}{'#' if anchor else ''}{anchor}"
    return None


def page() -> str:
    """Return the page of the source documents."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    everything, files = statements(), scenario_files()
    yield _HEAD
    count = Counter(statement.state for statement in everything)
    yield f"Of {len(everything)} statements {', '.join(f'{count[state]} {state}' for state in STATES)}."
    for document, title in _TITLES.items():
        yield from ("", f"## {title}", "")
        rows = (
            (
                statement.number or statement.about,
                statement.statement,
                statement.state,
                statement.reason,
                _shown(statement, files),
            )
            for statement in everything
            if statement.document == document
        )
        yield from table(("about", "statement", "state", "reason", "shown by"), rows)


def _shown(statement: Statement, files: Mapping[str, str]) -> str:
    links = [f"[{title}](../../fixtures/hub/{files[title]})" for title in statement.scenarios]
    if statement.see:
        links.append(f"[{statement.see}]({target(statement.see)})")
    return "; ".join(links)
