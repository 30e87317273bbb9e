"""A hub with a market, a clock and names: what a test of a supplier's or a grid company's system needs around it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from edielkit.emif.declare import Message
from edielkit.emif.soap import SoapDocument
from edielkit.hub import Config, Hub, Ids, Receipt
from edielkit.hub.core.queues import Outgoing, Queue
from edielkit.market_time import OSLO
from edielkit.scenarios import MarketNames, describe_findings, small_market

__all__ = ("MarketHub",)

# Monday 2 February 2026, 09:00 in Oslo
_START = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)


class MarketHub:
    """A reference hub that knows the names of a market and keeps the time of a test.

    Parties, metering points and customers have names, such as ``new supplier``, ``house`` and ``anna`` in the small
    market (`edielkit.scenarios.presets`). Nothing is random: the same test sees the same bytes.

    Args:
        names: The market; the small one if None.
        config: Settings of the hub.
        start: Aware instant at which the test begins.

    >>> hub = MarketHub()
    >>> hub.gln("new supplier"), hub.gsrn("house"), hub.day(10).isoformat()
    ('7080009993018', '707057599800000014', '2026-02-12')
    >>> hub.receive(b"no message").code_group
    'XSD'
    """

    def __init__(
        self, names: MarketNames | None = None, *, config: Config | None = None, start: dt.datetime = _START
    ) -> None:
        self.names = small_market() if names is None else names
        self.hub = Hub(self.names.market, config=config, ids=Ids("test"))
        self.now = start
        self._first = start.astimezone(OSLO).date()
        self._begun = self.hub.snapshot()

    @classmethod
    def expecting_values(cls, names: MarketNames | None = None, *, start: dt.datetime = _START) -> MarketHub:
        """Return a hub that expects metering values from the first day of the test on.

        Every day at 07:00 it checks the exchange of the day before, reminds of what is missing, and settles.

        Args:
            names: The market; the small one if None.
            start: Aware instant at which the test begins.
        """
        return cls(names, config=Config(values_since=start.astimezone(OSLO).date()), start=start)

    @property
    def own_gln(self) -> str:
        """GLN of the hub: the recipient of every message."""
        return self.hub.snapshot().config.gln

    def gln(self, party: str) -> str:
        """Return the GLN of a party."""
        return self.names.gln(party)

    def gsrn(self, point: str) -> str:
        """Return the identification of a metering point."""
        return self.names.gsrn(point)

    def area(self, name: str) -> str:
        """Return the EIC of a grid area."""
        return self.names.area(name)

    def customer(self, name: str) -> str:
        """Return the birth number or organisation number of a customer, invented."""
        return str(self.names.customer(name).identification)

    def day(self, count: int) -> dt.date:
        """Return the Norwegian day *count* days after that on which the test began."""
        return self._first + dt.timedelta(days=count)

    def wait(self, *, days: int = 0, hours: int = 0) -> tuple[Message, ...]:
        """Let time pass; deadlines fire in order. Return what the hub sent.

        Args:
            days: Norwegian days; the clock shows the same hour after them.
            hours: Hours beside them.
        """
        local = self.now.astimezone(OSLO) + dt.timedelta(days=days)
        self.now = local.astimezone(dt.UTC) + dt.timedelta(hours=hours)
        return tuple(outgoing.message for outgoing in self.hub.advance(self.now))

    def receive(self, data: bytes | Message | SoapDocument) -> Receipt:
        """Take in a message of a party, as a service of the hub does."""
        return self.hub.receive(data, now=self.now)

    def call(self, name: str, /, **arguments: Any) -> Any:
        """Do what a portal does: see `edielkit.hub.engine.portal.CALLS` and docs/reference/portal.md.

        Args:
            name: Name of the call.
            arguments: Plain data; names of parties, areas, points and customers stand for their numbers, days may be
                dates.

        Raises:
            ValueError: There is no such call, or it is refused.

        >>> hub = MarketHub()
        >>> hub.call("move_portfolio", old="old supplier", new="new supplier", day=hub.day(3))
        ['707057599800000014', '707057599800000045', '707057599800000076']
        """
        return self.hub.portal(self.now).call(
            name, {key: self._argument(value) for key, value in arguments.items()}
        )

    def _argument(self, value: Any) -> Any:
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, (list, tuple)):
            return [self._argument(item) for item in value]
        if isinstance(value, dict):
            return {key: self._argument(item) for key, item in value.items()}
        return self.names.number_of(value) if isinstance(value, str) else value

    def poll(self, party: str, queue: Queue | str = Queue.MARKET_PROCESSES) -> bytes | None:
        """Return what waits for a party as the bytes of the service's answer, and acknowledge it; None for nothing."""
        result = self.hub.poll(self.gln(party), queue=queue, now=self.now)
        if result is None:
            return None
        self.hub.acknowledge_poll(result, now=self.now)
        return result.to_bytes()

    def sent_to(self, party: str) -> list[Any]:
        """Return all messages that the hub has sent to a party, oldest first."""
        gln = self.gln(party)
        return [outgoing.message for outgoing in self.hub.sent if outgoing.party == gln]

    def supplier(self, point: str, day: dt.date) -> str | None:
        """Return the name of the supplier of a metering point on a day, None without one."""
        metering_point = self.hub.point(self.gsrn(point))
        supply = None if metering_point is None else metering_point.supply(day)
        return None if supply is None else self.names.name_of(supply.supplier)

    def exchange_findings(self, day: dt.date) -> list[tuple[str, str, str]]:
        """Return what the check of 07:00 found wrong with the exchange points of a usage day.

        Args:
            day: Usage day.

        Returns:
            Rule (EXC...), name of the metering point, and direction, which is empty when it is about none or both.

        Raises:
            LookupError: The day has not been checked: its check is at 07:00 on the day after.
        """
        report = self.hub.exchange_report(day)
        if report is None:
            raise LookupError(f"the exchange of {day} has not been checked")
        return [
            (finding["code"], self.names.name_of(finding["point"]), finding["direction"])
            for finding in report["findings"]
        ]

    def reminded(self, party: str) -> list[tuple[str, dt.date]]:
        """Return what a party has been reminded of (BRS-NO-314), oldest first: name of the point, and usage day."""
        return [
            (
                self.names.name_of(str(reminder.metering_point_used_domain_location.identification)),
                reminder.period.start.astimezone(OSLO).date(),
            )
            for message in self.sent_to(party)
            if message.kind() == "RequestCollectedData"
            for reminder in message.payload_measured_data_request.reminder
        ]

    def replayed(self) -> tuple[Outgoing, ...]:
        """Return what a new hub sends when everything that came in comes again: the same, to the last byte."""
        return Hub.replay(self._begun, self.hub.journal).sent

    def troubles(self) -> list[str]:
        """Return what is wrong with the messages that the hub has sent, at level business; nothing, or it is a bug."""
        return [
            words
            for outgoing in self.hub.sent
            for words in describe_findings(outgoing.message, now=_created(outgoing.message))
        ]


def _created(message: Any) -> dt.datetime:
    creation: dt.datetime = message.header.creation
    return creation
