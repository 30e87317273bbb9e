"""What the commands on exchange points read and write: points, series of either wire, messages."""

from __future__ import annotations

import csv
import datetime as dt
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import compress
from operator import not_
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import click

from edielkit.cli.input.clock import Now
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.options import ParamType
from edielkit.cli.output.losses import Told, tell, write_losses
from edielkit.cli.output.progress import track
from edielkit.cli.usage_error import Trouble
from edielkit.errors import BuildError, EdielError, InvalidIdentifierError, ParseError
from edielkit.inputs import is_edifact, open_input

if TYPE_CHECKING:
    from edielkit.conversion import Loss, Options
    from edielkit.exchange import ExchangePoint, LossConstants
    from edielkit.series import TimeSeries

__all__ = (
    "FORMS",
    "Content",
    "Writing",
    "constants_of",
    "points_of",
    "points_options",
    "read",
    "table",
    "trouble_of",
    "write",
)

F = TypeVar("F", bound=Callable[..., Any])

FORMS = ("as-input", "collected-data", "mscons", "csv")
_ACTIVE = "8716867000030"


class _Code(ParamType):
    """``In=CODE`` or ``Out=CODE``."""

    name = "code"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return direction and product code."""
        if isinstance(value, tuple):
            return value[0], value[1]
        direction, _, code = str(value).partition("=")
        if direction not in {"In", "Out"} or not code:
            self.fail("expected In=CODE or Out=CODE", param, ctx)
        return direction, code


def points_options(function: F) -> F:
    """Add the options that name exchange points."""
    named = click.option("--point", "names", multiple=True, metavar="GSRN", help="This metering point is an exchange point; may be given several times.")  # fmt: skip
    listed = click.option("--points", "file", metavar="FILE", help="CSV of exchange points; only the column 'point' must be there.")  # fmt: skip
    codes = click.option("--code", "codes", type=_Code(), multiple=True, help="Product code of a direction in MSCONS: In=CODE, Out=CODE.")  # fmt: skip
    return named(listed(codes(function)))


@attrs.frozen(kw_only=True)
class Content:
    """The series of one input, and who sent it to whom.

    Attributes:
        name: How the input is called.
        data: Its bytes.
        wire: ``emif`` or ``edifact``.
        sender: GLN of the sending party, if it says so.
        recipient: GLN of the receiving party, if it says so.
        series: The series, in order.
    """

    name: str
    data: bytes = attrs.field(repr=False)
    wire: str
    sender: str | None
    recipient: str | None
    series: tuple[TimeSeries, ...] = attrs.field(repr=False)


def read(
    paths: Sequence[str], codes: Iterable[tuple[str, str]] = ()
) -> Iterator[tuple[Source, Content | ParseError]]:
    """Yield each input with its content, or with the error that says why it cannot be read.

    Args:
        paths: Files, folders, globs or ``-``.
        codes: Direction (``In``, ``Out``) and product code of partners whose lines differ in it.
    """
    directions = {code: direction for direction, code in codes}
    for source in track(sources(paths), "reading"):
        try:
            yield source, _content(source.name, source.read(), directions)
        except ParseError as error:
            yield source, error


def _content(name: str, data: bytes, directions: dict[str, str]) -> Content:
    from edielkit.verbs import parse_all

    opened = open_input(data)
    document = parse_all(opened)[0]
    if is_edifact(document):
        from edielkit.edifact.fast.read import read_columns
        from edielkit.edifact.series.quality import SeriesOptions

        return Content(
            name=name,
            data=data,
            wire="edifact",
            sender=document.sender or None,
            recipient=document.recipient or None,
            series=tuple(read_columns(opened.content, SeriesOptions(directions=directions))),
        )
    from edielkit.emif.series import series

    header = getattr(next(iter(getattr(document, "messages", None) or (document,))), "header", None)
    return Content(
        name=name,
        data=data,
        wire="emif",
        sender=_party(header, "juridical_sender_energy_party"),
        recipient=_party(header, "juridical_recipient_energy_party"),
        series=tuple(series(document)),
    )


def _party(header: object, role: str) -> str | None:
    found = getattr(getattr(header, role, None), "identification", None)
    return None if found is None else str(found)


def points_of(file: str | None, names: Sequence[str]) -> tuple[ExchangePoint, ...]:
    """Return the exchange points of a points file and of ``--point`` options.

    Raises:
        Trouble: The file cannot be read, or an option is no metering point.
    """
    from edielkit.exchange import ExchangePoint, read_points
    from edielkit.identifiers import gsrn

    found: tuple[ExchangePoint, ...] = ()
    if file is not None:
        try:
            found = read_points(_text(file))
        except ParseError as error:
            raise Trouble(f"{file}: {error}") from None
    known = {gsrn for point in found for gsrn in point.metering_points}
    for each in names:
        try:
            name = gsrn.validate(each, check=False)
        except InvalidIdentifierError as error:
            raise Trouble(f"--point: {error}") from None
        if name not in known:
            found += (ExchangePoint.one(name),)
    return found


def table(file: str | None, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of a small CSV file whose first row names exactly *columns*.

    Raises:
        Trouble: The file cannot be read, or has other columns.
    """
    if file is None:
        return []
    try:
        rows = [tuple(cell.strip() for cell in row) for row in csv.reader(_text(file).splitlines()) if row]
    except csv.Error as error:
        raise Trouble(f"{file}: {error}") from None
    if not rows or rows[0] != tuple(columns):
        raise Trouble(f"{file}: expected the columns {','.join(columns)} in the first row")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(columns):
            raise Trouble(f"{file}: row {number}: expected {len(columns)} cells, found {len(row)}")
    return rows[1:]


def constants_of(file: str | None) -> dict[str, LossConstants]:
    """Return the loss constants of grid areas from a CSV file with the columns area, idle and constant.

    Raises:
        Trouble: The file cannot be read.
    """
    from edielkit.exchange import LossConstants

    try:
        return {
            area: LossConstants(idle=Decimal(idle), constant=Decimal(constant))
            for area, idle, constant in table(file, ("area", "idle", "constant"))
        }
    except InvalidOperation:
        raise Trouble(f"{file}: expected numbers with a decimal point in 'idle' and 'constant'") from None


def _text(file: str) -> str:
    try:
        return (sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise Trouble(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Trouble(f"{file}: the text is not UTF-8") from None


# -- writing


@attrs.frozen(kw_only=True)
class Writing:
    """How series are written.

    Attributes:
        form: One of `FORMS`.
        output: File, None for standard output.
        losses: JSON file of what is lost and what the options supplied, if any.
        sender: GLN; that of the input if None.
        recipient: GLN; that of the input if None.
        codes: Direction and product code for MSCONS.
        registered: Registration time of values that have none; ``now`` if None.
        now: Time of creation; the clock if None.
        sign: What a positive value was said to mean.
        signed: The metering points whose values had a sign.
    """

    form: str
    output: str | None
    losses: str | None = None
    sender: str | None = None
    recipient: str | None = None
    codes: tuple[tuple[str, str], ...] = ()
    registered: Now | None = None
    now: Now | None = None
    sign: str = ""
    signed: tuple[str, ...] = ()


def write(series: Sequence[TimeSeries], contents: Sequence[Content], writing: Writing) -> None:
    """Write *series* as one message or as CSV; where the wire changes, say what is lost and what the options supplied.

    Raises:
        Trouble: The message cannot be written, and why.
    """
    form = writing.form
    wires = {each.wire for each in contents}
    if form == "as-input":
        if len(wires) > 1:
            raise Trouble("the inputs are of both wires: say with --to what to write")
        form = _FORM_OF[wires.pop()]
    try:
        data, told = _csv(series) if form == "csv" else _converted(series, contents, writing, form)
    except (BuildError, ValueError) as error:
        raise Trouble(f"cannot write {form}: {error}") from None
    for each in told:
        tell(each)
    write_losses(told, writing.losses)
    if writing.output is None or writing.output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        Path(writing.output).write_bytes(data)


_FORM_OF = {"edifact": "mscons", "emif": "collected-data"}
_WIRE_OF = {form: wire for wire, form in _FORM_OF.items()}


def _csv(series: Sequence[TimeSeries]) -> tuple[bytes, list[Told]]:
    from edielkit.tables import to_csv

    return b"".join(to_csv(series)), []


def _converted(
    series: Sequence[TimeSeries], contents: Sequence[Content], writing: Writing, form: str
) -> tuple[bytes, list[Told]]:
    """Return the message, and what each input of the other wire lost and the message had to be told."""
    from edielkit.conversion import SUPPLIED, convert_series, source_losses

    options = _options(series, contents, writing, form)
    # a payload's identification is its own: what is reported again is another payload
    own = series if form == "mscons" else [attrs.evolve(each, identification=None) for each in series]
    found = convert_series(own, form, options=options)
    others = [each for each in contents if each.wire != _WIRE_OF[form]]
    told = []
    for each in others:
        losses = source_losses(each.data, form, options=options)
        said = [each.code not in SUPPLIED for each in losses]
        told.append(Told(each.name, tuple(compress(losses, said)), tuple(compress(losses, map(not_, said)))))
    if others:
        told.append(Told("the result", found.losses, (*_signs(writing), *found.supplied)))
    return found.to_bytes(), told


def _signs(writing: Writing) -> Iterator[Loss]:
    from edielkit.conversion import Loss

    for point in writing.signed:
        yield Loss("CNV106", "Direction", point, f"{writing.sign} was given (sign)")


def _options(
    series: Sequence[TimeSeries], contents: Sequence[Content], writing: Writing, form: str
) -> Options:
    """Return what a message on exchange points says beside its series: that of interval volumes (BRS-NO-313)."""
    from edielkit.conversion import Carrier, Channel, Options

    codes = dict(writing.codes)
    if form == "mscons" and {"In", "Out"} - set(codes):
        raise Trouble("MSCONS tells the directions apart by product code: give --code In=CODE and --code Out=CODE, or --to collected-data")  # fmt: skip
    sender, recipient = _parties(contents, writing, _WIRE_OF[form])
    data = contents[0].data
    now = (writing.now(data) if writing.now else None) or dt.datetime.now(dt.UTC).replace(microsecond=0)
    return Options(
        profile="no" if form == "mscons" else None,
        sender=sender,
        recipient=recipient,
        document_type="E13",
        process="BRS-NO-313",
        role="DDE",
        now=now,
        registered=(writing.registered(data) if writing.registered else None) or now,
        new_id=lambda: str(uuid.uuid4()),
        carrier=Carrier.PRODUCT if form == "mscons" else None,
        channels=tuple(Channel(code, _ACTIVE, direction) for direction, code in codes.items()),
        product=_ACTIVE,
        unit="MWH"
        if {(each.unit or "").upper() for each in series} == {"MWH"} and form == "mscons"
        else "KWH",
    )


def _parties(contents: Sequence[Content], writing: Writing, wire: str) -> tuple[str, str]:
    """Return sender and recipient: those of the options, else those of the inputs of the same wire."""
    found = []
    for role in ("sender", "recipient"):
        given = getattr(writing, role)
        # a partner's MSCONS does not say who reports to Elhub, nor the other way round
        stated = {getattr(each, role) for each in contents if each.wire == wire} - {None}
        if given is None and len(stated) != 1:
            raise Trouble(f"who is the {role}? say so with --{role} GLN")
        found.append(given or stated.pop())
    return found[0], found[1]


def trouble_of(name: str, error: EdielError) -> Trouble:
    """Return the trouble that an input which cannot be read is, where nothing can go on without it."""
    return Trouble(f"{name}: {error}")
