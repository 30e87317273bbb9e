"""`edielkit upgrade`: which messages break under another version of EMIF, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import click

from edielkit.cli.input.sources import Source, sources
from edielkit.cli.language import translate
from edielkit.cli.output.change_lines import change_as_dict, change_lines
from edielkit.cli.output.progress import track
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import dim, echo, good, pairs, strong, wrapped, wrong
from edielkit.cli.shared_options import VERSIONS, paths
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK, UsageError
from edielkit.errors import ParseError

if TYPE_CHECKING:
    from edielkit.codes.changes import Change
    from edielkit.upgrading import Break, Impact

__all__ = ("command",)

_MOST_SHOWN = 20


@attrs.frozen(kw_only=True)
class _Outcome:
    """An input and what the version means for it; else why nothing can be said."""

    name: str
    impact: Impact | None = None
    trouble: str = ""


@click.command("upgrade")
@paths
@click.option("--to", type=click.Choice(VERSIONS), required=True, help="The other version.")
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option(
    "--all", "in_full", is_flag=True, help=f"List every place, not the first {_MOST_SHOWN} of an input."
)
def command(*, paths: tuple[str, ...], to: str, style: str, in_full: bool) -> int:
    """Say which messages break under another version of EMIF, element by element, and what to write instead.

    Only what is right today and wrong then is listed; edielkit validate names the faults of today. What no page says is
    not guessed. Exit status: 0 nothing breaks, 1 something does or an input is no message of EMIF, 2 could not run.
    """
    outcomes = [_outcome(source, to) for source in track(sources(paths), "looking")]
    if all(outcome.impact is None for outcome in outcomes) and len(outcomes) == 1:
        raise UsageError(f"{outcomes[0].name}: {outcomes[0].trouble}")
    echo(_json_lines(outcomes, to) if style == "json" else _text_lines(outcomes, to, in_full=in_full))
    is_fine = all(outcome.impact is not None and outcome.impact.fits for outcome in outcomes)
    return EXIT_OK if is_fine else EXIT_FINDINGS


def _outcome(source: Source, to: str) -> _Outcome:
    from edielkit.upgrading import upgrade

    try:
        return _Outcome(name=source.name, impact=upgrade(source.read(), to))
    except ParseError as error:
        return _Outcome(name=source.name, trouble=str(error))


# -- text


def _text_lines(outcomes: Sequence[_Outcome], to: str, *, in_full: bool) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.impact is None:
            yield f"{wrong('✗ no message of EMIF')}  {strong(outcome.name)}  {translate(outcome.trouble)}"
        else:
            yield from _impact_lines(outcome.name, outcome.impact, in_full=in_full)
    news = _news(outcomes)
    if news:
        yield ""
        yield translate(f"New in {to} for these messages:")
        yield from change_lines(news)
    yield ""
    impacts = [outcome.impact for outcome in outcomes if outcome.impact is not None]
    breaking = sum(not impact.fits for impact in impacts)
    yield translate(
        f"{len(impacts)} of {len(outcomes)} inputs looked at: {breaking or 'nothing'} break{'s' if breaking < 2 else ''} under {to}"
    )


def _impact_lines(name: str, impact: Impact, *, in_full: bool) -> Iterator[str]:
    mark = (
        good("✓ fits")
        if impact.fits
        else wrong(f"✗ breaks in {len(impact.breaks)} place{'s' if len(impact.breaks) > 1 else ''}")
    )
    yield f"{mark}  {strong(name)}  {', '.join(impact.kinds)} {impact.version}"
    shown = impact.breaks if in_full else impact.breaks[:_MOST_SHOWN]
    for place in shown:
        where = "" if place.line is None else translate(f"line {place.line}, ")
        yield from wrapped(f"{where}{place.path}", "        ", first="    ")
        yield from wrapped(place.message, "        ")
        yield from pairs(
            [
                ("write", translate(place.instead or "NOT FOUND: no page says what")),
                ("change", _number(place.change)),
            ],
            indent="        ",
        )
    if len(shown) < len(impact.breaks):
        yield dim(f"    and {len(impact.breaks) - len(shown)} more; --all lists them")


def _number(change: Change | None) -> str:
    return (
        ""
        if change is None
        else " ".join(
            part for part in (change.number, translate(change.state), f"({translate(change.trust)})") if part
        )
    )


def _news(outcomes: Sequence[_Outcome]) -> tuple[Change, ...]:
    changes = (change for outcome in outcomes if outcome.impact for change in outcome.impact.news)
    return tuple(dict.fromkeys(changes))


# -- plain data


def _json_lines(outcomes: Sequence[_Outcome], to: str) -> Iterator[str]:
    document = {
        "to": to,
        "files": [_as_dict(outcome) for outcome in outcomes],
        "new": [change_as_dict(change) for change in _news(outcomes)],
    }
    yield json_text(document)


def _as_dict(outcome: _Outcome) -> dict[str, Any]:
    impact = outcome.impact
    return {
        "path": outcome.name,
        "kinds": [] if impact is None else list(impact.kinds),
        "version": None if impact is None else impact.version,
        "fits": impact is not None and impact.fits,
        "trouble": outcome.trouble or None,
        "breaks": [] if impact is None else [_break_as_dict(place) for place in impact.breaks],
    }


def _break_as_dict(place: Break) -> dict[str, Any]:
    return {
        "path": place.path,
        "line": place.line,
        "message": place.message,
        "code": place.code or None,
        "instead": place.instead or None,
        "change": None if place.change is None else change_as_dict(place.change),
    }
