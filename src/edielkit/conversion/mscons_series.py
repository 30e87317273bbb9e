"""A series in the words of a market's MSCONS: the partner's code, the unit, the qualifiers of its statuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from edielkit.conversion.code_mappings import obis_of
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralEntry, whole_minute
from edielkit.conversion.options import Options, option_or_source, require
from edielkit.conversion.to_edifact import quality_losses
from edielkit.edifact.series.value_codes import SeriesOptions, status_of_qualifier
from edielkit.edifact.write.mscons_forms import Carrier, Form
from edielkit.errors import BuildError
from edielkit.series import Status, TimeSeries
from edielkit.series.exact import total
from edielkit.series.units import unit_size

__all__ = ("coded_series", "control_total", "decimals_of", "entry_losses", "qualifiers_of", "status_losses")

# The status whose qualifier is written for one that the market has none for.
_NEAREST = {
    Status.FINAL_ESTIMATED: Status.ESTIMATED,
    Status.CALCULATED_FOR_SETTLEMENT: Status.CALCULATED,
}


def decimals_of(options: Options) -> int:
    """Return how many decimals of the target's unit a thousandth of a kWh needs."""
    _, size = unit_size(options.unit)
    # sizes are powers of ten
    return 3 + len(str(size)) - 1


def qualifiers_of(form: Form, options: Options) -> Mapping[Status, str]:
    """Return the qualifier (6063) that each status is written with; missing values may have none."""
    agreed = {**form.qualifiers, **options.qualifiers}
    metered = agreed[Status.METERED]
    qualifiers = {
        status: agreed.get(status) or agreed.get(_NEAREST.get(status, status)) or metered for status in Status
    }
    if Status.MISSING not in agreed:
        qualifiers.pop(Status.MISSING)
    return qualifiers


def coded_series(entry: NeutralEntry, options: Options, carrier: Carrier, losses: list[Loss]) -> TimeSeries:
    """Return the series with the partner's code as its product and the unit of the target.

    Raises:
        BuildError: No code is known, or the unit does not fit.
    """
    series = entry.series
    base, size = unit_size(options.unit)
    unit = options.unit if size > 1 and series.unit == base else series.unit
    code = _partner_code(entry, options, carrier, losses)
    if size > 1 and unit != options.unit:
        raise BuildError(f"only active energy is written in {options.unit} ({entry.where})", "options.unit")
    tells_direction = carrier in {Carrier.AREAS, Carrier.OBIS} or any(
        channel.code == code and channel.direction == series.direction for channel in options.channels
    )
    if series.direction and not tells_direction and not entry.signed:
        text = f"nothing says that line {code!r} is {series.direction}"
        losses.append(Loss("CNV016", "Direction", entry.where, text))
    return attrs.evolve(series, product=code, unit=unit)


def _partner_code(entry: NeutralEntry, options: Options, carrier: Carrier, losses: list[Loss]) -> str:
    series = entry.series
    channels = [channel for channel in options.channels if channel.product == series.product]
    for channel in channels:
        if channel.direction == series.direction:
            return channel.code
    if carrier is Carrier.OBIS:
        direction = option_or_source(
            series.direction or options.direction, series.direction, "direction", code="CNV105",
            what="OBIS", where=entry.where, why=f"OBIS codes have one ({entry.where})", losses=losses,
        )  # fmt: skip
        why = f"no OBIS code is known for product {series.product} ({entry.where})"
        return str(require(obis_of(str(series.product), direction), "channels", why))
    return next((channel.code for channel in channels if channel.direction is None), str(series.product))


def control_total(listed: Iterable[TimeSeries], decimals: int) -> str:
    """Return CNT+1: the sum of all quantities, exact.

    >>> from edielkit.series import Observations
    >>> control_total([TimeSeries(observations=Observations.metered(["-1.5", "0.25"]))], 3)
    '-1.25'
    """
    amount = sum(total(series.observations.quantity) for series in listed)
    whole, part = divmod(abs(amount), 10**decimals)
    text = f"{whole}.{part:0{decimals}}".rstrip("0").rstrip(".")
    return f"-{text}" if amount < 0 else text


def entry_losses(entry: NeutralEntry, options: Options) -> Iterator[Loss]:
    """Yield what stands beside the values and MSCONS has no place for."""
    series = entry.series
    if series.identification and not options.by_agreement:
        yield Loss("CNV003", "Identification", entry.where, f"{series.identification} is left out")
    if series.registered is not None:
        if not options.by_agreement:
            yield Loss("CNV013", "RegistrationDateTime", entry.where, "the registration time is left out")
        elif whole_minute(series.registered)[1]:
            yield Loss("CNV013", "RegistrationDateTime", entry.where, "seconds are cut off")
    rows = (
        ("CNV014", "InsertDateTime", entry.inserted),
        ("CNV015", "RequestReference", entry.request),
        ("CNV017", "MeteringGridArea", series.grid_area),
        ("CNV018", "BalanceResponsible", entry.responsible),
        ("CNV018", "BalanceSupplier", entry.supplier),
        ("CNV019", "BusinessType", entry.business_type),
    )
    for code, what, value in rows:
        if value is not None:
            yield Loss(code, what, entry.where, "MSCONS has no place for it")


def status_losses(
    entry: NeutralEntry, qualifiers: Mapping[Status, str], profile: str, options: Options
) -> Iterator[Loss]:
    """Yield what the status column says and a reader of the qualifiers does not learn."""
    agreed = SeriesOptions(qualifiers={code: status for status, code in options.qualifiers.items()})
    read = {
        status: status_of_qualifier(code, profile, agreed) or Status.METERED
        for status, code in qualifiers.items()
    }
    read[Status.MISSING] = Status.MISSING
    yield from quality_losses(entry, qualifiers, read)
    missing = int((entry.series.observations.status == Status.MISSING).sum())
    if missing and Status.MISSING not in qualifiers:
        yield Loss("CNV020", "missing", entry.where, f"{missing} missing values are left out")
