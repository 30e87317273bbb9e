"""A generated market that stands still: the same points, messages and figures in every test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

import attrs

from edielkit.generate.market import AreaFigures, DayRun, GeneratedMarket, generate_market
from edielkit.generate.market.message_files import MessageFile, message_files
from edielkit.generate.market.outputs import block_series
from edielkit.generate.market.scenario import market_names
from edielkit.hub import Config
from edielkit.market_calendar import clock
from edielkit.scenarios import MarketNames, read_names
from edielkit.series import TimeSeries
from edielkit.testing.market_hub import MarketHub

__all__ = ("FrozenMarket",)

_DAY = dt.date(2026, 2, 2)


@attrs.frozen(kw_only=True, slots=False)
class FrozenMarket:
    """A generated market on one day, with what its grid companies send.

    Nothing in it changes, so that all tests may share it; a hub that takes its messages is new each time.

    Attributes:
        market: The market.
        day: The Norwegian day.

    >>> frozen = FrozenMarket.of(points=12)
    >>> hub = frozen.hub()
    >>> all(hub.receive(content).passed for content in frozen.messages)
    True
    """

    market: GeneratedMarket
    day: dt.date = _DAY

    @classmethod
    def of(
        cls, points: int = 40, *, seed: int = 0, day: dt.date = _DAY, resolution: str = "mixed"
    ) -> FrozenMarket:
        """Return a market of so many metering points.

        Args:
            points: How many.
            seed: The same seed, the same market.
            day: The Norwegian day.
            resolution: ``mixed``, ``quarter`` or ``hour``.
        """
        return cls(market=generate_market(points, seed=seed, resolution=resolution), day=day)

    @cached_property
    def _run(self) -> tuple[DayRun, tuple[MessageFile, ...]]:
        run = DayRun(self.market, self.day)
        return run, tuple(message_files(run))

    @cached_property
    def names(self) -> MarketNames:
        """The names of its parties, areas, customers and points."""
        return read_names(market_names(self.market))

    @property
    def sent(self) -> dt.datetime:
        """The instant at which the messages are sent: their ``now``."""
        return self._run[0].clock.sent

    @property
    def messages(self) -> tuple[bytes, ...]:
        """The CollectedData of the day, without corrections."""
        return tuple(file.content for file in self._run[1] if not file.is_correction)

    @property
    def corrections(self) -> tuple[bytes, ...]:
        """The CollectedData that corrects the day, on the second morning after it."""
        return tuple(file.content for file in self._run[1] if file.is_correction)

    @property
    def figures(self) -> tuple[AreaFigures, ...]:
        """What each grid area comes to, in the order of `GeneratedMarket.areas`."""
        return self._run[0].figures()

    def series(self) -> Iterator[TimeSeries]:
        """Yield the series of all points, as they are sent."""
        run = DayRun(self.market, self.day)
        for block in run.blocks():
            yield from block_series(run, block)

    def hub(self) -> MarketHub:
        """Return a hub in this market at the instant when the messages are sent: it expects the day, and settles it."""
        hub = MarketHub(
            self.names,
            config=Config(values_since=self.day, settlement_minutes=self.market.base_minutes),
            start=clock(self.day, dt.time(9)),
        )
        for area in self.market.areas:
            constants = self.market.losses[area.number]
            hub.call(
                "set_loss_parameters",
                area=area.name,
                sender=self.market.owner(area.number).name,
                idle=f"{constants.idle:f}",
                constant=f"{constants.constant:f}",
                day=self.day.replace(day=1),
            )
        hub.now = self.sent
        return hub
