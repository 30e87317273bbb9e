"""`edielkit anonymise`: messages that may be shown to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from edielkit.cli.input.named_files import NamedFile, named_files
from edielkit.cli.language import label, translate
from edielkit.cli.open_files import STDIN, read_file
from edielkit.cli.output.files import free_name, make_folder, write_file
from edielkit.cli.output.progress import track
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.repacking import is_packed, repacked
from edielkit.cli.output.terminal import dim, echo, good, pairs, strong, warm, write_document, wrong
from edielkit.cli.shared_options import force, paths
from edielkit.cli.usage_error import EXIT_FINDINGS, EXIT_OK, UsageError
from edielkit.errors import EdielError

if TYPE_CHECKING:
    from edielkit.findings import Report
    from edielkit.generate.anonymise import Anonymised, Anonymiser, Remark

__all__ = ("VALUES", "command")

# spelled here so that --help loads no wire; a test holds it against the package
VALUES = ("keep", "scale", "reshape")
_MOST_SHOWN = 20


@attrs.define(kw_only=True)
class _Outcome:
    """What became of a file.

    Attributes:
        source: Its path.
        target: Path of what was written; None where nothing was.
        trouble: Why nothing was written.
        replaced: How many contents were replaced, by what they were.
        remarks: What to look at, with the name of the input.
        differing: What is found in the result and not in the original, or the other way round.
    """

    source: str
    target: Path | None = None
    trouble: str = ""
    replaced: Counter[str] = attrs.field(factory=Counter)
    remarks: list[tuple[str, Remark]] = attrs.field(factory=list)
    differing: list[str] = attrs.field(factory=list)


@click.command("anonymise")
@paths
@click.option("--key", envvar="EDIELKIT_KEY", metavar="TEXT", help="At least eight characters that nobody guesses; also read from EDIELKIT_KEY.")  # fmt: skip
@click.option("--key-file", metavar="FILE", help="File whose bytes are the key.")
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder for the results; not inside of an input.")  # fmt: skip
@click.option("--values", type=click.Choice(VALUES), default=VALUES[0], show_default=True, help="Leave amounts as they are, multiply all by one factor of the key, or give them other digits.")  # fmt: skip
@click.option("--shift-weeks", type=int, default=0, metavar="N", help="Move all times by whole weeks, negative for earlier.")  # fmt: skip
@click.option("--check", is_flag=True, help="Validate each message before and after, and say where the findings differ.")  # fmt: skip
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--all", "in_full", is_flag=True, help="List everything that is to be looked at.")
@force
def command(
    *,
    paths: tuple[str, ...],
    key: str | None,
    key_file: str | None,
    output: str,
    values: str,
    shift_weeks: int,
    check: bool,
    style: str,
    in_full: bool,
    force: bool,
) -> int:
    """Write messages in which nobody and nothing can be recognised, and which have the same faults.

    Identities, names, addresses, telephone numbers, e-mail, meter numbers, free texts, coordinates, metering points,
    parties and identifications become others of the same form, the same for the same key: files and their answers
    still fit together. Without the key there is no way back. What is no message is not written. Exit status: 0 all
    written, 1 some was not, or --check found a difference, 2 could not run.
    """
    files = named_files(paths)
    anonymiser = _anonymiser(_key(key, key_file), values, shift_weeks)
    folder = _folder(output, paths)
    taken: set[str] = set()
    outcomes = []
    for file in track(files, "anonymising"):
        below = Path(*map(anonymiser.name, file.below.parts))
        target = folder / below.parent / free_name(str(below), taken).rpartition("/")[2]
        outcomes.append(_anonymised(file, target, anonymiser, check=check, force=force))
    if style == "json":
        write_document(_json_lines(outcomes))
    else:
        echo(_text_lines(outcomes, output, in_full=in_full))
    is_fine = all(outcome.target is not None and not outcome.differing for outcome in outcomes)
    return EXIT_OK if is_fine else EXIT_FINDINGS


def _key(text: str | None, file: str | None) -> bytes:
    if text is None and file is None:
        raise UsageError(
            "give a key of your own, with --key TEXT or --key-file FILE: pseudonyms follow from it"
        )
    if text is not None and file is not None:
        raise UsageError("give the key with --key or --key-file, not both")
    if file is None:
        assert text is not None
        return text.encode("utf-8", "surrogateescape")
    return read_file(file).rstrip(b"\r\n")


def _anonymiser(key: bytes, values: str, shift_weeks: int) -> Anonymiser:
    from edielkit.generate.anonymise import Anonymiser

    try:
        return Anonymiser(key, values=values, shift_weeks=shift_weeks)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _folder(output: str, paths: Sequence[str]) -> Path:
    folder = Path(output)
    for path in paths:
        if path != STDIN and Path(path).is_dir() and folder.resolve().is_relative_to(Path(path).resolve()):
            raise UsageError(f"{output}: lies in {path}, which is read")
    return make_folder(folder)


def _anonymised(
    file: NamedFile, target: Path, anonymiser: Anonymiser, *, check: bool, force: bool
) -> _Outcome:
    outcome = _Outcome(source=file.path)
    change = partial(_changed, outcome=outcome, anonymiser=anonymiser, check=check)
    try:
        data = read_file(file.path)
        if check or is_packed(data):
            pieces: bytes | Iterator[bytes] = repacked(
                file.path, data, change, partial(_member_name, anonymiser)
            )
        else:
            pieces = _streamed(file.path, data, outcome=outcome, anonymiser=anonymiser)
        make_folder(target.parent)
        write_file(target, pieces, force=force)
    except EdielError as error:
        outcome.trouble = str(error)
        return outcome
    outcome.target = target
    return outcome


def _streamed(name: str, data: bytes, *, outcome: _Outcome, anonymiser: Anonymiser) -> Iterator[bytes]:
    """Yield the result of a file piece by piece: of a large one only the input is held."""
    from edielkit.generate.anonymising.replacing import Tally
    from edielkit.inputs import open_input

    tally = Tally()
    yield from anonymiser.packed_pieces(open_input(data, verb="anonymise"), tally)
    _note(outcome, name, tally.replaced, tally.remarks)


def _member_name(anonymiser: Anonymiser, name: str) -> str:
    return "/".join(map(anonymiser.name, name.split("/")))


def _changed(name: str, data: bytes, *, outcome: _Outcome, anonymiser: Anonymiser, check: bool) -> bytes:
    anonymised = anonymiser.anonymise(data)
    _note(outcome, name, anonymised.replaced, anonymised.remarks)
    if check:
        outcome.differing += (f"{name}: {words}" for words in _differences(data, anonymised))
    return anonymised.data


def _note(outcome: _Outcome, name: str, replaced: Mapping[str, int], remarks: Iterable[Remark]) -> None:
    outcome.replaced.update(replaced)
    outcome.remarks += ((name, remark) for remark in remarks)


def _differences(data: bytes, anonymised: Anonymised) -> Iterator[str]:
    """Yield the findings, in words, that a message and its result do not share."""
    before, after = (Counter(_coded_places(_report(message))) for message in (data, anonymised.data))
    for sign, findings in (("no longer", before - after), ("new", after - before)):
        for code, place in findings.elements():
            yield f"{sign}: {code} at {place}"


def _report(data: bytes) -> Report:
    from edielkit.verbs import creation_time, validate

    return validate(data, now=creation_time(data))


def _coded_places(report: Report) -> Iterator[tuple[str, str]]:
    for finding in report:
        yield finding.code, str(finding.position)


# -- output


def _text_lines(outcomes: Sequence[_Outcome], output: str, *, in_full: bool) -> Iterator[str]:
    written = [outcome for outcome in outcomes if outcome.target is not None]
    mark = good("✓") if len(written) == len(outcomes) else wrong("✗")
    yield translate(f"{mark} {strong(f'{len(written)} of {len(outcomes)}')} written to {output}")
    replaced = sum((outcome.replaced for outcome in outcomes), Counter[str]())
    yield from pairs([(label(what), str(count)) for what, count in replaced.most_common()])
    remarks = [(name, remark) for outcome in outcomes for name, remark in outcome.remarks]
    caught = [(name, remark) for name, remark in remarks if remark.what == "birth number"]
    others = [(name, remark) for name, remark in remarks if remark.what != "birth number"]
    yield from _listed("Birth numbers where none is expected: replaced too", caught, in_full=in_full)
    yield from _listed(
        "Texts, replaced word by word: look whether what they said is needed", others, in_full=in_full
    )
    for outcome in outcomes:
        if outcome.target is None:
            yield f"{wrong('not written')} {outcome.source}: {translate(outcome.trouble)}"
        for difference in outcome.differing:
            yield f"{wrong('other finding')} {difference}"


def _listed(title: str, remarks: Sequence[tuple[str, Remark]], *, in_full: bool) -> Iterator[str]:
    if not remarks:
        return
    yield warm(title)
    shown = remarks if in_full else remarks[:_MOST_SHOWN]
    for name, remark in shown:
        place = f"{remark.place}, {label(remark.unit)} {remark.number}"
        yield f"  {name}: {label(remark.what)} {label('in')} {place}"
    if len(shown) < len(remarks):
        yield dim(f"  and {len(remarks) - len(shown)} more; --all lists them")


def _json_lines(outcomes: Sequence[_Outcome]) -> Iterator[str]:
    replaced = sum((outcome.replaced for outcome in outcomes), Counter[str]())
    document = {
        "files": [
            {
                "input": outcome.source,
                "output": None if outcome.target is None else str(outcome.target),
                "trouble": outcome.trouble,
                "replaced": dict(sorted(outcome.replaced.items())),
                "look_at": [{"input": name, **attrs.asdict(remark)} for name, remark in outcome.remarks],
                "other_findings": outcome.differing,
            }
            for outcome in outcomes
        ],
        "replaced": dict(sorted(replaced.items())),
    }
    yield json_text(document)
