"""The neutral form into MSCONS, in the form of a market: lines as segments, their values from columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import attrs

from edielkit.conversion.losses import Loss
from edielkit.conversion.mscons_series import (
    coded_series,
    control_total,
    decimals_of,
    entry_losses,
    qualifiers_of,
    status_losses,
)
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead, whole_minute
from edielkit.conversion.options import Options, option_or_source, require
from edielkit.conversion.to_edifact import (
    WrittenMessage,
    created_at,
    document_number,
    entries_of,
    head_losses,
    interchange,
    named_parties,
    party_of,
    require_count,
)
from edielkit.conversion.value_blocks import mscons_values
from edielkit.edifact.check.guides import only_code
from edielkit.edifact.messages.message import Time
from edielkit.edifact.messages.mscons import Mscons, Point
from edielkit.edifact.messages.parts import Control, Reference
from edielkit.edifact.timestamps import write_instant
from edielkit.edifact.write.mscons import mscons
from edielkit.edifact.write.mscons_forms import FORMS, Carrier, Form
from edielkit.edifact.write.pieces import Piece, SegmentBlock
from edielkit.edifact.write.references import compact_uuid
from edielkit.errors import BuildError
from edielkit.series import Observations, TimeSeries

__all__ = ("write_mscons",)

# One point and one period a message (BDEW-AHB section 5.1; the Swiss samples follow it).
_ONE_POINT = frozenset({"de", "ch"})
_ANSWERS = {True: "AB", False: "NA", None: ""}
_WITHOUT_VALUES = Observations.metered([])


def write_mscons(documents: Sequence[NeutralDocument], options: Options, losses: list[Loss]) -> bytes:
    """Return *documents* as one interchange of MSCONS messages.

    Args:
        documents: At least one.
        options: Profile, and what the sources do not say.
        losses: Takes what the target cannot hold.

    Raises:
        BuildError: Something mandatory is missing or cannot be expressed.
    """
    profile = require(options.profile, "profile", f"a form is chosen by it, one of {', '.join(FORMS)}")
    if profile not in FORMS:
        raise BuildError(f"expected one of {', '.join(FORMS)}, found {profile!r}", "options.profile")
    writer = _MsconsWriter(options=options, profile=profile, form=FORMS[profile], losses=losses)
    messages: list[WrittenMessage] = []
    for document in documents:
        losses.extend(head_losses(document.head, utilts=False))
        losses.extend(named_parties(document.head, options))
        for n, entries in enumerate(writer.groups(document)):
            reference = str(len(messages) + 1)
            messages.append(writer.message(document.head, entries, reference, first=n == 0))
    return interchange(messages, documents[0].head, options, writer.application_reference)


@attrs.frozen(kw_only=True)
class _MsconsWriter:
    """What all messages of one interchange share."""

    options: Options
    profile: str
    form: Form
    losses: list[Loss]

    @property
    def carrier(self) -> Carrier:
        return self.options.carrier or self.form.carrier

    @property
    def application_reference(self) -> str | None:
        """UNB 0026: the caller's, else that of the case."""
        by_case = (self.profile, "MSCONS", f"D.{self.form.release}", self.options.process_id or "")
        return self.options.application_reference or only_code(*by_case, "UNB/7/1") or None

    def groups(self, document: NeutralDocument) -> Iterator[list[NeutralEntry]]:
        """Yield the entries of each message, in the order in which the builder writes their lines."""
        messages: dict[tuple[object, ...], list[NeutralEntry]] = {}
        for entry in entries_of(document, self.options, self.losses):
            series = entry.series
            key = (series.metering_point, series.period) if self.profile in _ONE_POINT else ()
            messages.setdefault(key, []).append(entry)
        for entries in messages.values():
            points: dict[tuple[object, ...], list[NeutralEntry]] = {}
            at_points = self._periods_at_points(entries)
            for entry in entries:
                direction = entry.series.direction if self.carrier is Carrier.AREAS else None
                period = entry.series.period if at_points else None
                points.setdefault((entry.series.metering_point, direction, period), []).append(entry)
            yield [entry for lines in points.values() for entry in lines]

    def _periods_at_points(self, entries: Sequence[NeutralEntry]) -> bool:
        """Tell whether each point says its period: the form asks for it, or the entries have several."""
        return not self.form.header_period or len({entry.series.period for entry in entries}) > 1

    def message(
        self, head: NeutralHead, entries: list[NeutralEntry], reference: str, *, first: bool
    ) -> WrittenMessage:
        """Return the message of *entries*.

        Args:
            head: The head of their document.
            entries: In the order of `groups`.
            reference: Message reference (0062).
            first: It is the first message of the document, and has its identification.
        """
        at_points = self._periods_at_points(entries)
        form = attrs.evolve(self.form, header_period=not at_points)
        qualifiers = qualifiers_of(form, self.options)
        for entry in entries:
            self.losses.extend(entry_losses(entry, self.options))
            self.losses.extend(status_losses(entry, qualifiers, self.profile, self.options))
        listed = [coded_series(entry, self.options, self.carrier, self.losses) for entry in entries]
        message = self._without_values(head, listed, form, reference, first=first)
        if at_points and self.form.header_period:
            message = self._with_header_period(message, listed)
        if self.options.by_agreement:
            message = self._with_agreed(message, entries)
        for delivery in message.deliveries:
            require_count(len(delivery.points), "points in a message", head)
            for point in delivery.points:
                require_count(len(point.lines), "lines of a point", head)
        decimals = decimals_of(self.options)
        blocks = [
            mscons_values(series, form, qualifiers, decimals, entry.where)
            for series, entry in zip(listed, entries, strict=True)
        ]
        if form.total:
            total = Control(kind="1", value=control_total(listed, decimals))
            message = attrs.evolve(message, controls=(total,))
        number = message.document.number if message.document else ""
        return WrittenMessage(number, tuple(_pieces(message, blocks)))

    def _without_values(
        self, head: NeutralHead, listed: Sequence[TimeSeries], form: Form, reference: str, *, first: bool
    ) -> Mscons:
        """Return the message with its lines, their values left out."""
        options, losses = self.options, self.losses
        process = self._process(head) if form.process else ""
        by_gs1 = self.carrier is not Carrier.OBIS and self.profile != "dk"
        return mscons(
            [attrs.evolve(series, observations=_WITHOUT_VALUES) for series in listed],
            profile=self.profile,
            form=form,
            document=document_number(head, options, losses, first=first),
            sender=party_of(head.sender, options.sender, "sender", options),
            recipient=party_of(head.recipient, options.recipient, "recipient", options),
            created=created_at(head, options, losses),
            reference=reference,
            answer=_ANSWERS[head.answer if options.answer is None else options.answer],
            carrier=self.carrier,
            areas=options.areas,
            process=process,
            document_code=self._document_code(head, process) if form.by_case else "",
            product_agency="9" if by_gs1 else None,
        )

    def _document_code(self, head: NeutralHead, process: str) -> str:
        case_code = only_code(self.profile, "MSCONS", f"D.{self.form.release}", process, "BGM/1/1")
        why = f"BGM 1001 goes with the case, and that of {process[:8]} is not public"
        return str(
            option_or_source(
                self.options.document_type or case_code, case_code or None, "document_type", code="CNV101",
                what="BGM 1001", where=head.where, why=why, losses=self.losses,
            )
        )  # fmt: skip

    def _process(self, head: NeutralHead) -> str:
        return str(
            option_or_source(
                self.options.process_id, None, "process_id", code="CNV102", what="RFF+Z13",
                where=head.where, why="RFF+Z13 names the process", losses=self.losses,
            )
        )  # fmt: skip

    def _with_header_period(self, message: Mscons, listed: Sequence[TimeSeries]) -> Mscons:
        """Return *message* with the period from the first start to the last end in its header."""
        periods = [series.period for series in listed if series.period]
        times = (
            self._time("163", min(period.start for period in periods)),
            self._time("164", max(period.end for period in periods)),
        )
        return attrs.evolve(message, times=(message.times[0], *times, *message.times[1:]))

    def _time(self, function: str, instant: dt.datetime) -> Time:
        text = write_instant(instant, self.form.time_format, self.form.clock.zone)
        return Time(function=function, text=text, format=self.form.time_format)

    def _with_agreed(self, message: Mscons, entries: Iterable[NeutralEntry]) -> Mscons:
        """Return *message* with one line a point, and what was agreed on beside it."""
        lines = iter(entries)
        deliveries = tuple(
            attrs.evolve(delivery, points=tuple(self._agreed_points(delivery.points, lines)))
            for delivery in message.deliveries
        )
        return attrs.evolve(message, deliveries=deliveries)

    def _agreed_points(self, points: Iterable[Point], entries: Iterator[NeutralEntry]) -> Iterator[Point]:
        above: list[Point] = []  # the point itself and its first area, before the area that has the lines
        for point in points:
            if not point.lines:
                above.append(point)
                continue
            for line in point.lines:
                yield from above
                yield self._agreed(attrs.evolve(point, lines=(line,)), next(entries).series)
            above = []

    def _agreed(self, point: Point, series: TimeSeries) -> Point:
        """Return *point* with DTM+293 and RFF+TN: registration time and identification of its series."""
        if series.registered is not None:
            minute, _ = whole_minute(series.registered)
            point = attrs.evolve(point, times=(*point.times, self._time("293", minute)))
        if series.identification:
            reference = Reference(function="TN", number=compact_uuid(series.identification))
            point = attrs.evolve(point, references=(*point.references, reference))
        return point


def _pieces(message: Mscons, blocks: Iterable[SegmentBlock]) -> Iterator[Piece]:
    """Yield the segments of *message*, and behind each line the block of its values."""
    values = iter(blocks)
    yield from attrs.evolve(message, deliveries=(), controls=()).write()
    for delivery in message.deliveries:
        yield delivery.own_segment()
        for point in delivery.points:
            yield from attrs.evolve(point, lines=()).write()
            for line in point.lines:
                yield from line.write()
                yield next(values)
    for control in message.controls:
        yield from control.write()
