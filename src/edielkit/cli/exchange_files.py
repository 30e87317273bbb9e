"""What the commands on exchange points read and write: points, series of either wire, messages."""

from __future__ import annotations

import csv
import datetime as dt
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from edielkit.cli.inputs import Source, sources
from edielkit.cli.progress import track
from edielkit.cli.trouble import Trouble
from edielkit.errors import BuildError, EdielError, InvalidIdentifierError, ParseError

if TYPE_CHECKING:
    from edielkit.exchange import ExchangePoint, LossConstants
    from edielkit.series import TimeSeries

__all__ = ("FORMS", "Content", "Writing", "points_of", "read", "table", "write")

FORMS = ("as-input", "collected-data", "mscons", "csv")
_ACTIVE = "8716867000030"


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
    from edielkit.compressed import unpack
    from edielkit.verbs import detect, parse_all, read_series

    if detect(data).wire == "edifact":
        from edielkit.edifact.columns import read_columns
        from edielkit.edifact.quality import SeriesOptions

        first = parse_all(data)[0]
        found = tuple(read_columns(unpack(data), SeriesOptions(directions=directions)))
        return Content(
            name=name,
            data=data,
            wire="edifact",
            sender=getattr(first, "sender", None) or None,
            recipient=getattr(first, "recipient", None) or None,
            series=found,
        )
    document = parse_all(data)[0]
    header = getattr(next(iter(getattr(document, "messages", None) or (document,))), "header", None)
    return Content(
        name=name,
        data=data,
        wire="emif",
        sender=_party(header, "juridical_sender_energy_party"),
        recipient=_party(header, "juridical_recipient_energy_party"),
        series=tuple(read_series(data)),
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
        sender: GLN; that of the input if None.
        recipient: GLN; that of the input if None.
        codes: Direction and product code for MSCONS.
    """

    form: str
    output: str | None
    sender: str | None = None
    recipient: str | None = None
    codes: tuple[tuple[str, str], ...] = ()


def write(series: Sequence[TimeSeries], contents: Sequence[Content], writing: Writing) -> None:
    """Write *series* as one message, or as CSV.

    Raises:
        Trouble: The message cannot be written, and why.
    """
    form = writing.form
    if form == "as-input":
        wires = {each.wire for each in contents}
        if len(wires) > 1:
            raise Trouble("the inputs are of both wires: say with --to what to write")
        form = "mscons" if wires == {"edifact"} else "collected-data"
    try:
        data = _DATA[form](list(series), contents, writing)
    except (BuildError, ValueError) as error:
        raise Trouble(f"cannot write {form}: {error}") from None
    if writing.output is None or writing.output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        Path(writing.output).write_bytes(data)


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


def _collected_data(series: list[TimeSeries], contents: Sequence[Content], writing: Writing) -> bytes:
    from edielkit.emif.build import collected_data
    from edielkit.verbs import serialize

    sender, recipient = _parties(contents, writing, "emif")
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    message = collected_data(
        [_reported(each, now) for each in series],
        identification=str(uuid.uuid4()),
        sender=sender,
        recipient=recipient,
        created=now,
        new_id=lambda: str(uuid.uuid4()),
    )
    return serialize(message)


def _reported(series: TimeSeries, now: dt.datetime) -> TimeSeries:
    """Return *series* as Elhub takes it: active energy in kWh, registered, with an identification of its own."""
    from edielkit.exchange.columns import kind_of
    from edielkit.series import scale

    unit = (series.unit or "kWh").upper()
    if kind_of(series) != "active" or unit not in {"KWH", "MWH"}:
        raise Trouble(f"cannot report a series in {series.unit!r} of product {series.product!r}: only active energy in kWh or MWh is known here")  # fmt: skip
    scaled = scale(series, 1000, unit="kWh") if unit == "MWH" else attrs.evolve(series, unit="kWh")
    return attrs.evolve(scaled, product=_ACTIVE, registered=series.registered or now, identification=None)


def _mscons(series: list[TimeSeries], contents: Sequence[Content], writing: Writing) -> bytes:
    from edielkit.edifact.build import build_interchange
    from edielkit.edifact.build_mscons import mscons

    codes = dict(writing.codes)
    if {"In", "Out"} - set(codes):
        raise Trouble("MSCONS tells the directions apart by product code: give --code In=CODE and --code Out=CODE, or --to collected-data")  # fmt: skip
    sender, recipient = _parties(contents, writing, "edifact")
    now = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    message = mscons(
        sorted(series, key=lambda each: each.metering_point or ""),
        profile="no",
        document=str(uuid.uuid4()),
        sender=sender,
        recipient=recipient,
        created=now,
        codes=codes,
    )
    reference = uuid.uuid4().hex[:14].upper()
    return build_interchange(
        [message], sender=sender, recipient=recipient, reference=reference, prepared=now
    ).to_bytes()


def _csv(series: list[TimeSeries], contents: Sequence[Content], writing: Writing) -> bytes:
    from edielkit.tables import to_csv

    del contents, writing
    return b"".join(to_csv(series))


_DATA = {"collected-data": _collected_data, "mscons": _mscons, "csv": _csv}


def trouble_of(name: str, error: EdielError) -> Trouble:
    """Return the trouble that an input which cannot be read is, where nothing can go on without it."""
    return Trouble(f"{name}: {error}")
