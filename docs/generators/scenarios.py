"""The reference page of the scenarios, made from them, and what docs/explanation/hub.md lists of the hub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from docs.generators.markdown import NOTE
from edielkit import hub
from edielkit.cli.input.scenario_files import scenario_documents
from edielkit.scenarios import Scenario

__all__ = ("ACCEPTANCE", "assumptions", "gaps", "page")

_FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "hub"

# Test cases of dok.elhub.no/test, and why there is no scenario where there is none.
ACCEPTANCE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("DDQ101-01", "DDM101-01", "DDQ102-01", "DDM102-03", "DDQ102-04", "DDM102-04-B"), ""),
        **dict.fromkeys(("DDM104-01", "DDQ111-01", "DDQ111-04", "DDM123-01", "DDM133-01", "DDQ201-02"), ""),
        **dict.fromkeys(("DDM211-01", "DDM211-02", "DDM211-03", "DDQ211-02", "DDM222-01"), ""),
        **dict.fromkeys(("DDQ302-02", "DDQ402-01", "DDQ311-01", "DDQ315-01", "DDQ315-02"), ""),
    }
)
_HEAD = f"""\
# Scenarios of the hub

{NOTE}

Each line is a scenario of `fixtures/hub`: a story that can be read, told (`edielkit hub run --all FILE`) and is a test. What
they are written in is [the language of scenarios](scenario-language.md). *trust* says how well it is known that Elhub does
so: `sourced` by a public page, `inferred` from like cases, `derived` by reasoning. A refusal that is marked so may have
another reason code at Elhub; see [what the hub assumes](../explanation/hub.md).
"""


def page() -> str:
    """Return the page that lists the scenarios by file."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD
    by_file: dict[str, list[Scenario]] = {}
    for script in scenario_documents((str(_FOLDER),)):
        by_file.setdefault(Path(script.name).name, []).append(script.scenario())
    yield from _acceptance(
        {
            name: f"{file}: {scenario.title}"
            for file, scenarios in by_file.items()
            for scenario in scenarios
            for name in scenario.covers
        }
    )
    for file, scenarios in by_file.items():
        yield from ("", f"## {file}", "", "| scenario | processes | trust | source |", "|---|---|---|---|")
        for scenario in scenarios:
            cells = (scenario.title, ", ".join(scenario.processes), scenario.trust.value, scenario.source)
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _acceptance(covered: Mapping[str, str]) -> Iterator[str]:
    yield from ("## Test cases of the market", "")
    yield "What of the public test cases (dok.elhub.no/test) is played, and by which scenario:"
    yield from ("", "| test case | scenario |", "|---|---|")
    for name, missing in ACCEPTANCE.items():
        yield f"| {name} | {covered.get(name) or f'none: {missing}'} |"


def assumptions() -> str:
    """Return the table of what the hub assumes."""
    rows = (
        f"| {assumption.about} | {assumption.text} | {assumption.trust.value} | {assumption.basis} |"
        for assumption in hub.assumptions()
    )
    return "\n".join(("| about | the hub does | trust | basis |", "|---|---|---|---|", *rows)) + "\n"


def gaps() -> str:
    """Return the list of what the hub leaves open."""
    return "".join(f"  - {gap}\n" for gap in hub.gaps())
