"""Calculations as the hub keeps them: what is reckoned of which channels, from and to which midnight.

Source: Elhub standard, page on virtual calculations (virtuelle beregninger): predefined templates only, which may be
chained; each input has a weight; a result may be limited to zero and above.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise

import attrs

from edielkit.hub.core.channels import ACTIVE_ENERGY
from edielkit.hub.core.records import holds
from edielkit.hub.core.state import Work
from edielkit.hub.values.formulas import MILLION, Formula
from edielkit.hub.values.kinds import METERED
from edielkit.hub.values.store import Key, instant_of, minute
from edielkit.market_time import Period, day_period, local_day

__all__ = (
    "ACTIVE_ENERGY",
    "METERED",
    "Calculation",
    "CalculationVersion",
    "Input",
    "Target",
    "Template",
    "all_calculations",
    "calculated_days",
    "inputs_of",
    "parts_sent",
    "put",
    "sent_key",
    "span_of",
    "targets_of",
)


class Template(StrEnum):
    """What a calculation does.

    Attributes:
        SUM: One channel is the weighted sum of others.
        NET: Both channels of a combined point are the net of others (Out counts up, In down).
        GROSS: A production point and a consumption point are reckoned of what is made and what the grid sees.
        DISTRIBUTION: A sum is divided among channels.
        COPY: One channel has the values of another.
        SHARED_PRODUCTION: Consumption points get their parts of a production, net (BRS-NO-701).
    """

    SUM = "sum"
    NET = "net"
    GROSS = "gross"
    DISTRIBUTION = "distribution"
    COPY = "copy"
    SHARED_PRODUCTION = "shared production"


@attrs.frozen(kw_only=True)
class Input:
    """A channel that goes in.

    Attributes:
        key: The channel.
        weight: Factor in millionths.
        part: ``production`` or ``exchange`` in a gross calculation, ``production`` or ``consumption`` in a shared
            production; empty in others.
    """

    key: Key
    weight: int = MILLION
    part: str = ""


@attrs.frozen(kw_only=True)
class Target:
    """A channel that comes out; *share* is its part in millionths, None where shares are not given by hand."""

    key: Key
    share: int | None = None


@attrs.frozen(kw_only=True)
class CalculationVersion:
    """What a calculation does from a day on.

    Attributes:
        number: From 1, one more at each update.
        start: First day.
        end: First day without; None while it goes on.
        active: False once it has been taken back before it began, or ended.
        template: What it does.
        formula: How a whole is divided; None where none is.
        floor: A result below zero becomes zero.
        inputs: Channels that go in.
        targets: Channels that come out.
    """

    number: int
    start: dt.date
    end: dt.date | None = None
    active: bool = True
    template: Template
    formula: Formula | None = None
    floor: bool = False
    inputs: tuple[Input, ...]
    targets: tuple[Target, ...]

    @property
    def empty(self) -> bool:
        """It never holds: it was replaced or ended on its first day or before."""
        return self.end is not None and self.end <= self.start

    def holds(self, day: dt.date) -> bool:
        """Tell whether it holds on *day*."""
        return holds(self.start, self.end, day)

    def meets(self, start: dt.date, end: dt.date | None) -> bool:
        """Tell whether it holds on any day from *start* up to and without *end*."""
        return not self.empty and (end is None or self.start < end) and (self.end is None or start < self.end)


@attrs.frozen(kw_only=True)
class Calculation:
    """A calculation with all its versions, in order of their days.

    Attributes:
        identification: UUID.
        owner: GLN of the grid owner of a shared production; empty for one that the hub's staff has set up.
        name: Name, unique for its owner.
        description: Free text.
        versions: All versions.
    """

    identification: str
    owner: str = ""
    name: str = ""
    description: str = ""
    versions: tuple[CalculationVersion, ...] = ()

    def on(self, day: dt.date) -> CalculationVersion | None:
        """Return the version that holds on *day*, None when none does."""
        return next((v for v in self.versions if v.holds(day)), None)

    @property
    def open(self) -> CalculationVersion | None:
        """The version without an end, None when it has ended."""
        return next((v for v in self.versions if v.end is None), None)


def span_of(version: CalculationVersion) -> tuple[int, int | None]:
    """Return start and end of *version* in minutes since 1970."""
    start = minute(day_period(version.start).start)
    return start, None if version.end is None else minute(day_period(version.end).start)


def put(work: Work, calculation: Calculation) -> None:
    """Write *calculation*, and remember it with all its channels."""
    name = calculation.identification
    work.put("calculations", name, calculation)
    for table, keys in (
        ("calculation_inputs", (i.key for v in calculation.versions for i in v.inputs)),
        ("calculation_targets", (t.key for v in calculation.versions for t in v.targets)),
    ):
        for key in keys:
            known: tuple[str, ...] = work.get(table, key) or ()
            if name not in known:
                work.put(table, key, (*known, name))


def all_calculations(work: Work) -> Iterator[Calculation]:
    """Yield all calculations in the order in which they were set up."""
    for name in work.keys("calculations"):
        yield work.get("calculations", name)


def inputs_of(work: Work, key: Key) -> tuple[str, ...]:
    """Return the identifications of the calculations that *key* goes into at any time."""
    found: tuple[str, ...] = work.get("calculation_inputs", key) or ()
    return found


def targets_of(work: Work, key: Key) -> tuple[str, ...]:
    """Return the identifications of the calculations that *key* comes out of at any time."""
    found: tuple[str, ...] = work.get("calculation_targets", key) or ()
    return found


def sent_key(work: Work, key: Key, day: dt.date) -> Key | None:
    """Return under which key the grid company's own values for a channel are kept on *day*.

    Returns:
        *key* itself for a channel that is not reckoned; that with kind ``metered`` for the consumption of a recipient
        of a shared production, whose own channel holds the net; None for a channel that nobody sends values for.
    """
    for name in targets_of(work, key):
        version = work.get("calculations", name).on(day)
        if version is not None and any(t.key == key for t in version.targets):
            kept = key._replace(kind=METERED)
            return kept if any(i.key == kept for i in version.inputs) else None
    return key


def calculated_days(work: Work, key: Key) -> list[tuple[dt.date, dt.date | None]]:
    """Return the days on which a channel is reckoned: first day, and the day after the last or None.

    Args:
        work: The step.
        key: The channel.
    """
    return [
        (version.start, version.end)
        for name in targets_of(work, key)
        for version in work.get("calculations", name).versions
        if not version.empty and any(t.key == key for t in version.targets)
    ]


def parts_sent(work: Work, key: Key, period: Period) -> tuple[tuple[Key | None, Period], ...]:
    """Return `sent_key` for each part of *period*, in order of time.

    Args:
        work: The step.
        key: The channel that a message names.
        period: The period of its values.
    """
    names = targets_of(work, key)
    if not names:
        return ((key, period),)
    first, last = minute(period.start), minute(period.end)
    edges = {first, last}
    for name in names:
        for version in work.get("calculations", name).versions:
            edges.update(each for each in span_of(version) if each is not None and first < each < last)
    cuts = sorted(edges)
    found: list[tuple[Key | None, Period]] = []
    for low, high in pairwise(cuts):
        kept = sent_key(work, key, local_day(instant_of(low)))
        if found and found[-1][0] == kept:
            found[-1] = kept, Period(found[-1][1].start, instant_of(high))
        else:
            found.append((kept, Period(instant_of(low), instant_of(high))))
    return tuple(found)
