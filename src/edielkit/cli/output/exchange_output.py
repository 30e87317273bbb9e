"""What the commands on exchange points write: one message of either wire, or CSV."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING

import attrs

from edielkit.cli.input.clock import Now
from edielkit.cli.input.exchange_inputs import ExchangeInput
from edielkit.cli.output.files import write_output
from edielkit.cli.output.losses import InputLosses, print_losses, require_losses, write_losses
from edielkit.cli.usage_error import UsageError
from edielkit.errors import BuildError

if TYPE_CHECKING:
    from edielkit.conversion import Loss, Options
    from edielkit.series import TimeSeries

__all__ = ("FORMS", "WriteOptions", "write_series")

FORMS = ("as-input", "collected-data", "mscons", "csv")
_ACTIVE = "8716867000030"


@attrs.frozen(kw_only=True)
class WriteOptions:
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
        force: Whether files that are there may be replaced.
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
    force: bool = False


def write_series(
    series: Sequence[TimeSeries], inputs: Sequence[ExchangeInput], options: WriteOptions
) -> None:
    """Write *series* as one message or as CSV; where the wire changes, say what is lost and what the options supplied.

    Args:
        series: What to write.
        inputs: What the series came from: parties, times and wire are theirs where *options* are silent.
        options: How to write.

    Raises:
        UsageError: The message cannot be written, and why.
    """
    form = options.form
    wires = {source.wire for source in inputs}
    if form == "as-input":
        if len(wires) > 1:
            raise UsageError("the inputs are of both wires: say with --to what to write")
        form = _FORM_OF[wires.pop()]
    try:
        data, losses = _csv(series) if form == "csv" else _message(series, inputs, options, form)
    except (BuildError, ValueError) as error:
        raise UsageError(f"cannot write {form}: {error}") from None
    for input_losses in losses:
        print_losses(input_losses)
    require_losses(losses, options.losses, force=options.force)
    write_output(options.output, data, force=options.force)
    write_losses(losses, options.losses, force=options.force)


_FORM_OF = {"edifact": "mscons", "emif": "collected-data"}
_WIRE_OF = {form: wire for wire, form in _FORM_OF.items()}


def _csv(series: Sequence[TimeSeries]) -> tuple[bytes, list[InputLosses]]:
    from edielkit.tables import to_csv

    return b"".join(to_csv(series)), []


def _message(
    series: Sequence[TimeSeries], inputs: Sequence[ExchangeInput], options: WriteOptions, form: str
) -> tuple[bytes, list[InputLosses]]:
    """Return the message, with what each input of the other wire lost and what the options supplied to the result."""
    from edielkit.conversion import SUPPLIED, convert_series, source_losses

    conversion = _conversion_options(series, inputs, options, form)
    # a payload's identification is its own: what is reported again is another payload
    own = series if form == "mscons" else [attrs.evolve(channel, identification=None) for channel in series]
    converted = convert_series(own, form, options=conversion)
    reports = []
    for source in inputs:
        if source.wire != _WIRE_OF[form]:
            losses = source_losses(source.opened, form, options=conversion)
            lost = [loss.code not in SUPPLIED for loss in losses]
            reports.append(
                InputLosses(
                    source.name, tuple(compress(losses, lost)), tuple(compress(losses, map(not_, lost)))
                )
            )
    if reports:
        reports.append(InputLosses("the result", converted.losses, (*_signs(options), *converted.supplied)))
    return converted.to_bytes(), reports


def _signs(options: WriteOptions) -> Iterator[Loss]:
    from edielkit.conversion import Loss

    for point in options.signed:
        yield Loss("CNV106", "Direction", point, f"{options.sign} was given (sign)")


def _conversion_options(
    series: Sequence[TimeSeries], inputs: Sequence[ExchangeInput], options: WriteOptions, form: str
) -> Options:
    """Return what a message on exchange points says beside its series: that of interval volumes (BRS-NO-313)."""
    from edielkit.conversion import Carrier, Channel, Options

    codes = dict(options.codes)
    if form == "mscons" and {"In", "Out"} - set(codes):
        raise UsageError("MSCONS tells the directions apart by product code: give --code In=CODE and --code Out=CODE, or --to collected-data")  # fmt: skip
    sender, recipient = _parties(inputs, options, _WIRE_OF[form])
    first = inputs[0].opened
    now = (options.now(first) if options.now else None) or dt.datetime.now(dt.UTC).replace(microsecond=0)
    units = {(channel.unit or "").upper() for channel in series}
    return Options(
        profile="no" if form == "mscons" else None,
        sender=sender,
        recipient=recipient,
        document_type="E13",
        process="BRS-NO-313",
        role="DDE",
        now=now,
        registered=(options.registered(first) if options.registered else None) or now,
        new_id=lambda: str(uuid.uuid4()),
        carrier=Carrier.PRODUCT if form == "mscons" else None,
        channels=tuple(Channel(code, _ACTIVE, direction) for direction, code in codes.items()),
        product=_ACTIVE,
        unit="MWH" if units == {"MWH"} and form == "mscons" else "KWH",
    )


def _parties(inputs: Sequence[ExchangeInput], options: WriteOptions, wire: str) -> tuple[str, str]:
    """Return sender and recipient: those of the options, else those of the inputs of the same wire."""
    parties = []
    for role in ("sender", "recipient"):
        party = getattr(options, role)
        # a partner's MSCONS does not say who reports to Elhub, nor the other way round
        stated = {getattr(source, role) for source in inputs if source.wire == wire} - {None}
        if party is None and len(stated) != 1:
            raise UsageError(f"who is the {role}? say so with --{role} GLN")
        parties.append(party or stated.pop())
    return parties[0], parties[1]
