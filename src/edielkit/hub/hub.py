"""The hub: a thin holder of a state, around the pure steps that change it.

It keeps no clock and makes no random number: every call brings its instant, and identifications come from the
state's own source. The same calls give the same state and the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from edielkit.emif.binding import Message
from edielkit.emif.soap import SoapDocument
from edielkit.hub import daily
from edielkit.hub.config import Config
from edielkit.hub.context import HubContext
from edielkit.hub.exchange_watch import diagnosis, picture, watching
from edielkit.hub.extraction import Job
from edielkit.hub.extraction import files as extraction_files
from edielkit.hub.extraction import jobs as extraction_jobs
from edielkit.hub.ids import Ids
from edielkit.hub.journal import Entry
from edielkit.hub.metering import annual_updates
from edielkit.hub.metering.readings import Reading
from edielkit.hub.metering.store import Key, Piece, pieces
from edielkit.hub.metering.volumes import Volume, held
from edielkit.hub.queues import Outgoing, PollResult, Queue
from edielkit.hub.receiving import Receipt
from edielkit.hub.reconciliation import report as reconciliation_report
from edielkit.hub.records import Point, Process
from edielkit.hub.settlement import reports
from edielkit.hub.state import Market, Snapshot, State, Work
from edielkit.hub.stepping import carry_out, due, query
from edielkit.market_time import Period

__all__ = ("Hub",)


class Hub:
    """A reference hub in memory, as Elhub answers its parties.

    Args:
        market: Parties, grid areas and metering points to begin with.
        config: Settings.
        ids: Source of identifications.

    Raises:
        ValueError: A metering point of the market is not whole.

    >>> from edielkit.hub import Hub, Market
    >>> hub = Hub(Market())
    >>> hub.receive(b"no message", now=dt.datetime(2026, 2, 2, tzinfo=dt.UTC)).code_group
    'XSD'
    """

    def __init__(
        self, market: Market | None = None, *, config: Config | None = None, ids: Ids | None = None
    ) -> None:
        given = market or Market()
        trouble = next(given.troubles(), None)
        if trouble is not None:
            raise ValueError(trouble)
        self._state = State(given, config or Config(), ids or Ids())
        if self._state.config.values_since is not None:
            for when, time in daily.begin(self._state.config.values_since):
                self._state.book(when, "daily", time)
        self._journal: list[Entry] = []
        self._sent: list[Outgoing] = []

    @property
    def journal(self) -> tuple[Entry, ...]:
        """Everything that came in, in order."""
        return tuple(self._journal)

    @property
    def sent(self) -> tuple[Outgoing, ...]:
        """Everything that this hub has sent since it was made or restored, in order."""
        return tuple(self._sent)

    @property
    def now(self) -> dt.datetime | None:
        """Instant of the last event, None before the first."""
        return self._state.now

    @property
    def context(self) -> HubContext:
        """What the rules may ask the hub (`edielkit.rules.RuleContext`): it always answers from the state of now."""
        return HubContext(self._state.tables["points"], self._state.structure)

    def point(self, identification: str) -> Point | None:
        """Return the metering point as it is registered, None when it is not."""
        found: Point | None = self._state.tables["points"].get(identification)
        return found

    def process(self, identification: str) -> Process | None:
        """Return the process that the request with *identification* began, None when there is none."""
        found: Process | None = self._state.tables["processes"].get(identification)
        return found

    def points(self) -> tuple[Point, ...]:
        """Return all metering points."""
        return tuple(self._state.tables["points"].values())

    def volumes(self, point: str, *, as_of: dt.datetime | None = None) -> tuple[Volume, ...]:
        """Return the start readings and period volumes of a profiled point that count, in order of time.

        Args:
            point: GSRN of the metering point.
            as_of: What counted at that instant; None for now.
        """
        return held(self._state.tables["volumes"].get(point, ()), as_of=as_of)

    def readings(self, point: str) -> tuple[Reading, ...]:
        """Return the suppliers' readings of a point that were passed on, with what the grid company said of them."""
        found: tuple[Reading, ...] = self._state.tables["readings"].get(point, ())
        return found

    def annual_cases(self) -> tuple[dict[str, Any], ...]:
        """Return the expected annual volumes that were taken and should be looked at by a person (BRS-NO-317).

        Returns:
            Plain data: point, day, direction, previous and new total in kWh, identification of the request.
        """
        return annual_updates.cases(self._state.tables)

    def exchange_report(self, day: dt.date, area: str | None = None) -> dict[str, Any] | None:
        """Return what the check of 07:00 found wrong with the exchange points of a usage day.

        Args:
            day: Usage day; its check is on the day after, and again while something is wrong, for five days.
            area: EIC of a grid area on either side; all if None.

        Returns:
            Plain data: day, area and findings with code, severity, message, point (GSRN), direction and areas; None
            when the day has not been judged.
        """
        return watching.report_of(self._state.tables["exchange_reports"].get(day), day, area)

    def exchange_suspects(self, day: dt.date, area: str) -> list[dict[str, Any]]:
        """Return which exchange points may be the reason of an area's implausible loss, the likeliest first.

        Args:
            day: Usage day.
            area: EIC of the grid area.

        Returns:
            Plain data: point (GSRN), fault, whether the loss would be plausible without it, and the reason in words;
            nothing where the losses of the area and its neighbours are within their limits.
        """
        found = diagnosis.diagnose(self._reading(), area, day)
        return [
            {
                "point": each.point,
                "fault": each.fault.value,
                "plausible": each.plausible,
                "reason": each.reason,
            }
            for each in found
        ]

    def picture(self, area: str, day: dt.date, *, title: str | None = None) -> str:
        """Return a grid area's day as SVG: production, exchange in and out, consumption and loss, an hour a step.

        Args:
            area: EIC of the grid area.
            day: Usage day.
            title: Title of the picture; name of the area and the day if None.

        Raises:
            ValueError: The area is not known, or its sums leave 64 bits.
        """
        return picture.picture(self._reading(), area, day, title=title)

    def reconciliations(self) -> tuple[dict[str, Any], ...]:
        """Return what runs of the reconciliation (avviksoppgjør) there are, annulled ones too, as plain data."""
        runs = self._state.tables["reconciliations"]
        return tuple(reconciliation_report.summary(runs[number]) for number in sorted(runs))

    def reconciliation(self, number: int) -> dict[str, Any] | None:
        """Return a run of the reconciliation as plain data: see `edielkit.hub.reconciliation.report.run_report`."""
        run = self._state.tables["reconciliations"].get(number)
        return None if run is None else reconciliation_report.run_report(run)

    def final_loss(self, area: str, day: dt.date) -> dict[str, Any] | None:
        """Return the newest final loss (endelig nettap) of an area's day as plain data, kWh for each interval.

        Args:
            area: EIC of the grid area.
            day: Usage day.

        Returns:
            None before it is one year old; the columns LS02, LS06, LS07 and LS08, see BRS-NO-324.
        """
        return reconciliation_report.final_loss_report(self._state.tables["final_losses"], area, day)

    def values(
        self,
        point: str,
        product: str,
        direction: str,
        period: Period,
        *,
        kind: str = "",
        as_of: dt.datetime | None = None,
    ) -> tuple[Piece, ...]:
        """Return the values of a channel that count, as runs of values that came together.

        Args:
            point: GSRN.
            product: Product code, such as ``8716867000030`` for active energy.
            direction: ``In`` or ``Out``.
            period: Half-open period of aware instants on quarters of an hour.
            kind: Empty for values as they were sent; ``HP02``, ``HP03`` or ``HP04`` for calculated ones of a profiled
                point, ``6015`` for quarters made of hours, ``metered`` for the consumption behind the net of a recipient
                of a shared production.
            as_of: What counted at that instant; None for now.

        Returns:
            In order of time, each with its times of registration and insertion; holes are left out.
        """
        return pieces(
            self._state.tables["values"].get(Key(point, product, direction, kind), ()), period, as_of=as_of
        )

    def forget(self) -> None:
        """Drop the journal and what `sent` lists, which grow with every message; state and queues stay.

        What is forgotten cannot be replayed: take a `snapshot` at the same time for a replay from there.
        """
        self._journal.clear()
        self._sent.clear()

    def receive(self, data_or_message: bytes | Message | SoapDocument, *, now: dt.datetime) -> Receipt:
        """Take in a message as a service of the hub does.

        Args:
            data_or_message: Bytes (plain or gzip, wrapped or bare), or a value.
            now: Aware instant; not before that of the last call.

        Returns:
            Whether it was taken in, a SOAP fault if not, and the body of the answer where the service has one.

        Raises:
            ValueError: *now* has no zone, or lies before that of the last call.
        """
        receipt: Receipt = self._do(
            Entry(now=now, kind="receive", arguments={"data": _bytes(data_or_message)})
        )
        return receipt

    def poll(
        self,
        party: str,
        role: str | None = None,
        queue: Queue | str = Queue.MARKET_PROCESSES,
        *,
        now: dt.datetime,
        sender: str | None = None,
    ) -> PollResult | None:
        """Return what waits for a party; the same result until it is acknowledged, None when nothing waits.

        Args:
            party: GLN of the market party.
            role: Only messages for this role, all if None.
            queue: ``PollMarketProcesses`` or ``PollMeteringValues``.
            now: Aware instant; not before that of the last call.
            sender: GLN of the service provider that polls for the party; the party itself if None.

        Raises:
            ValueError: *now* is wrong as in `receive`, or *queue* is no queue.
            PermissionError: The party is not known, lacks the role, or *sender* may not act for it.
        """
        arguments = {"party": party, "role": role, "queue": Queue(queue).value, "sender": sender or party}
        found: PollResult | None = self._do(Entry(now=now, kind="poll", arguments=arguments))
        return found

    def acknowledge_poll(
        self, result: PollResult | bytes | Message | SoapDocument, *, now: dt.datetime
    ) -> Receipt:
        """Take a poll result off the queue: all of its messages are safely stored.

        Args:
            result: The result itself, or the acknowledgement of it as message or bytes.
            now: Aware instant; not before that of the last call.

        Returns:
            A SOAP fault when no such result waits, or the acknowledgement is not positive and whole.

        Raises:
            ValueError: *now* is wrong as in `receive`.
        """
        if not isinstance(result, PollResult):
            return self.receive(result, now=now)
        arguments = {"identification": result.identification, "party": result.party}
        receipt: Receipt = self._do(Entry(now=now, kind="acknowledge_poll", arguments=arguments))
        return receipt

    def advance(self, now: dt.datetime) -> tuple[Outgoing, ...]:
        """Let time pass: deadlines, reminders and daily jobs fire in order; return what was sent.

        Raises:
            ValueError: *now* is wrong as in `receive`.
        """
        before = len(self._sent)
        self._do(Entry(now=now, kind="advance"))
        return tuple(self._sent[before:])

    def call(self, name: str, *, now: dt.datetime, **arguments: Any) -> Any:
        """Do what a portal does, such as ``request_consent``: see `edielkit.hub.portal.CALLS`.

        Args:
            name: Name of the call.
            now: Aware instant; not before that of the last call.
            arguments: Plain data: texts, numbers, truths and lists of them.

        Raises:
            ValueError: *now* is wrong as in `receive`, the name is not known, or the call cannot be carried out.
        """
        try:
            # a copy, so that nobody can change what the journal holds
            plain = json.loads(json.dumps(arguments))
        except (TypeError, RecursionError):
            raise ValueError("expected arguments that JSON can hold") from None
        return self._do(Entry(now=now, kind="call", arguments={"name": name, **plain}))

    def order_extraction(
        self,
        *,
        old_supplier: str,
        old_organisation: str,
        new_supplier: str,
        new_organisation: str,
        change_date: dt.date,
        back_to: dt.date | None = None,
        compression: str = "gzip",
        now: dt.datetime,
    ) -> Job:
        """Order the metering values of the points that went from one supplier to another (masseuthenting).

        Args:
            old_supplier: GLN of the supplier that gives.
            old_organisation: Its organisation number.
            new_supplier: GLN of the supplier that takes.
            new_organisation: Its organisation number.
            change_date: First day with the new supplier; one to come is waited for.
            back_to: First day that is wanted, three years before the change at most and if None.
            compression: ``gzip`` or ``zstd``.
            now: Aware instant; not before that of the last call.

        Returns:
            The job, with its files unless it waits.

        Raises:
            ValueError: *now* is wrong as in `receive`, a supplier is not known under both its numbers, the days do
                not fit, or no metering point moved.
        """
        identification = self.call(
            "order_extraction",
            now=now,
            old_supplier=old_supplier,
            old_organisation=old_organisation,
            new_supplier=new_supplier,
            new_organisation=new_organisation,
            change_date=change_date.isoformat(),
            back_to=None if back_to is None else back_to.isoformat(),
            compression=compression,
        )
        return extraction_jobs.job_of(self._look(), identification)

    def jobs(self, party: str, *, sender: str | None = None) -> tuple[Job, ...]:
        """Return the mass extractions in which a party is the new supplier, oldest first.

        Args:
            party: GLN of the party.
            sender: GLN of the service provider that asks for it; the party itself if None.

        Raises:
            PermissionError: The party is not known or not active, or *sender* may not act for it.
        """
        return extraction_jobs.jobs_of(self._look(), party, sender)

    def extract(
        self, job: str, *, party: str | None = None, sender: str | None = None
    ) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Return the name of each file of a mass extraction with its bytes, piece by piece; nothing changes.

        The files hold what counted when the job was done; they can be taken in any order, or left.

        Args:
            job: Identification of the job.
            party: GLN of who asks; nobody is asked for when None.
            sender: GLN of the service provider that asks for it; the party itself if None.

        Raises:
            PermissionError: The party may not see the job, or *sender* may not act for it.
            ValueError: There is no such job, or it has no files.
            MissingExtraError: The files are to be Zstandard, and its package is not installed.
        """
        return extraction_files.extract(self._look(), job, party=party, sender=sender)

    def query(self, data_or_message: bytes | Message | SoapDocument, *, now: dt.datetime) -> Receipt:
        """Answer a synchronous query (BRS-NO-611) without a trace: nothing changes, nothing is journaled.

        Args:
            data_or_message: RequestUpfrontMeteringPointCharacteristics.
            now: Aware instant of the query.

        Returns:
            The answer is its ``response``: what was found, or a negative Acknowledgement.
        """
        return query(self._state, _bytes(data_or_message), now)

    def settlement_report(self, area: str, day: dt.date) -> list[dict[str, Any]]:
        """Return the settlement of a grid area's day in all versions, as plain data: see `reports.area_report`.

        Args:
            area: EIC of the grid area.
            day: Usage day.
        """
        return reports.area_report(self._reading(), area, day)

    def physical_loss(
        self, first: dt.date, last: dt.date, *, price_areas: bool = False, hourly: bool = False
    ) -> dict[str, Any]:
        """Return the physical loss of grid areas (EI-1360) or price areas (EI-1386): see `reports.loss_rows`.

        Args:
            first: First usage day.
            last: Last usage day.
            price_areas: Sums of price areas, not of grid areas.
            hourly: Sums of hours, not of settlement intervals.

        Raises:
            ValueError: The last day lies before the first, or more than a year after it.
        """
        return reports.loss_rows(self._reading(), first, last, price_areas=price_areas, hourly=hourly)

    def price_area_sums(self, price_area: str, day: dt.date) -> dict[str, Any]:
        """Return the settlement of a price area's day by interval: see `reports.price_area_sums`.

        Args:
            price_area: Such as ``NO1``.
            day: Usage day.
        """
        return reports.price_area_sums(self._reading(), price_area, day)

    def completeness(self, first: dt.date, last: dt.date, area: str | None = None) -> list[dict[str, Any]]:
        """Return how complete and good the values of each area's days are (EI-1352): see `reports.completeness`.

        Args:
            first: First usage day.
            last: Last usage day.
            area: EIC of a grid area; all if None.

        Raises:
            ValueError: The last day lies before the first, or more than a year after it.
        """
        return reports.completeness(self._reading(), first, last, area)

    def _reading(self) -> Work:
        return Work(self._state, self._state.now or dt.datetime.min.replace(tzinfo=dt.UTC))

    def snapshot(self) -> Snapshot:
        """Return the state as an immutable value; the journal is not part of it."""
        return self._state.snapshot()

    @classmethod
    def restore(cls, snapshot: Snapshot) -> Hub:
        """Return a hub with the state that *snapshot* holds, and an empty journal."""
        made = cls()
        made._state = State.of(snapshot)
        return made

    @classmethod
    def replay(cls, snapshot: Snapshot, journal: Iterable[Entry]) -> Hub:
        """Return the hub that *journal* makes of the state that *snapshot* holds."""
        made = cls.restore(snapshot)
        for entry in journal:
            try:
                made._do(entry)  # noqa: SLF001  (its own class)
            except (PermissionError, ValueError):
                # what was refused then is refused now
                continue
        return made

    def _look(self) -> Work:
        """Return a step that reads, and that nothing comes of."""
        return Work(self._state, self._state.now or dt.datetime.min.replace(tzinfo=dt.UTC))

    def _do(self, entry: Entry) -> Any:
        if entry.now.utcoffset() is None:
            raise ValueError("now must be an aware instant")
        if self._state.now is not None and entry.now < self._state.now:
            raise ValueError("now lies before the last event")
        self._journal.append(entry)
        while (appointment := self._state.due(entry.now)) is not None:
            self._commit(due(self._state, appointment))
        changes, result = carry_out(self._state, entry)
        self._commit(changes)
        return result

    def _commit(self, changes: Any) -> None:
        self._state.commit(changes)
        self._sent.extend(changes.outgoing)


def _bytes(value: bytes | Message | SoapDocument) -> bytes:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    from edielkit.emif.document import serialize_document
    from edielkit.emif.writer import OnFault

    return serialize_document(value, on_fault=OnFault.KEEP)
