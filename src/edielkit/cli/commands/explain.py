"""`edielkit explain`: what an answer says, beside the original."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from edielkit.cli.input.clock import NOW, Now
from edielkit.cli.input.matching import Original, originals, told
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.options import context
from edielkit.cli.output.excerpts import Quotes
from edielkit.cli.output.terminal import echo, good, pairs, strong, warm, wrapped, wrong
from edielkit.cli.usage_error import EXIT_OK, Trouble
from edielkit.errors import EdielError

__all__ = ("command",)

_INDENT = " " * 6
_MOST_FINDINGS = 5


@click.command("explain")
@click.argument("answer", metavar="ACK")
@click.option(
    "--original",
    metavar="MESSAGE",
    help="The message that is answered, or a folder in which it is looked for.",
)
@click.option(
    "--now",
    type=NOW,
    help="Instant at which the original is judged: an instant with zone, or 'message' for its own creation time.  [default: when the answer was made]",
)
@context
@click.option("--json", "as_json", is_flag=True, help="Plain data for programs.")
def command(answer: str, original: str | None, now: Now | None, context: Any, *, as_json: bool) -> int:
    """Say in plain words what an answer means.

    ACK is an Acknowledgement, a Reject or Confirm message, a SOAP fault, or an interchange with CONTRL or APERAK.
    With the original the places that it names are shown there, with our own findings on them.
    """
    candidates = _looked_for(original) if original is not None else []
    every = [(each.name, *_told(each, candidates, now, context)) for each in sources([answer])]
    if as_json:
        plain = [
            {"path": name, "beside": chosen and chosen.name, **found.to_dict()}
            for name, found, chosen in every
        ]
        echo([json.dumps({"files": plain}, ensure_ascii=False, indent=2)])
    else:
        for name, found, chosen in every:
            echo(_lines(name, found, chosen, is_asked=bool(candidates), is_blind=context is None))
    if not any(found.answers for _, found, _ in every):
        raise Trouble(f"{answer}: holds no answer")
    return EXIT_OK


def _looked_for(path: str) -> list[Original]:
    found, broken = originals(path)
    if not found:
        raise Trouble("; ".join(broken))
    for words in broken:
        click.echo(words, err=True)
    return found


def _told(
    source: Source, candidates: Sequence[Original], now: Now | None, context: Any
) -> tuple[Any, Original | None]:
    try:
        return told(source.read(), candidates, now=now, clock=dt.datetime.now(dt.UTC), context=context)
    except EdielError as error:
        raise Trouble(f"{source.name}: {error}") from None


def _lines(
    name: str, found: Any, original: Original | None, *, is_asked: bool, is_blind: bool
) -> Iterator[str]:
    quotes = Quotes(original.data) if original else None
    for each in found.answers:
        yield f"{_result(each.accepted)}  {strong(each.kind)}  {name}"
        yield from pairs(
            [
                ("process", each.process),
                ("answers", each.original),
                ("original", original.name if original and each.found else _absent(each, is_asked=is_asked)),
            ],
            indent="    ",
        )
        for reason in each.reasons:
            yield ""
            yield from _reason_lines(reason, quotes, is_blind=is_blind)
        yield ""


def _result(accepted: bool | None) -> str:  # noqa: FBT001  (the value of the answer)
    if accepted is None:
        return warm("in parts")
    return good("accepted") if accepted else wrong("rejected")


def _absent(answer: Any, *, is_asked: bool) -> str:
    if not is_asked:
        return ""
    if answer.kind == "Fault":
        return "a fault names none: give the message itself as --original"
    return "not among what was given"


def _reason_lines(reason: Any, quotes: Quotes | None, *, is_blind: bool) -> Iterator[str]:
    code = f"{reason.code}/{reason.agency}" if reason.agency else reason.code
    yield from wrapped(f"{strong(code)}  {reason.words}", _INDENT, first="    ")
    quote = quotes.of(reason.position) if quotes and reason.position else None
    rows = [
        ("in Norwegian", reason.name_no),
        ("about", reason.about),
        ("payload", reason.payload or ""),
        ("where", str(reason.position) if reason.position else ""),
        ("here", quote.text if quote else ""),
        ("says", reason.text),
        ("source", reason.source),
    ]
    yield from pairs(rows, indent=_INDENT)
    for rule in reason.rules[:_MOST_FINDINGS]:
        yield from wrapped(
            f"given where {rule.code} is broken: {rule.title}", _INDENT + "  ", first=_INDENT + "- "
        )
    for finding in reason.findings[:_MOST_FINDINGS]:
        where = str(finding.position)
        text = f"we find {finding.code}: {finding.message}{f' ({where})' if where else ''}"
        yield from wrapped(text, _INDENT + "  ", first=_INDENT + "> ")
    more = len(reason.findings) - _MOST_FINDINGS
    if more > 0:
        yield f"{_INDENT}> and {more} more findings"
    if quotes is not None and not reason.findings and reason.code != "100":
        yield from wrapped(f"> {_nothing(reason.rules, is_blind=is_blind)}", _INDENT + "  ", first=_INDENT)


def _nothing(rules: Sequence[Any], *, is_blind: bool) -> str:
    from edielkit.process_rules import Need, checks

    blind = [
        each.code for each in rules if each.code in checks() and Need.CONTEXT in checks()[each.code].needs
    ]
    if is_blind and rules and len(blind) == len(rules):
        return f"the message does not show it: {', '.join(blind)} asks what is known of the metering point (--context)"
    return "none of our findings on the original matches"
