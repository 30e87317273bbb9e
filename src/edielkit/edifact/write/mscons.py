"""A friendly builder of MSCONS: metering points, a period and series in, a message of a market's form out.

What each market writes where is the table of `edielkit.edifact.write.mscons_forms`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.check.guides import only_code
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.mscons import Delivery, Line, Mscons, Party, Point, Value
from edielkit.edifact.messages.parts import (
    Control,
    Document,
    Measurement,
    ProductIds,
    Reference,
    SectionControl,
)
from edielkit.edifact.series.blocks import instant_of, seconds_of
from edielkit.edifact.series.value_codes import is_obis, unit_of_obis
from edielkit.edifact.timestamps import write_offset
from edielkit.edifact.write.mscons_forms import FORMS, Carrier, Form, PartyId
from edielkit.edifact.write.references import compact_uuid
from edielkit.edifact.write.unmade_values import column_values
from edielkit.errors import BuildError
from edielkit.harmless import name_of_something
from edielkit.market_time import Period, Resolution
from edielkit.series import Observations, Status, TimeSeries
from edielkit.series.units import edifact_unit

__all__ = ("mscons",)

_Int = npt.NDArray[np.int64]

_MOST_VALUES = 9999
# of so many thousandths no sum of a line overflows
_SMALL = 1 << 40


def mscons(
    series: Iterable[TimeSeries],
    *,
    profile: str,
    document: str,
    sender: PartyId | str,
    recipient: PartyId | str,
    created: dt.datetime,
    reference: str = "1",
    function: str = "9",
    answer: str = "",
    carrier: Carrier | None = None,
    codes: Mapping[str, str] | None = None,
    areas: tuple[str, str] | None = None,
    process: str = "",
    document_code: str = "",
    product_agency: str | None = None,
    qualifiers: Mapping[Status, str] | None = None,
    form: Form | None = None,
) -> Mscons:
    """Return an MSCONS message with *series*, in the form of a market.

    Args:
        series: Series with metering point, period and resolution; those of one point stand together.
        profile: ``no``, ``se``, ``dk``, ``de`` or ``ch``; see `FORMS`.
        document: Identification of the document (1004); a UUID is written as 32 hexadecimal digits.
        sender: Sending party; a text is a GLN.
        recipient: Receiving party; a text is a GLN.
        created: Aware instant of creation, written to the minute.
        reference: Message reference (0062).
        function: Message function (1225): ``9`` original, ``5`` replacement.
        answer: ``AB`` when an APERAK is wanted.
        carrier: What tells the directions apart; by default the profile's own way.
        codes: Product or OBIS code of each direction (``In``, ``Out``), for the carriers that need one; without an
            entry the product of the series is taken.
        areas: Main area and neighbour, for the carrier of areas.
        process: Process id (RFF+Z13), for ``de`` and ``ch``.
        document_code: Document code (1001); by default that of the case in ``de``, as far as it is known, else the form's.
        product_agency: Agency of product codes (3055).
        qualifiers: Further quantity qualifiers by status.
        form: Another form than the profile's.

    Raises:
        BuildError: Something cannot be expressed; ``field`` says which series and what of it.

    >>> import datetime as dt
    >>> from edielkit.market_time import day_period
    >>> from edielkit.series import Observations, TimeSeries
    >>> day = TimeSeries(
    ...     metering_point="707057500000000008",
    ...     product="1501",
    ...     unit="kWh",
    ...     resolution="PT1H",
    ...     period=day_period(dt.date(2024, 3, 31)),
    ...     observations=Observations.metered(["1.5"] * 23),
    ... )
    >>> message = mscons(
    ...     [day],
    ...     profile="no",
    ...     document="D1",
    ...     sender="7080000000012",
    ...     recipient="7080000000029",
    ...     created=dt.datetime(2024, 4, 1, 5, tzinfo=dt.UTC),
    ... )
    >>> message.controls[0].value
    '34.5'
    """
    listed = list(_checked(series))
    chosen = _form(form, profile, process)
    if not listed:
        raise BuildError("a message holds at least one series", "series")
    builder = _Builder(
        form=chosen,
        carrier=carrier or chosen.carrier,
        codes=codes or {},
        areas=areas,
        product_agency=product_agency,
        qualifiers={**chosen.qualifiers, **(qualifiers or {})},
    )
    points = tuple(builder.points(listed))
    code = _document_code(chosen, profile, process, document_code)
    return Mscons(
        reference=reference,
        type="MSCONS",
        version="D",
        release=chosen.release,
        agency=chosen.agency,
        association=chosen.association,
        access_reference=chosen.access_reference,
        document=_document(chosen, code, document, function, answer),
        times=tuple(builder.header(listed, created)),
        references=(Reference(function="Z13", number=process),) if process else (),
        parties=(_party(chosen.sender, sender, "sender"), _party(chosen.recipient, recipient, "recipient")),
        section=SectionControl(code="D"),
        deliveries=(Delivery(role=chosen.delivery, points=points),),
        controls=(Control(kind="1", value=_total(listed)),) if chosen.total else (),
    )


def _form(form: Form | None, profile: str, process: str) -> Form:
    chosen = form or FORMS.get(profile)
    if chosen is None:
        raise BuildError(f"expected one of {', '.join(FORMS)}, found {profile!r}", "profile")
    if chosen.process and not process:
        raise BuildError("expected the process id of RFF+Z13, such as 13025", "process")
    return chosen


def _document_code(form: Form, profile: str, process: str, stated: str) -> str:
    """Return the document code: the caller's, else that of the case, else that of the form.

    Raises:
        BuildError: The code goes with the case, and which one that is, is not known.
    """
    code = stated or only_code(profile, "MSCONS", f"D.{form.release}", process, "BGM/1/1")
    if not code and form.by_case:
        text = f"expected the document code (BGM 1001): that of the case {name_of_something(process)[:8]} is not public"
        raise BuildError(text, "document_code")
    return code or form.document[0]


def _document(form: Form, code: str, document: str, function: str, answer: str) -> Document:
    identification = compact_uuid(document)
    if not 0 < len(identification) <= 35:
        raise BuildError("expected 1 to 35 characters, or a lower-case UUID", "document")
    return Document(
        code=code, agency=form.document[1], number=identification, function=function, answer=answer
    )


def _party(role: str, party: PartyId | str, field: str) -> Party:
    if isinstance(party, str):
        if not (len(party) == 13 and party.isascii() and party.isdigit()):
            raise BuildError("expected a GLN of 13 digits, or a PartyId with its agency", field)
        party = PartyId(party)
    return Party(
        role=role, identification=party.identification, list_code=party.list_code, agency=party.agency
    )


def _total(series: Sequence[TimeSeries]) -> str:
    """Return the sum of all quantities, as EDIFACT writes it."""
    return _amount(sum(_sum(time_series.observations.quantity) for time_series in series))


def _sum(quantity: _Int) -> int:
    is_small = len(quantity) and -_SMALL < int(quantity.min()) <= int(quantity.max()) < _SMALL
    return int(quantity.sum()) if is_small else sum(quantity.tolist())


def _amount(thousandths: int) -> str:
    """Return thousandths as EDIFACT writes a number.

    >>> _amount(-500), _amount(12340), _amount(0)
    ('-0.5', '12.34', '0')
    """
    whole, part = divmod(abs(thousandths), 1000)
    text = f"{whole}.{part:03}".rstrip("0").rstrip(".")
    return f"-{text}" if thousandths < 0 else text


def _checked(series: Iterable[TimeSeries]) -> Iterator[TimeSeries]:
    for number, time_series in enumerate(series):
        if not isinstance(time_series, TimeSeries):
            raise BuildError(
                f"expected a TimeSeries, found {type(time_series).__name__}", f"series[{number}]"
            )
        yield time_series


@attrs.frozen(kw_only=True)
class _Builder:
    """The parts of one message, written by one form."""

    form: Form
    carrier: Carrier
    codes: Mapping[str, str]
    areas: tuple[str, str] | None
    product_agency: str | None
    qualifiers: Mapping[Status, str]

    def header(self, series: Sequence[TimeSeries], created: dt.datetime) -> Iterator[Time]:
        """Yield the times of the header."""
        if created.tzinfo is None:
            raise BuildError("expected an aware instant", "created")
        minute = created.replace(second=0, microsecond=0)
        yield self._time("137", minute, "created")
        if self.form.header_period:
            periods = [_period(time_series, n) for n, time_series in enumerate(series)]
            yield self._time("163", min(period.start for period in periods), "period")
            yield self._time("164", max(period.end for period in periods), "period")
        if self.form.offset:
            yield Time(function="ZZZ", text=write_offset(self.form.clock.zone, "805"), format="805")

    def points(self, series: Sequence[TimeSeries]) -> Iterator[Point]:
        """Yield the points with their lines; the areas of a direction are points of their own."""
        groups: dict[tuple[str, ...], list[tuple[int, TimeSeries]]] = {}
        for n, time_series in enumerate(series):
            point = time_series.metering_point or ""
            if not 0 < len(point) <= self.form.longest_point:
                raise BuildError(
                    f"expected a metering point of 1 to {self.form.longest_point} characters, found {len(point)}",
                    f"series[{n}].metering_point",
                )
            key = (point, *self._pair(time_series, n), *self._stated(time_series, n))
            groups.setdefault(key, []).append((n, time_series))
        count = 0
        for (point, *_), members in groups.items():
            # a German or Swiss message counts the lines of each point anew
            yield from self._point(point, members, count if self.form.total else 0)
            count += len(members)

    def _point(
        self, identification: str, members: Sequence[tuple[int, TimeSeries]], lines_before: int
    ) -> Iterator[Point]:
        """Yield the segments of one point: itself, or itself and the pair of areas, the last with the lines."""
        self._distinct([time_series for _, time_series in members], members[0][0])
        lines = tuple(
            self._line(time_series, n, number)
            for number, (n, time_series) in enumerate(members, lines_before + 1)
        )
        first_number, first = members[0]
        times: tuple[Time, ...] = ()
        if not self.form.header_period:
            period, field = _period(first, first_number), f"series[{first_number}].period"
            times = (self._time("163", period.start, field), self._time("164", period.end, field))
        point = Point(
            function=self.form.location, identification=identification, agency=self.form.location_agency
        )
        pair = self._pair(first, first_number)
        if not pair:
            yield attrs.evolve(point, times=times, lines=lines)
            return
        yield point
        yield Point(function="232", identification=pair[0])
        yield Point(function="233", identification=pair[1], times=times, lines=lines)

    def _distinct(self, members: Sequence[TimeSeries], n: int) -> None:
        """Raise when both directions of a point would be written with the same code."""
        if self.carrier is Carrier.LINES:
            return
        directions: dict[str, str | None] = {}
        for time_series in members:
            code = self.codes.get(time_series.direction or "") or time_series.product or ""
            if directions.setdefault(code, time_series.direction) != time_series.direction:
                raise BuildError(
                    "both directions have the same code; give one a direction in codes, or another carrier",
                    f"series[{n}].direction",
                )

    def _stated(self, series: TimeSeries, n: int) -> tuple[str, ...]:
        """Return what keeps series apart that stand below a point with one period."""
        if self.form.header_period:
            return ()
        period = _period(series, n)
        return (period.start.isoformat(), period.end.isoformat())

    def _pair(self, series: TimeSeries, n: int) -> tuple[str, ...]:
        if self.carrier is not Carrier.AREAS:
            return ()
        if self.areas is None or series.direction not in {"In", "Out"}:
            raise BuildError(
                "expected a direction, and the main area with its neighbour", f"series[{n}].direction"
            )
        main, neighbour = self.areas
        return (neighbour, main) if series.direction == "In" else (main, neighbour)

    def _line(self, series: TimeSeries, n: int, number: int) -> Line:
        code = self.codes.get(series.direction or "") or series.product or ""
        carries = self.carrier in {Carrier.PRODUCT, Carrier.OBIS}
        if carries and self.codes and series.direction and series.direction not in self.codes:
            raise BuildError(f"expected a code for direction {series.direction}", "codes")
        if not code:
            raise BuildError("expected a product", f"series[{n}].product")
        if len(code) > 35:
            raise BuildError(f"expected at most 35 characters, found {len(code)}", f"series[{n}].product")
        obis = self.carrier is Carrier.OBIS
        if obis and not is_obis(code):
            raise BuildError("expected an OBIS code such as 1-1:1.29.0", f"series[{n}].product")
        agency = self.product_agency or ""
        unit = edifact_unit(series.unit or "")
        implied = unit_of_obis(code) if obis else None
        if unit and not self.form.unit and implied != unit:
            raise BuildError(
                f"the product implies {implied or 'no known unit'}, and the form names none beside it",
                f"series[{n}].unit",
            )
        line = Line(
            number=str(number),
            product="" if obis else code,
            product_agency="" if obis else agency,
            products=(ProductIds(function="5", identification=code, kind="SRW"),) if obis else (),
            measurements=(Measurement(purpose="AAZ", unit=unit),) if self.form.unit and unit else (),
        )
        columns = self._require_values(series, n)
        borders = self._borders(series, n)

        def make(rows: slice) -> tuple[Value, ...]:
            return tuple(self._values(columns, borders, n, rows))

        unmade = column_values(columns, borders, self.form, self.qualifiers, make)
        return line.with_unmade(unmade) if unmade else attrs.evolve(line, values=make(slice(None)))

    def _require_values(self, series: TimeSeries, n: int) -> Observations:
        columns = series.observations
        if len(columns) > _MOST_VALUES:
            raise BuildError(
                f"a line holds at most {_MOST_VALUES} values; cut the series by day or month",
                f"series[{n}].observations",
            )
        if columns.unparsed:
            raise BuildError(
                "a value has more decimals or digits than a series holds",
                f"series[{n}].observations[{columns.unparsed[0][0]}]",
            )
        return columns

    def _values(
        self, columns: Observations, borders: tuple[_Int, _Int], n: int, chosen: slice
    ) -> Iterator[Value]:
        """Yield some values of a line, from the first on."""
        listed = (column[chosen].tolist() for column in (*borders, columns.quantity, columns.status))
        for row, (start, end, quantity, status) in enumerate(zip(*listed, strict=True)):
            field = f"series[{n}].observations[{row}]"
            qualifier = self.qualifiers.get(Status(status))
            if qualifier is None:
                raise BuildError(
                    f"the form has no code for status {Status(status).name.lower()}; give one in qualifiers",
                    field,
                )
            if quantity < 0 and not self.form.negative:
                raise BuildError("expected no negative quantity, the product carries the direction", field)
            yield Value(function=qualifier, amount=_amount(quantity), times=self._interval(start, end, field))

    def _borders(self, series: TimeSeries, n: int) -> tuple[_Int, _Int]:
        """Return start and end of each value in seconds since 1970 UTC."""
        period = _period(series, n)
        positions = series.observations.position.astype(np.int64) - 1
        resolution = Resolution.of(series.resolution) if series.resolution else None
        origin = seconds_of(period.start)
        if not len(positions):
            # a line whose values are written from columns
            return positions, positions
        if resolution is None:
            if len(positions) != 1:
                raise BuildError("expected a resolution for more than one value", f"series[{n}].resolution")
            return np.array([origin]), np.array([seconds_of(period.end)])
        if resolution.seconds:
            starts = origin + positions * resolution.seconds
            return starts, starts + resolution.seconds
        steps = positions.tolist()
        zone = self.form.clock.calendar
        try:
            return (
                np.array([_moved(period.start, step, resolution, zone) for step in steps], np.int64),
                np.array([_moved(period.start, step + 1, resolution, zone) for step in steps], np.int64),
            )
        except (ValueError, OverflowError) as error:
            raise BuildError("expected a period of whole calendar steps", f"series[{n}].period") from error

    def _interval(self, start: int, end: int, field: str) -> tuple[Time, ...]:
        first, last = instant_of(start), instant_of(end)
        if not self.form.period:
            return (self._time("163", first, field), self._time("164", last, field))
        try:
            return (Time.of_period("324", Period(first, last), self.form.period, self.form.clock),)
        except ValueError as error:
            raise BuildError(str(error), field) from error

    def _time(self, function: str, instant: dt.datetime, field: str) -> Time:
        try:
            return Time.of(function, instant, self.form.time_format, self.form.clock)
        except ValueError as error:
            raise BuildError(str(error), field) from error


def _period(series: TimeSeries, n: int) -> Period:
    if series.period is None or series.period.end <= series.period.start:
        raise BuildError("expected a period that ends after it begins", f"series[{n}].period")
    return series.period


def _moved(start: dt.datetime, steps: int, resolution: Resolution, zone: dt.tzinfo) -> int:
    """Return the instant that lies *steps* calendar steps after *start*, in seconds."""
    local = start.astimezone(zone).replace(tzinfo=None)
    if resolution.days:
        local += dt.timedelta(days=steps * resolution.days)
    else:
        months = local.year * 12 + local.month - 1 + steps * resolution.months
        local = local.replace(year=months // 12, month=months % 12 + 1)
    return seconds_of(local.replace(tzinfo=zone).astimezone(dt.UTC))
