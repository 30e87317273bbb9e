"""The reference page of the scenarios, made from them: ``python -m edielkit.cli.scenario_docs fixtures/hub PAGE``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from edielkit.cli.input.scenario_files import Script, scripts

if TYPE_CHECKING:
    from edielkit.scenarios import Scenario

__all__ = ("ACCEPTANCE", "assumptions", "gaps", "main", "page")

# Test cases of dok.elhub.no/test, and why there is no scenario where there is none.
ACCEPTANCE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("DDQ101-01", "DDM101-01", "DDQ102-01", "DDM102-03", "DDQ102-04", "DDM102-04-B"), ""),
        **dict.fromkeys(("DDM104-01", "DDQ111-01", "DDQ111-04", "DDM123-01", "DDM133-01", "DDQ201-02"), ""),
        **dict.fromkeys(("DDM211-01", "DDM211-02", "DDM211-03", "DDQ211-02", "DDM222-01"), ""),
        **dict.fromkeys(("DDQ302-02", "DDQ402-01", "DDQ311-01", "DDQ315-01", "DDQ315-02"), ""),
    }
)
_HEAD = """\
# Scenarios of the hub

<!-- made by python -m edielkit.cli.scenario_docs fixtures/hub docs/reference/hub-scenarios.md; a test tells when it is stale -->

Each line is a scenario of `fixtures/hub`: a story that can be read, told (`edielkit hub run --all FILE`) and is a test. What
they are written in is [the language of scenarios](scenario-language.md). *trust* says how well it is known that Elhub does
so: `sourced` by a public page, `inferred` from like cases, `derived` by reasoning. A refusal that is marked so may have
another reason code at Elhub; see [what the hub assumes](../explanation/hub.md).
"""


def page(found: Iterable[Script]) -> str:
    """Return the page that lists scenarios by file."""
    return "\n".join(_lines(list(found))) + "\n"


def _lines(found: list[Script]) -> Iterator[str]:
    yield _HEAD
    by_file: dict[str, list[Scenario]] = {}
    for script in found:
        by_file.setdefault(Path(script.name).name, []).append(script.scenario())
    covered = {name: (file, s.title) for file, listed in by_file.items() for s in listed for name in s.covers}
    yield from _acceptance(covered)
    for file, listed in by_file.items():
        yield from ("", f"## {file}", "", "| scenario | processes | trust | source |", "|---|---|---|---|")
        for each in listed:
            cells = (each.title, ", ".join(each.processes), each.trust.value, each.source)
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _acceptance(covered: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    yield from ("## Test cases of the market", "")
    yield "What of the public test cases (dok.elhub.no/test) is played, and by which scenario:"
    yield from ("", "| test case | scenario |", "|---|---|")
    for name, missing in ACCEPTANCE.items():
        told = f"{covered[name][0]}: {covered[name][1]}" if name in covered else f"none: {missing}"
        yield f"| {name} | {told} |"


def assumptions() -> str:
    """Return the table of what the hub assumes, for docs/explanation/hub.md."""
    from edielkit import hub

    rows = (
        f"| {each.about} | {each.text} | {each.trust.value} | {each.basis} |" for each in hub.assumptions()
    )
    return "\n".join(("| about | the hub does | trust | basis |", "|---|---|---|---|", *rows)) + "\n"


def gaps() -> str:
    """Return the list of what the hub leaves open, for docs/explanation/hub.md."""
    from edielkit import hub

    return "".join(f"  - {each}\n" for each in hub.gaps())


def main(folder: str, target: str) -> None:
    """Write the page of the scenarios in *folder* to *target*."""
    Path(target).write_text(page(scripts((folder,))), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
