"""`edielkit convert`: the same values on the other wire, or as a table."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import attrs
import click

from edielkit.cli.input.clock import CREATED
from edielkit.cli.input.conversion_options import STATUSES, channel_of, pairs_of, party_of, qualifiers_of
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.input.value_files import (
    VALUE_FILE_KEYS,
    VALUE_SUFFIXES,
    finding_lines,
    read_options,
    value_file,
    value_file_options,
)
from edielkit.cli.jobs import in_order, jobs_option
from edielkit.cli.language import translate
from edielkit.cli.output.files import (
    free_name,
    require_file,
    require_folder,
    write_files,
    write_output,
)
from edielkit.cli.output.losses import (
    InputLosses,
    fault_words,
    losses_option,
    print_losses,
    require_losses,
    write_losses,
)
from edielkit.cli.output.progress import track
from edielkit.cli.output.series_tables import TABLES, message_bytes, series_bytes
from edielkit.cli.output.terminal import echo
from edielkit.cli.shared_options import PROFILES, force
from edielkit.cli.usage_error import (
    EXIT_FINDINGS,
    EXIT_NOTHING,
    EXIT_OK,
    EXIT_USAGE,
    NothingThereError,
    UsageError,
)
from edielkit.errors import BuildError, ParseError
from edielkit.inputs import EdifactInput, Input, open_input

if TYPE_CHECKING:
    from edielkit.conversion import Converted, MissingOptionError, Options
    from edielkit.series import TimeSeries
    from edielkit.value_files import ValueFile

__all__ = ("CARRIERS", "STATUSES", "TARGETS", "UNITS", "command")

# The choices are spelled here so that --help loads no wire; a test holds them against the package.
TARGETS = ("mscons", "utilts", "collected-data", "notify-validated-data")
CARRIERS = ("product", "obis", "areas", "lines")
UNITS = ("KWH", "MWH")
_SUFFIXES = {"mscons": ".edi", "utilts": ".edi", "json": ".json", "csv": ".csv", "parquet": ".parquet"}
_DIRECTIONS = click.Choice(("In", "Out"))

# Flags that are passed on as they are: name, help.
_TEXTS = (
    ("--physical-sender", "GLN of the party that really sends."),
    (
        "--document-type",
        "XML document type, such as E13, kind of UTILTS, such as E66, or code of German MSCONS, such as Z48.",
    ),
    ("--process", "XML process, such as BRS-NO-313."),
    ("--role", "Role of the market party, such as DDE (XML) or MDR (UTILTS)."),
    ("--process-id", "RFF+Z13 of German and Swiss MSCONS, such as 13025."),
    ("--reason", "STS+7 of UTILTS, such as E88."),
    ("--scope", "Sales channel of UTILTS (MKS), such as E02."),
    ("--application-reference", "UNB 0026."),
    ("--reference", "UNB 0020.  [default: from the document's identification]"),
    ("--validation", "Validation code of values that the source calls estimated or temporary, such as V001."),
    ("--estimation", "Estimation code of values that the source calls estimated, such as E001."),
)


def _texts(function: Callable[..., Any]) -> Callable[..., Any]:
    for name, text in reversed(_TEXTS):
        function = click.option(name, metavar="CODE", help=text)(function)
    return function


@click.command("convert")
@click.argument("path", metavar="PATH")
@click.option("--to", "target", type=click.Choice((*TARGETS, *TABLES)), required=True, help="The other form.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="File to write, or a folder for several.  [default: standard output]",
)
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    help="EDIFACT profile to write, or of a source that does not tell.",
)
@click.option(
    "--sender", metavar="PARTY", help="Sending party: a GLN, or ID:LIST:AGENCY.  [default: the source's]"
)
@click.option("--recipient", metavar="PARTY", help="Receiving party.  [default: the source's]")
@click.option(
    "--party", "parties", multiple=True, metavar="OLD=NEW", help="A party that the target names otherwise."
)
@click.option(
    "--point",
    "points",
    multiple=True,
    metavar="OLD=NEW",
    help="A metering point that the target names otherwise.",
)
@_texts
@click.option(
    "--point-type", type=click.Choice(("E17", "E18", "E19", "E20")), help="Kind of point of UTILTS."
)
@click.option(
    "--answer/--no-answer",
    default=None,
    help="A positive answer is wanted, or not.  [default: as the source]",
)
@click.option(
    "--now", type=CREATED, help="Time of preparation: an instant with its zone.  [default: the clock]"
)
@click.option(
    "--registered",
    type=CREATED,
    help="Registration time of values whose source has none, or 'message' for the message's own time.",
)
@click.option("--direction", type=_DIRECTIONS, help="Direction of series whose source does not say.")
@click.option(
    "--line-direction",
    "line_directions",
    type=_DIRECTIONS,
    multiple=True,
    help="Direction of the first, second ... line of a product.",
)
@click.option("--carrier", type=click.Choice(CARRIERS), help="What tells directions apart in MSCONS.")
@click.option(
    "--channel",
    "channels",
    multiple=True,
    metavar="CODE=PRODUCT[/DIRECTION]",
    help="A partner's product or OBIS code.",
)
@click.option(
    "--product",
    metavar="CODE",
    help="Elhub's product of lines whose code is neither Elhub's nor a --channel.",
)
@click.option(
    "--areas", nargs=2, metavar="MAIN NEIGHBOUR", help="Main grid area and neighbour, of LOC+232 and LOC+233."
)
@click.option(
    "--sign",
    type=click.Choice(("in", "out")),
    help="What a positive value of a signed series means: import or export.",
)
@click.option(
    "--signed-point",
    "signed_points",
    multiple=True,
    metavar="POINT",
    help="A point with signed values.  [default: all without a direction]",
)
@click.option("--join", is_flag=True, help="Join In and Out of a point into one signed series.")
@click.option(
    "--unit",
    type=click.Choice(UNITS),
    default=UNITS[0],
    help="Unit of active energy in EDIFACT.",
    show_default=True,
)
@click.option(
    "--qualifier",
    "qualifiers",
    multiple=True,
    metavar="STATUS=CODE",
    help=f"An agreed quantity qualifier of {', '.join(STATUSES)}.",
)
@click.option(
    "--by-agreement", is_flag=True, help="Write payload identifications and registration times into MSCONS."
)
@click.option("--gather", is_flag=True, help="One XML document for all messages of one sender and recipient.")
@click.option("--test", is_flag=True, help="Mark the interchange as a test.")
@click.option("--refuse", multiple=True, metavar="CNV...", help="A kind of loss that is an error.")
@value_file_options
@losses_option
@jobs_option
@force
def command(
    path: str,
    target: str,
    output: str | None,
    losses_file: str | None,
    *,
    jobs: int,
    force: bool,
    **values: Any,
) -> int:
    """Write the metering values of PATH in another form.

    What that form cannot hold goes to standard error, and what the source could not say and an option gave; --losses
    writes both as JSON.

    MSCONS and UTILTS into CollectedData and NotifyValidatedDataForBillingEnergy, and back. Whatever the target
    needs and the source lacks is an option: nothing is made up but new identifications. json, csv and parquet
    hold the whole message, or its series.

    A file of values is a source too: edielkit's own CSV and Parquet, the JSON of the energy-data API, the CSV of an end
    user, of a mass extraction and of a spreadsheet.
    """
    results: list[tuple[str, bytes]] = []
    reports: list[InputLosses] = []
    faulty = False
    empty = failed = 0
    inputs = sources([path])
    _require(output, is_many=len(inputs) > 1, force=force)
    require_file(losses_file, force=force)
    outcomes = in_order(partial(_outcome, target=target, values=values), inputs, jobs)
    for outcome in track(outcomes, "converting", total=len(inputs)):
        outcome.show()
        results += outcome.results
        reports += outcome.losses
        faulty |= bool(outcome.fault)
        empty += outcome.is_empty
        failed += bool(outcome.error) and not outcome.is_empty
    if results:
        require_losses(reports, losses_file, force=force)
        _write(results, output, force=force)
        write_losses(reports, losses_file, force=force)
    if failed + empty and len(inputs) > 1:
        echo([translate(f"{len(inputs) - failed - empty} of {len(inputs)} inputs converted")], err=True)
    if failed or not results:
        return EXIT_USAGE if failed else EXIT_NOTHING
    return EXIT_FINDINGS if faulty else EXIT_OK


@attrs.frozen(kw_only=True)
class _Outcome:
    """What became of an input.

    Attributes:
        results: Names and bytes of what it becomes.
        losses: What it lost, if it became something else.
        notes: What is to be said of a file of values.
        fault: That it is not whole, in words, or empty.
        error: Why nothing came of it, or empty.
        is_empty: It holds nothing that can be converted.
    """

    results: list[tuple[str, bytes]] = attrs.field(factory=list)
    losses: list[InputLosses] = attrs.field(factory=list)
    notes: list[str] = attrs.field(factory=list)
    fault: str = ""
    error: str = ""
    is_empty: bool = False

    def show(self) -> None:
        """Say on standard error what went wrong and what was lost."""
        echo(self.notes, err=True)
        if self.fault:
            echo([self.fault], err=True)
        for report in self.losses:
            print_losses(report)
        if self.error:
            UsageError(self.error).show()


def _outcome(source: Source, *, target: str, values: Mapping[str, Any]) -> _Outcome:
    """Return what becomes of an input."""
    fault = ""
    losses: list[InputLosses] = []
    notes: list[str] = []
    outcome = partial(_Outcome, losses=losses, notes=notes)
    try:
        opened = open_input(source.read())
        file = _value_file(source.name, opened, target, values)
        if file is None:
            fault = fault_words(source.name, opened, _instant(opened, values), values["profile"])
            content: Input | tuple[TimeSeries, ...] = opened
        else:
            notes += finding_lines(source.name, file.findings)
            if file.errors:
                return outcome(error=f"{source.name}: nothing is converted of a file with errors")
            content = file.series
            if target in TARGETS and any(not series.metering_point for series in content):
                return outcome(
                    error=f"{source.name}: the file names no metering point; --metering-point does"
                )
        results = (
            _tabled(source.name, content, target)
            if target in TABLES
            else _converted(source.name, content, target, values, losses)
        )
    except NothingThereError as error:
        return outcome(fault=fault, error=error.format_message(), is_empty=True)
    except ParseError as error:
        return outcome(fault=fault, error=f"{source.name}: {error}")
    except BuildError as error:
        return outcome(fault=fault, error=f"{source.name}: cannot convert to {target}: {_reason(error)}")
    return outcome(results=results, fault=fault)


def _value_file(name: str, opened: Input, target: str, values: Mapping[str, Any]) -> ValueFile | None:
    """Return the file of values that an input is; what it does not say of direction and product a conversion supplies."""
    others = {} if target in TARGETS else {key: values[key] for key in ("direction", "product")}
    return value_file(opened, read_options(name, values, **others))


def _tabled(name: str, content: Input | tuple[TimeSeries, ...], target: str) -> list[tuple[str, bytes]]:
    if isinstance(content, tuple):
        data = series_bytes(name, content, target)
    else:
        data = message_bytes(name, content, target)
    return [(_stem(name) + _SUFFIXES[target], data)]


# Options of the conversion that have a flag of another name.
_FLAGS = {
    "parties": "party", "points": "point", "channels": "channel", "qualifiers": "qualifier",
    "line_directions": "line-direction",
}  # fmt: skip
# What a flag is followed by, where it is not a code: in the words of its help.
_ARGUMENTS = {
    "sender": "GLN", "recipient": "GLN", "physical_sender": "GLN", "now": "INSTANT", "registered": "INSTANT",
    "direction": "In|Out", "sign": "in|out", "profile": "|".join(PROFILES), "point_type": "E17|E18|E19|E20",
    "parties": "{subject}=GLN", "points": "{subject}=GSRN", "channels": "{subject}=PRODUCT/DIRECTION",
}  # fmt: skip


class _MissingFlagsError(BuildError):
    """All that the source does not say, and the command line that would say it."""

    def __init__(self, source: str, target: str, missing: Sequence[MissingOptionError]) -> None:
        flags = [_flag(error) for error in missing]
        wide = max(len(flag) for flag in flags)
        lines = [
            f"  {flag:<{wide}}  {translate(error.message)}"
            for flag, error in zip(flags, missing, strict=True)
        ]
        command = " ".join(["edielkit convert", quote(source), "--to", target, *map(_quoted, flags)])
        super().__init__(
            "\n".join(["these options are missing:", *lines, f"{translate('as in:')} {command}"]), "options"
        )

    def __str__(self) -> str:
        return self.message


def _quoted(flag: str) -> str:
    """Return a flag and its argument as a shell takes them, however the choices in it are parted."""
    name, _, argument = flag.partition(" ")
    return f"{name} {quote(argument)}" if argument else quote(name)


def _flag(error: MissingOptionError) -> str:
    """Return the flag that gives an option, with what follows it."""
    if error.option == "answer":
        return "--answer|--no-answer"
    argument = _ARGUMENTS.get(error.option, "CODE").format(subject=error.subject)
    return f"{_flag_name(error.option)} {argument}"


def _flag_name(option: str) -> str:
    return f"--{_FLAGS.get(option, option).replace('_', '-')}"


def _reason(error: BuildError) -> str:
    """Return the error with its option as a flag."""
    if not error.field.startswith("options."):
        return str(error)
    return f"{error.message} ({_flag_name(error.field.removeprefix('options.').split(' ')[0])})"


def _converted(
    source: str,
    content: Input | tuple[TimeSeries, ...],
    target: str,
    values: Mapping[str, Any],
    reports: list[InputLosses],
) -> list[tuple[str, bytes]]:
    """Return the names and bytes of what a source becomes, and add what it lost to *reports*."""
    from edielkit.conversion import MissingOptionError, convert, missing_options
    from edielkit.verbs import serialize

    try:
        options = _options(content, values)
    except ValueError as error:
        raise UsageError(str(error)) from None
    try:
        converted: Converted = convert(content, target, options=options)
    except MissingOptionError as error:
        missing = missing_options(content, target, options=options) or (error,)
        raise _MissingFlagsError(source, target, missing) from None
    reports.append(InputLosses(source, converted.losses, converted.supplied))
    name = _stem(source)
    if converted.data:
        return [(name + _SUFFIXES[target], converted.data)]
    many = len(converted.documents) > 1
    return [
        (f"{name}-{n}.xml" if many else f"{name}.xml", serialize(document))
        for n, document in enumerate(converted.documents, 1)
    ]


def _options(content: Input | tuple[TimeSeries, ...], values: Mapping[str, Any]) -> Options:
    from edielkit.conversion import Carrier, Options, Sign

    others = {key: value for key, value in values.items() if key not in VALUE_FILE_KEYS}
    # a file of values says no time of its own
    opened = content if not isinstance(content, tuple) else EdifactInput(content=b"")
    registered = others.pop("registered")
    others.pop("now")
    return Options(
        sender=party_of(others.pop("sender"), "--sender"),
        recipient=party_of(others.pop("recipient"), "--recipient"),
        parties=pairs_of(others.pop("parties"), "--party"),
        points=pairs_of(others.pop("points"), "--point"),
        now=_instant(opened, values),
        registered=registered(opened) if registered else None,
        new_id=lambda: str(uuid.uuid4()),
        carrier=Carrier(values["carrier"]) if others.pop("carrier") else None,
        channels=tuple(channel_of(text) for text in others.pop("channels")),
        areas=others.pop("areas") or None,
        sign=Sign(values["sign"]) if others.pop("sign") else None,
        signed_points=frozenset(others.pop("signed_points")) or None,
        qualifiers=qualifiers_of(others.pop("qualifiers")),
        refuse=frozenset(others.pop("refuse")),
        **others,
    )


def _instant(opened: Input, values: Mapping[str, Any]) -> dt.datetime:
    """Return the time of preparation, which is that of the validation too: as given, else the clock's."""
    now = values["now"]
    instant: dt.datetime = now(opened) if now else dt.datetime.now(dt.UTC)
    return instant


# -- output


def _stem(name: str) -> str:
    if name == "-":
        return "message"
    last = Path(name.rpartition("!")[2]).name
    for suffix in (".gz", ".zst", ".xml", ".edi", *VALUE_SUFFIXES):
        last = last.removesuffix(suffix)
    return last or "message"


def _require(output: str | None, *, is_many: bool, force: bool) -> None:
    """Refuse what cannot be written to before anything is read."""
    if output is not None and _is_folder(output, is_many=is_many):
        require_folder(output)
    else:
        require_file(output, force=force)


def _is_folder(output: str, *, is_many: bool) -> bool:
    return output != "-" and (is_many or Path(output).is_dir() or output.endswith("/"))


def _write(results: list[tuple[str, bytes]], output: str | None, *, force: bool) -> None:
    if output is not None and _is_folder(output, is_many=len(results) > 1):
        taken: set[str] = set()
        files = [(free_name(name, taken), data) for name, data in results]
        write_files(Path(output), files, force=force)
        echo([translate(f"written: {Path(output) / name}") for name, _ in files], err=True)
    elif len(results) == 1:
        write_output(output, results[0][1], force=force)
    else:
        raise UsageError(f"{len(results)} messages come out; give a folder with -o, or --gather them")
