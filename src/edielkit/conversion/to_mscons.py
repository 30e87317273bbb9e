"""The form between the wires into MSCONS, in the form of a market."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs
import numpy as np

from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import Document, Entry, Head, whole_minute
from edielkit.conversion.options import Options, needed, settled
from edielkit.conversion.splice import MARK, Block, borders
from edielkit.conversion.tables import obis_of
from edielkit.conversion.to_edifact import (
    Frame,
    created_at,
    document_number,
    entries_of,
    head_losses,
    interchange,
    named_parties,
    party_of,
    quality_losses,
)
from edielkit.conversion.values_text import Cells, amounts, codes, joined, times
from edielkit.edifact.messages.mscons import Delivery, Mscons, Point, Value
from edielkit.edifact.messages.parts import Reference, Time
from edielkit.edifact.series.quality import SeriesOptions, status_of_qualifier
from edielkit.edifact.timestamps import write_instant, write_offset
from edielkit.edifact.write.build import Carrier, compact_uuid, mscons
from edielkit.edifact.write.mscons import FORMS, Form
from edielkit.errors import BuildError
from edielkit.series import Observations, Status, TimeSeries

__all__ = ("write_mscons",)

# One point and one period a message (BDEW-AHB section 5.1; the Swiss samples follow it).
_ONE_POINT = frozenset({"de", "ch"})
_ANSWERS = {True: "AB", False: "NA", None: ""}
_EMPTY = Observations.metered([])


def write_mscons(documents: Sequence[Document], options: Options, losses: list[Loss]) -> bytes:
    """Return *documents* as one interchange of MSCONS messages.

    Args:
        documents: At least one.
        options: Profile, and what the sources do not say.
        losses: Takes what the target cannot hold.

    Raises:
        BuildError: Something mandatory is missing or cannot be expressed.
    """
    profile = needed(options.profile, "profile", f"a form is chosen by it, one of {', '.join(FORMS)}")
    if profile not in FORMS:
        raise BuildError(f"expected one of {', '.join(FORMS)}, found {profile!r}", "options.profile")
    work = _Writer(options=options, profile=profile, form=FORMS[profile], losses=losses)
    frames: list[Frame] = []
    for document in documents:
        losses.extend(head_losses(document.head, utilts=False))
        losses.extend(named_parties(document.head, options))
        first = True
        for group in work.groups(document):
            frames.append(
                work.frame(
                    document, group, sum(len(each.blocks) for each in frames), len(frames) + 1, first=first
                )
            )
            first = False
    return interchange(frames, documents[0].head, options, options.application_reference)


@attrs.frozen(kw_only=True)
class _Writer:
    options: Options
    profile: str
    form: Form
    losses: list[Loss]

    @property
    def carrier(self) -> Carrier:
        return self.options.carrier or self.form.carrier

    def groups(self, document: Document) -> Iterator[list[Entry]]:
        """Yield the entries of each message, in the order in which the builder writes their lines."""
        found: dict[tuple[object, ...], list[Entry]] = {}
        for entry in entries_of(document, self.options, self.losses):
            series = entry.series
            key = (series.metering_point, series.period) if self.profile in _ONE_POINT else ()
            found.setdefault(key, []).append(entry)
        for group in found.values():
            points: dict[tuple[object, ...], list[Entry]] = {}
            stated = self._several_periods(group)
            for entry in group:
                direction = entry.series.direction if self.carrier is Carrier.AREAS else None
                period = entry.series.period if stated else None
                points.setdefault((entry.series.metering_point, direction, period), []).append(entry)
            yield [entry for each in points.values() for entry in each]

    def _several_periods(self, entries: Sequence[Entry]) -> bool:
        return not self.form.header_period or len({entry.series.period for entry in entries}) > 1

    def frame(self, document: Document, group: list[Entry], marks: int, number: int, *, first: bool) -> Frame:
        """Return a message with placeholders, and its values."""
        head, options = document.head, self.options
        stated = self._several_periods(group)
        form = attrs.evolve(self.form, header_period=not stated)
        qualifiers = self._qualifiers(form)
        for entry in group:
            self.losses.extend(_losses(entry, options))
            self.losses.extend(self._quality(entry, qualifiers))
        series = [self._coded(entry) for entry in group]
        message = mscons(
            [attrs.evolve(each, observations=_EMPTY) for each in series],
            profile=self.profile,
            form=form,
            document=document_number(head, options, self.losses, first=first),
            sender=party_of(head.sender, options.sender, "sender", options),
            recipient=party_of(head.recipient, options.recipient, "recipient", options),
            created=created_at(head, options, self.losses),
            reference=str(number),
            answer=_ANSWERS[head.answer if options.answer is None else options.answer],
            carrier=self.carrier,
            areas=options.areas,
            process=self._process(head) if form.process else "",
            product_agency="9"
            if self.carrier in {Carrier.PRODUCT, Carrier.LINES, Carrier.AREAS} and self.profile != "dk"
            else None,
        )
        if stated and self.form.header_period:
            message = self._with_header_period(message, series)
        blocks = tuple(
            self._block(each, entry, qualifiers) for each, entry in zip(series, group, strict=True)
        )
        total = sum(_sum(each) for each in series)
        return Frame(
            self._with_marks(message, group, marks),
            blocks,
            _total_text(total, self._places) if form.total else None,
        )

    def _process(self, head: Head) -> str:
        return str(
            settled(
                self.options.process_id,
                None,
                "process_id",
                code="CNV102",
                what="RFF+Z13",
                where=head.where,
                why="RFF+Z13 names the process",
                losses=self.losses,
            )
        )

    @property
    def _places(self) -> int:
        return 6 if self.options.unit == "MWH" else 3

    def _qualifiers(self, form: Form) -> Mapping[Status, str]:
        own = {**form.qualifiers, **self.options.qualifiers}
        nearest = {
            Status.FINAL_ESTIMATED: Status.ESTIMATED,
            Status.CALCULATED_FOR_SETTLEMENT: Status.CALCULATED,
        }
        plain = own[Status.METERED]
        found = {
            status: own.get(status) or own.get(nearest.get(status, status)) or plain for status in Status
        }
        if Status.MISSING not in own:
            found.pop(Status.MISSING)
        return found

    def _quality(self, entry: Entry, qualifiers: Mapping[Status, str]) -> Iterator[Loss]:
        options = SeriesOptions(qualifiers={code: status for status, code in self.options.qualifiers.items()})
        read = {
            status: status_of_qualifier(code, self.profile, options) or Status.METERED
            for status, code in qualifiers.items()
        }
        read[Status.MISSING] = Status.MISSING
        yield from quality_losses(entry, qualifiers, read)
        missing = int((entry.series.observations.status == Status.MISSING).sum())
        if missing and Status.MISSING not in qualifiers:
            yield Loss("CNV020", "missing", entry.where, f"{missing} missing values are left out")

    def _coded(self, entry: Entry) -> TimeSeries:
        """Return the series with the partner's code as its product and the unit of the target."""
        series = entry.series
        unit = "MWH" if self.options.unit == "MWH" and series.unit == "kWh" else series.unit
        code = self._code(series, entry)
        if self._places == 6 and unit != "MWH":
            raise BuildError(f"only active energy is written in MWH ({entry.where})", "options.unit")
        carries = (
            self.carrier is Carrier.AREAS
            or any(each.code == code and each.direction == series.direction for each in self.options.channels)
            or (self.carrier is Carrier.OBIS)
        )
        if series.direction and not carries and not entry.signed:
            self.losses.append(
                Loss(
                    "CNV016",
                    "Direction",
                    entry.where,
                    f"nothing says that line {code!r} is {series.direction}",
                )
            )
        return attrs.evolve(series, product=code, unit=unit)

    def _code(self, series: TimeSeries, entry: Entry) -> str:
        matching = [each for each in self.options.channels if each.product == series.product]
        for each in matching:
            if each.direction == series.direction:
                return each.code
        if self.carrier is Carrier.OBIS:
            direction = settled(
                series.direction or self.options.direction, series.direction, "direction", code="CNV105",
                what="OBIS", where=entry.where, why=f"OBIS codes have one ({entry.where})", losses=self.losses,
            )  # fmt: skip
            found = obis_of(str(series.product), direction)
            return str(
                needed(
                    found, "channels", f"no OBIS code is known for product {series.product} ({entry.where})"
                )
            )
        return next((each.code for each in matching if each.direction is None), str(series.product))

    def _with_header_period(self, message: Mscons, series: Sequence[TimeSeries]) -> Mscons:
        form = self.form
        periods = [each.period for each in series if each.period]
        rows = (("163", min(each.start for each in periods)), ("164", max(each.end for each in periods)))
        stated = tuple(
            Time(
                function=function,
                text=write_instant(instant, form.time_format, form.clock.zone),
                format=form.time_format,
            )
            for function, instant in rows
        )
        return attrs.evolve(message, times=(message.times[0], *stated, *message.times[1:]))

    def _with_marks(self, message: Mscons, group: Sequence[Entry], first: int) -> Mscons:
        """Return *message* with a placeholder in each line, and by agreement one point a line with its references."""
        number = first
        deliveries: list[Delivery] = []
        for delivery in message.deliveries:
            points: list[Point] = []
            above: list[Point] = []
            for point in delivery.points:
                if not point.lines:
                    above.append(point)
                    continue
                lines = []
                for line in point.lines:
                    mark = Value(function=MARK, amount=str(number))
                    lines.append((attrs.evolve(line, values=(mark,)), group[number - first]))
                    number += 1
                if self.options.by_agreement:
                    for line, entry in lines:
                        points += [*above, self._agreed(attrs.evolve(point, lines=(line,)), entry)]
                else:
                    points += [*above, attrs.evolve(point, lines=tuple(line for line, _ in lines))]
                above = []
            deliveries.append(attrs.evolve(delivery, points=tuple(points)))
        return attrs.evolve(message, deliveries=tuple(deliveries))

    def _agreed(self, point: Point, entry: Entry) -> Point:
        registered, identification = entry.series.registered, entry.series.identification
        form = self.form
        if registered is not None:
            minute, _ = whole_minute(registered)
            text = write_instant(minute, form.time_format, form.clock.zone)
            point = attrs.evolve(
                point, times=(*point.times, Time(function="293", text=text, format=form.time_format))
            )
        if identification:
            number = compact_uuid(identification)
            point = attrs.evolve(
                point, references=(*point.references, Reference(function="TN", number=number))
            )
        return point

    def _block(self, series: TimeSeries, entry: Entry, qualifiers: Mapping[Status, str]) -> Block:
        form, values = self.form, series.observations
        if values.unparsed:
            raise BuildError("a value has more decimals or digits than a series holds", entry.where)
        if not form.negative and len(values) and int(values.quantity.min()) < 0:
            raise BuildError(
                f"expected no negative quantity ({entry.where}), the product carries the direction",
                "options.sign",
            )
        start, end = borders(series, form.clock.calendar, entry.where)
        keep = (values.status != Status.MISSING) | (Status.MISSING in qualifiers)
        if not keep.all():
            start, end = start[keep], end[keep]
        quantity, status = values.quantity[keep], values.status[keep]
        if not len(quantity):
            raise BuildError("the series has no value that MSCONS can hold", entry.where)
        offset = form.clock.zone.utcoffset(None)
        if offset is None:
            raise BuildError("expected a form with a fixed offset", "options.profile")
        shift = int(offset.total_seconds())
        low, high = times(start + shift), times(end + shift)
        head: list[Cells | bytes] = [
            b"QTY+",
            codes(status, {int(each): code for each, code in qualifiers.items()}),
            b":",
            amounts(quantity, self._places),
        ]
        rows = len(quantity)
        zone = b""
        if form.time_format == "303":
            hours = int(write_offset(form.clock.zone, "805"))
            zone = b"?%c%02d" % (ord("-" if hours < 0 else "+"), abs(hours))
        suffix = zone + b":" + form.time_format.encode()
        if form.period:
            columns: list[Cells | bytes] = [
                *head,
                b"'DTM+324:",
                low,
                high,
                b":" + form.period.encode() + b"'",
            ]
            per_row = 2
        else:
            columns = [*head, b"'DTM+163:", low, suffix + b"'DTM+164:", high, suffix + b"'"]
            per_row = 3
        return Block(joined(rows, columns)[:-1], per_row * rows)


def _sum(series: TimeSeries) -> int:
    quantity = series.observations.quantity
    if not len(quantity):
        return 0
    if int(np.abs(quantity).max()) > (1 << 62) // len(quantity):
        return sum(quantity.tolist())
    return int(quantity.sum())


def _total_text(total: int, places: int) -> str:
    whole, part = divmod(abs(total), 10**places)
    text = f"{whole}.{part:0{places}}".rstrip("0").rstrip(".")
    return f"-{text}" if total < 0 else text


def _losses(entry: Entry, options: Options) -> Iterator[Loss]:
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
