"""The steps of a story that was told to a hub, in lines for a terminal and in the language that is spoken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from edielkit.cli.language import translate
from edielkit.cli.output.terminal import filled

if TYPE_CHECKING:
    from edielkit.cli.input.scenario_files import ScenarioDocument
    from edielkit.scenarios import Event, MarketNames

__all__ = ("event_lines", "names_of")

# what a line of a step begins with, how far those below it are moved in, and it itself, and its style
_MARKS = (("✗ ", 9, 7, "red"), ("why: ", 14, 9, "yellow"), ("-> ", 10, 7, ""), ("(", 8, 7, "dim"))
_PLAIN = ("", 10, 7, "")


def names_of(market: MarketNames) -> Collection[str]:
    """Return the names of a market's parties, areas, end users and metering points, which no language changes."""
    return frozenset([*market.parties, *market.areas, *market.customers, *market.points])


def event_lines(
    event: Event, names: Collection[str], document: ScenarioDocument | None = None, *, brief: bool = False
) -> Iterator[str]:
    """Yield a step: when, who did what, what the hub said and sent, and what was not as expected.

    Args:
        event: The step.
        names: The names of its market.
        document: Where it stands, for the place of what was not as expected.
        brief: As in `Event.lines`.
    """
    first, *further = event.lines(brief=brief)
    # the day of the week and the instant stand before the title
    number, day, instant = first[:4], first[4:].split()[0], f"{first.removesuffix(event.title)[8:].strip()}  "
    title = translate(event.title, names)
    yield from filled(f" {translate(day)} {instant}{title}", " " * 24, first=f"{number} ")
    for line in further:
        text = line.strip()
        mark, below, before, style = next((row for row in _MARKS if text.startswith(row[0])), _PLAIN)
        place = f" ({document.where(event.place)})" if document and mark == "✗ " else ""
        yield from filled(_said(text, mark, names) + place, " " * below, first=" " * before, style=style)


def _said(text: str, mark: str, names: Collection[str]) -> str:
    """Return a line of a step in the language; the note of a step is its author's."""
    if mark == "(":
        return text
    return translate(text, names) if mark == "why: " else mark + translate(text.removeprefix(mark), names)
