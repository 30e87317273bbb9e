"""`edielkit explain`: what an answer says, beside the original."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import click

from edielkit.cli.clock import NOW, Now
from edielkit.cli.inputs import Source, sources
from edielkit.cli.page import echo, good, pairs, strong, warm, wrapped, wrong
from edielkit.cli.quotes import Quotes
from edielkit.cli.trouble import EXIT_OK, Trouble
from edielkit.errors import EdielError
from edielkit.findings import Report

__all__ = ("command",)

_INDENT = " " * 6
_MOST_FINDINGS = 5


@attrs.frozen
class _Original:
    """A message that may be the answered one."""

    name: str
    data: bytes
    report: Report


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
    help="Instant at which the original is judged: an instant with zone, or 'message'.  [default: its own creation time]",
)
@click.option("--json", "as_json", is_flag=True, help="Plain data for programs.")
def command(answer: str, original: str | None, now: Now | None, *, as_json: bool) -> int:
    """Say in plain words what an answer means.

    ACK is an Acknowledgement, a Reject or Confirm message, a SOAP fault, or an interchange with CONTRL or APERAK.
    With the original the places that it names are shown there, with our own findings on them.
    """
    # an original that is no message, or not the answered one, is only not shown
    originals = _originals(original, now) if original is not None else []
    told = [(each.name, *_explained(each, originals)) for each in sources([answer])]
    if as_json:
        plain = [{"path": name, **found.to_dict()} for name, found, _ in told]
        echo([json.dumps({"files": plain}, ensure_ascii=False, indent=2)])
    else:
        for name, found, chosen in told:
            echo(_lines(name, found, chosen))
    if not any(found.answers for _, found, _ in told):
        raise Trouble(f"{answer}: holds no answer")
    return EXIT_OK


def _originals(path: str, now: Now | None) -> list[_Original]:
    from edielkit.cli.clock import message_time
    from edielkit.verbs import validate

    found = []
    for source in sources([path]):
        try:
            data = source.read()
        except EdielError as error:
            raise Trouble(f"{source.name}: {error}") from None
        instant = (now or message_time)(data) or dt.datetime.now(dt.UTC)
        found.append(_Original(source.name, data, validate(data, now=instant)))
    return found


def _explained(source: Source, originals: Sequence[_Original]) -> tuple[Any, _Original | None]:
    """Return the explanation beside the original that is the answered one, else beside none."""
    from edielkit.verbs import explain

    try:
        data = source.read()
        plain = explain(data)
    except EdielError as error:
        raise Trouble(f"{source.name}: {error}") from None
    beside = plain
    for each in originals:
        try:
            beside = explain(data, original=each.data, report=each.report)
        except EdielError:
            continue
        if any(one.found for one in beside.answers):
            return beside, each
    return beside, None


def _lines(name: str, found: Any, original: _Original | None) -> Iterator[str]:
    quotes = Quotes(original.data) if original else None
    for each in found.answers:
        yield f"{_result(each.accepted)}  {strong(each.kind)}  {name}"
        yield from pairs(
            [
                ("process", each.process),
                ("answers", each.original),
                ("original", original.name if original and each.found else _absent(each.found)),
            ],
            indent="    ",
        )
        for reason in each.reasons:
            yield ""
            yield from _reason_lines(reason, quotes)
        yield ""


def _result(accepted: bool | None) -> str:  # noqa: FBT001  (the value of the answer)
    if accepted is None:
        return warm("in parts")
    return good("accepted") if accepted else wrong("rejected")


def _absent(found: bool | None) -> str:  # noqa: FBT001  (the value of the answer)
    return "" if found is None else "another message than the one given"


def _reason_lines(reason: Any, quotes: Quotes | None) -> Iterator[str]:
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
        yield f"{_INDENT}> none of our findings on the original matches"
