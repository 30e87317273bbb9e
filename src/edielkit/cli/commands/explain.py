"""`edielkit explain`: what an answer says, beside the original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import click

from edielkit.cli.input.clock import NOW, Now
from edielkit.cli.input.matching import Beside, Candidate, candidates_of, explain_beside
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.language import label, language, translate
from edielkit.cli.open_files import STDIN
from edielkit.cli.output.excerpts import Excerpts
from edielkit.cli.output.looked_up import explain_word, is_word
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import (
    echo,
    filled,
    good,
    pairs,
    strong,
    strong_name,
    warm,
    wrapped,
    write_document,
    wrong,
)
from edielkit.cli.shared_options import context, one_form
from edielkit.cli.usage_error import EXIT_OK, EXIT_USAGE, UsageError
from edielkit.errors import EdielError
from edielkit.inputs import open_input

__all__ = ("command",)

_INDENT = " " * 6
_MOST_FINDINGS = 5
_MOST_EQUALS = 5


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
    help="Instant at which the original is validated: an instant with zone, or 'message' for its own creation time.  [default: when the answer was made]",
)
@context
@click.option(
    "--format", "style", type=click.Choice(("text", "html")), default="text", show_default=True,
    help="Lines of text, or a page with the answer beside its original.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Plain data for programs.")
@one_form("as_json", "style")
def command(
    answer: str, original: str | None, now: Now | None, context: Any, *, style: str, as_json: bool
) -> int:
    """Say in plain words what an answer, or a code of one, means.

    ACK is an Acknowledgement, a Reject or Confirm message, a SOAP fault, or an interchange with CONTRL, APERAK or UTILTS ERR.
    With the original the places that it names are shown there, with our own findings on them. A code such as EH003, or a
    word, is looked up in the code lists and in the rules.
    """
    if is_word(answer):
        return explain_word(answer, as_json=as_json)
    candidates = _candidates(original) if original is not None else []
    every = [(source.name, _explain(source, candidates, now, context)) for source in sources([answer])]
    is_asked, is_blind = bool(candidates), context is None
    if as_json:
        files = [_as_dict(name, beside) for name, beside in every]
        write_document([json_text({"files": files})])
    elif style == "html":
        from edielkit.cli.output.html_pages import answer_cards, answers_html

        cards = [
            card
            for name, beside in every
            for card in answer_cards(
                name,
                beside,
                absent=[_absent(about, beside, is_asked=is_asked) for about in beside.explanation.answers],
                nothing=lambda rules: _nothing(rules, is_blind=is_blind),
            )
        ]
        write_document([answers_html(cards)])
    else:
        for name, beside in every:
            echo(_lines(name, beside, is_asked=is_asked, is_blind=is_blind))
    if not any(beside.explanation.answers for _, beside in every):
        raise UsageError(f"{answer}: holds no answer{_why(answer)}")
    return EXIT_USAGE if any(beside.equals for _, beside in every) else EXIT_OK


def _as_dict(name: str, beside: Beside) -> dict[str, Any]:
    return {
        "path": name,
        "beside": beside.original and beside.original.name,
        "equals": list(beside.equals),
        **beside.explanation.to_dict(),
    }


def _why(answer: str) -> str:
    """Return why a document that one may take for an answer holds none, empty where nothing is to be said of it."""
    from edielkit.verbs import validate

    # standard input has been read
    if answer == STDIN:
        return ""
    report = validate(sources([answer])[0].read(), level="syntax")
    if report.is_empty:
        return "".join(f"; {words}" for words in report.not_checked)
    return "; edielkit validate says what is wrong with it, edielkit acknowledge what is answered to it"


def _candidates(path: str) -> list[Candidate]:
    candidates, troubles = candidates_of(path)
    if not candidates:
        raise UsageError("; ".join(troubles))
    echo(troubles, err=True)
    return candidates


def _explain(source: Source, candidates: Sequence[Candidate], now: Now | None, context: Any) -> Beside:
    try:
        answer = open_input(source.read())
        return explain_beside(answer, candidates, now=now, clock=dt.datetime.now(dt.UTC), context=context)
    except EdielError as error:
        raise UsageError(f"{source.name}: {error}") from None


def _lines(name: str, beside: Beside, *, is_asked: bool, is_blind: bool) -> Iterator[str]:
    original = beside.original
    excerpts = Excerpts(original.data) if original else None
    for answer in beside.explanation.answers:
        yield f"{_result(answer.accepted)}  {strong(answer.kind)}  {name}"
        yield from pairs(
            [
                ("process", answer.process),
                ("answers", answer.original),
                (
                    "original",
                    original.name
                    if original and answer.original_found
                    else _absent(answer, beside, is_asked=is_asked),
                ),
            ],
            indent="    ",
        )
        for reason in answer.reasons:
            yield ""
            yield from _reason_lines(reason, excerpts, is_blind=is_blind)
        yield ""


def _result(accepted: bool | None) -> str:  # noqa: FBT001  (the value of the answer)
    if accepted is None:
        return warm("in parts")
    return good("accepted") if accepted else wrong("rejected")


def _absent(answer: Any, beside: Beside, *, is_asked: bool) -> str:
    """Return why an answer has no original, empty where none was asked for."""
    if not is_asked:
        return ""
    if beside.equals:
        left = len(beside.equals) - _MOST_EQUALS
        words = f"{len(beside.equals)} messages fit equally well, give the right one as --original: "
        more = f" {translate(f'and {left} more')}" if left > 0 else ""
        return f"{translate(words)}{', '.join(beside.equals[:_MOST_EQUALS])}{more}"
    if answer.kind == "Fault":
        return translate("a fault names none: give the message itself as --original")
    return translate("not among what was given")


def _reason_lines(reason: Any, excerpts: Excerpts | None, *, is_blind: bool) -> Iterator[str]:
    code = f"{reason.code}/{reason.agency}" if reason.agency else reason.code
    yield from filled(f"{strong_name(code)}  {reason.words_in(language())}", _INDENT, first="    ")
    excerpt = excerpts.of(reason.position) if excerpts and reason.position else None
    rows = [
        ("in Norwegian", reason.name_no if language() == "en" else ""),
        ("in English", "" if language() == "en" else reason.name),
        ("about", translate(reason.about) if reason.about else ""),
        ("payload", reason.payload or ""),
        ("where", translate(str(reason.position)) if reason.position else ""),
        ("here", excerpt.text if excerpt else ""),
        # as it is, unless it is a text of ours
        ("says", label(reason.text)),
        ("source", reason.source),
    ]
    yield from pairs(rows, indent=_INDENT, wrap=("says",))
    for words in reason.rule_words:
        yield from wrapped(words, _INDENT + "  ", first=_INDENT + "- ")
    for finding in reason.findings[:_MOST_FINDINGS]:
        where = translate(str(finding.position))
        text = f"we find {finding.code}: {finding.message}{f' ({where})' if where else ''}"
        yield from wrapped(text, _INDENT + "  ", first=_INDENT + "> ")
    more = len(reason.findings) - _MOST_FINDINGS
    if more > 0:
        yield translate(f"{_INDENT}> and {more} more findings")
    if excerpts is not None and not reason.findings and reason.code != "100":
        yield from wrapped(f"> {_nothing(reason.rules, is_blind=is_blind)}", _INDENT + "  ", first=_INDENT)


def _nothing(rules: Sequence[Any], *, is_blind: bool) -> str:
    from edielkit.process_rules import Need, checks

    blind = [
        rule.code for rule in rules if rule.code in checks() and Need.CONTEXT in checks()[rule.code].needs
    ]
    if is_blind and rules and len(blind) == len(rules):
        return translate(
            f"the message does not show it: {', '.join(blind)} asks what is known of the metering point (--context)"
        )
    return translate("none of our findings on the original matches")
