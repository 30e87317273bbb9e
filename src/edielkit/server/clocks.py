"""The clock of a served hub: that of the wall, one that stands still, or one that runs faster."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import attrs

__all__ = ("FROZEN", "WALL", "ClockSpeed", "HubClock", "wall_now")

_SPEED = re.compile(r"x(\d{1,5})")
_FASTEST = 86_400


def wall_now() -> dt.datetime:
    """Return the instant that the clock of this machine shows."""
    return dt.datetime.now(dt.UTC)


@attrs.frozen
class ClockSpeed:
    """How fast a clock runs: 0 stands still, 1 is that of the wall, 60 is a minute each second.

    >>> ClockSpeed.read("x60"), str(ClockSpeed.read("frozen"))
    (ClockSpeed(factor=60), 'frozen')
    """

    factor: int

    @classmethod
    def read(cls, text: str) -> ClockSpeed:
        """Return the speed that ``wall``, ``frozen`` or ``x60`` names.

        Raises:
            ValueError: It names none.
        """
        match = _SPEED.fullmatch(text)
        factor = {"wall": 1, "frozen": 0}.get(text, int(match[1]) if match else None)
        if factor is None or factor > _FASTEST or (match and not factor):
            raise ValueError(f"expected wall, frozen, or x1 to x{_FASTEST}; found {text[:20]!r}")
        return cls(factor)

    def __str__(self) -> str:
        return {0: "frozen", 1: "wall"}.get(self.factor, f"x{self.factor}")


WALL, FROZEN = ClockSpeed(1), ClockSpeed(0)


class HubClock:
    """The clock of one hub; it never goes back.

    Args:
        speed: How fast it runs.
        start: Aware instant at which it begins; the wall's if None.
        wall: The clock of the wall.

    >>> begin = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)
    >>> clock = HubClock(FROZEN, begin)
    >>> clock.advance(begin + dt.timedelta(hours=1))
    >>> clock.now().isoformat()
    '2026-02-02T09:00:00+00:00'
    """

    def __init__(
        self,
        speed: ClockSpeed,
        start: dt.datetime | None = None,
        wall: Callable[[], dt.datetime] = wall_now,
    ) -> None:
        self.speed = speed
        self._wall = wall
        self._began = wall()
        self._base = self._began if start is None else start.astimezone(dt.UTC)

    def now(self) -> dt.datetime:
        """Return the instant that the clock shows, in UTC and whole seconds, as messages are dated."""
        return (self._base + self.speed.factor * (self._wall() - self._began)).replace(microsecond=0)

    def advance(self, instant: dt.datetime) -> None:
        """Set the clock to a later instant; it runs on from there.

        Raises:
            ValueError: *instant* has no zone, or lies before what the clock shows.
        """
        if instant.utcoffset() is None:
            raise ValueError("expected an instant with its zone, such as 2026-02-02T06:00:00Z")
        if instant < self.now():
            raise ValueError(f"time goes forward only; it is {self.now().isoformat()}")
        self.turn(instant)

    def turn(self, instant: dt.datetime) -> None:
        """Set the clock to any instant, as a hub that is reset or restored needs it."""
        self._base, self._began = instant.astimezone(dt.UTC), self._wall()
