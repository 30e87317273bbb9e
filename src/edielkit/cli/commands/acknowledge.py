"""`edielkit acknowledge`: what Elhub or a partner of Ediel would answer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from edielkit.cli.input.clock import NOW, Now
from edielkit.cli.input.sources import SUFFIXES, Source, sources
from edielkit.cli.language import translate
from edielkit.cli.output.files import make_folder, write_file
from edielkit.cli.output.progress import track
from edielkit.cli.output.terminal import echo, strong, wrapped, write_bytes
from edielkit.cli.shared_options import PROFILES, context, emif_version, paths
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK
from edielkit.errors import ParseError
from edielkit.inputs import RULES, Input, is_edifact, open_input
from edielkit.verbs import LEVELS

if TYPE_CHECKING:
    from edielkit.answers import Answers

__all__ = ("command",)


@click.command("acknowledge")
@paths
@click.option(
    "--positive/--no-positive",
    default=None,
    help="Accept: you have decided what only a hub knows; or never.  [default: as the original asks, where nothing is unknown]",
)
@click.option(
    "--level", type=click.Choice(LEVELS), default=LEVELS[-1], show_default=True, help="How far to validate."
)
@click.option(
    "--now",
    type=NOW,
    help="Instant of validation and answer: an instant with zone, or 'message' for its own creation time.  [default: the clock]",
)
@context
@emif_version
@click.option("--profile", type=click.Choice(PROFILES), help="EDIFACT profile.  [default: the one it shows]")
@click.option(
    "-o", "--output", metavar="DIR", help="Folder to write the answers to.  [default: standard output]"
)
def command(
    *,
    paths: tuple[str, ...],
    positive: bool | None,
    level: str,
    now: Now | None,
    context: Any,
    emif_version: str | None,
    profile: str | None,
    output: str | None,
) -> int:
    """Write what Elhub or a partner of Ediel would answer to messages.

    Acknowledgement, RejectStartOfSupply, RejectEndOfSupply, confirmations and SOAP faults for XML; CONTRL and APERAK
    for EDIFACT. Errors that the market has no code for are listed on standard error, with exit status 1.
    """
    folder = None if output is None else make_folder(output)
    options = {"level": level, "version": emif_version, "profile": profile, "context": context}
    missed, written = False, 0
    for source in track(sources(paths), "answering"):
        answers = _answer(source, now, options, positive=positive)
        missed = missed or bool(answers.unanswered)
        echo(_words(source.name, answers, positive=positive), err=True)
        written += len(answers.messages)
        for number, message in enumerate(answers.messages, 1):
            _write(message, source, number, folder)
    if folder is not None and not written:
        echo([translate(f"nothing written to {folder}: no input has an answer")], err=True)
    return EXIT_FINDINGS if missed else EXIT_OK


def _answer(source: Source, now: Now | None, options: dict[str, Any], *, positive: bool | None) -> Answers:
    from edielkit.answers import Answers, answer
    from edielkit.verbs import validate

    try:
        data: bytes | Input = source.read()
    except ParseError as error:
        # a broken archive stops no other input; who sent it nobody knows
        finding = RULES[error.code].finding(error.message, error.position)
        return Answers(unanswered=(finding,), notes=("an archive that cannot be opened has no sender",))
    # what cannot be opened is answered too: the report says why
    with suppress(ParseError):
        data = open_input(data)
    clock = dt.datetime.now(dt.UTC)
    instant = clock if now is None else now(data) or clock
    report = validate(data, now=instant, **options)
    return answer(
        data,
        report,
        now=instant,
        new_id=lambda: str(uuid.uuid4()),
        positive=positive,
        profile=options["profile"],
    )


def _words(name: str, answers: Answers, *, positive: bool | None) -> Iterator[str]:
    names = ", ".join(_kind(message) for message in answers.messages)
    yield f"{strong(name)}: {names or translate('no answer')}"
    for finding in answers.unanswered:
        yield from wrapped(f"unanswered {finding.code}: {finding.message}", "      ", first="    - ")
    for note in answers.notes:
        yield from wrapped(note, "    ")
    if not (answers.messages or answers.unanswered or answers.notes):
        unasked = ", and it asks for no positive answer; --positive writes one where its kind has one"
        yield from wrapped(f"nothing in it is refused{unasked if positive is None else ''}", "    ")


def _kind(message: Any) -> str:
    if is_edifact(message):
        return "+".join(dict.fromkeys(part.type for part in message.messages))
    if getattr(message, "fault", None) is not None:
        return f"Fault-{message.fault.code_group}"
    return str(getattr(message, "element", "") or message.kind())


def _write(message: Any, source: Source, number: int, folder: Path | None) -> None:
    from edielkit.verbs import serialize

    data = serialize(message)
    if folder is None:
        write_bytes(data if data.endswith(b"\n") else data + b"\n")
        return
    suffix = ".edi" if is_edifact(message) else ".xml"
    path = _free(folder, f"{_stem(source.name)}.{number}.{_kind(message)}", suffix)
    write_file(path, data)
    echo([str(path)])


def _stem(name: str) -> str:
    """Return what an answer to the input *name* is called after.

    >>> _stem("in/box.zip!a/values-2.4.xml.gz"), _stem("-")
    ('values-2.4', 'standard-input')
    """
    if name == "-":
        return "standard-input"
    path = Path(Path(name.rpartition("!")[2]).name)
    while path.suffix.lower() in SUFFIXES:
        path = path.with_suffix("")
    return path.name or "answer"


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """Return a path that does not exist yet: answers to inputs of one name do not overwrite each other."""
    path, again = folder / f"{stem}{suffix}", 1
    while path.exists():
        again += 1
        path = folder / f"{stem}-{again}{suffix}"
    return path
