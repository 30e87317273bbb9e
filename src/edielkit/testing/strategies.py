"""Hypothesis strategies: series, messages and markets that are valid, and shrink to the smallest that fails.

    from hypothesis import given
    from edielkit.testing.strategies import collected_data

    @given(collected_data())
    def test_my_system_takes_any_values(message):
        assert my_system.take(edielkit.serialize(message)) == "taken"

Hypothesis is no dependency of edielkit: who uses this module has it, or is told so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

try:
    from hypothesis import strategies as st
except ImportError as error:  # pragma: no cover  (a test removes it in a process of its own)
    raise ImportError("edielkit.testing.strategies needs Hypothesis: pip install hypothesis") from error

from edielkit.emif.build import collected_data as build_collected_data
from edielkit.emif.messages import CollectedData
from edielkit.errors import BuildError
from edielkit.generate import Generated, generate_message, message_kinds
from edielkit.generate.faults import Fault, faults_for
from edielkit.generate.faults import faults as all_faults
from edielkit.generate.market import RESOLUTIONS, GeneratedMarket, generate_market
from edielkit.generate.market.identities import gsrn_texts, party_number
from edielkit.generate.market.message_files import HUB
from edielkit.market_time import Resolution, day_period, expected_count
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES, Observations, Status, TimeSeries
from edielkit.testing.frozen_market import FrozenMarket

__all__ = ("collected_data", "days", "faults", "frozen_markets", "instants", "markets", "messages", "metering_points", "observations", "series")  # fmt: skip

_FIRST, _LAST = dt.date(2025, 1, 1), dt.date(2026, 12, 30)
# Days of the change of the clock are drawn often: most mistakes are made there.
_CHANGES = (dt.date(2025, 3, 30), dt.date(2025, 10, 26), dt.date(2026, 3, 29), dt.date(2026, 10, 25))
_LARGEST = 9_999_999_999
_PRODUCTS = {"8716867000030": "kWh", "8716867000047": "kvarh"}
_MINUTES = ("PT1H", "PT15M")
_SENT = (Status.METERED, Status.ESTIMATED, Status.FINAL_ESTIMATED, Status.TEMPORARY)


def days() -> st.SearchStrategy[dt.date]:
    """Give Norwegian days of 2025 and 2026, and those of 23 and 25 hours often."""
    return st.one_of(st.sampled_from(_CHANGES), st.dates(_FIRST, _LAST))


def instants() -> st.SearchStrategy[dt.datetime]:
    """Give aware instants of 2025 and 2026, in whole seconds."""
    naive = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2026, 12, 30))
    return naive.map(lambda instant: instant.replace(microsecond=0, tzinfo=dt.UTC))


def metering_points() -> st.SearchStrategy[str]:
    """Give metering points (GSRN) of the test series."""
    return st.integers(0, 9_999_999).map(lambda place: gsrn_texts(place, 1)[0])


@st.composite
def observations(
    draw: st.DrawFn, count: int, *, statuses: Sequence[Status] = _SENT, largest: int = _LARGEST
) -> Observations:
    """Give so many values at the positions from 1, each with the codes that its status needs.

    Args:
        draw: Of Hypothesis; not given by the caller.
        count: How many.
        statuses: Statuses that values may have.
        largest: Largest quantity, in thousandths.
    """
    quantities = draw(st.lists(st.integers(0, largest), min_size=count, max_size=count))
    status = np.full(count, int(draw(st.sampled_from(statuses))), np.uint8)
    begin = draw(st.integers(0, max(count - 1, 0)))
    status[:begin] = int(statuses[0])
    validation = draw(st.integers(1, len(VALIDATION_CODES) - 1))
    estimation = draw(st.integers(1, len(ESTIMATION_CODES) - 1))
    coded = np.isin(status, [int(Status.ESTIMATED), int(Status.FINAL_ESTIMATED), int(Status.TEMPORARY)])
    estimated = np.isin(status, [int(Status.ESTIMATED), int(Status.FINAL_ESTIMATED)])
    return Observations(
        position=np.arange(1, count + 1, dtype=np.int32),
        quantity=np.array(quantities, np.int64),
        status=status,
        validation=np.where(coded, validation, 0).astype(np.uint8),
        estimation=np.where(estimated, estimation, 0).astype(np.uint8),
    )


@st.composite
def series(
    draw: st.DrawFn,
    *,
    day: dt.date | None = None,
    resolution: str | None = None,
    direction: str | None = None,
    product: str | None = None,
    statuses: Sequence[Status] = _SENT,
) -> TimeSeries:
    """Give the series of a metering point and a whole Norwegian day.

    Args:
        draw: Of Hypothesis; not given by the caller.
        day: The day; any if None.
        resolution: ``PT1H`` or ``PT15M``; either if None.
        direction: ``In`` or ``Out``; either if None.
        product: Code of the product; active or reactive energy if None.
        statuses: Statuses that values may have.

    Raises:
        ValueError: *resolution* is not ``PT1H`` or ``PT15M``.
    """
    period = day_period(draw(days()) if day is None else day)
    code = draw(st.sampled_from(_MINUTES)) if resolution is None else resolution
    length = Resolution.of(code)
    count = None if length is None else expected_count(period, length)
    if not count:
        raise ValueError(f"expected PT1H or PT15M, found {code!r}")
    chosen = draw(st.sampled_from(tuple(_PRODUCTS))) if product is None else product
    return TimeSeries(
        metering_point=draw(metering_points()),
        product=chosen,
        unit=_PRODUCTS.get(chosen, "kWh"),
        direction=draw(st.sampled_from(("In", "Out"))) if direction is None else direction,
        resolution=code,
        period=period,
        registered=period.end + dt.timedelta(hours=4),
        identification=str(draw(st.uuids(version=4))),
        observations=draw(observations(count, statuses=statuses)),
    )


@st.composite
def collected_data(
    draw: st.DrawFn, *, day: dt.date | None = None, resolution: str | None = None, most: int = 3
) -> CollectedData:
    """Give a CollectedData of BRS-NO-313: valid at level business at the instant of its creation.

    Args:
        draw: Of Hypothesis; not given by the caller.
        day: The usage day; any if None.
        resolution: ``PT1H`` or ``PT15M``; either if None.
        most: Most series in it.
    """
    usage_day = draw(days()) if day is None else day
    listed = draw(
        st.lists(
            series(day=usage_day, resolution=resolution),
            min_size=1,
            max_size=most,
            unique_by=(lambda item: item.metering_point, lambda item: item.identification),
        )
    )
    identification = draw(
        st.uuids(version=4).filter(lambda u: str(u) not in {s.identification for s in listed})
    )
    return build_collected_data(
        listed,
        identification=str(identification),
        sender=party_number(draw(st.integers(0, 99))),
        recipient=HUB,
        created=day_period(usage_day).end + dt.timedelta(hours=5),
        new_id=lambda: str(identification),
    )


def messages(
    kind: str | None = None,
    *,
    process: str | None = None,
    role: str | None = None,
    now: dt.datetime | None = None,
) -> st.SearchStrategy[Generated]:
    """Give valid messages: ``data`` are the bytes, valid at ``now`` in the market of ``context``.

    Args:
        kind: Name of the message, such as ``RequestStartOfSupply`` or ``MSCONS``; any of both wires if None.
        process: Process; any if None.
        role: Role; any if None.
        now: Instant of creation; any of 2025 and 2026 if None.
    """
    return st.builds(
        generate_message,
        st.sampled_from(message_kinds()) if kind is None else st.just(kind),
        seed=st.integers(0, 2**32),
        now=instants() if now is None else st.just(now),
        process=st.just(process),
        role=st.just(role),
        full=st.booleans(),
    )


def faults(code: str | None = None) -> st.SearchStrategy[Fault]:
    """Give messages of either wire that break one rule and no other, each beside its valid twin.

    Args:
        code: Code of the rule (``SER105``) or reason code of the market (``EH073``); any rule if None.

    Raises:
        ValueError: No message breaks such a rule by itself; the error says why.
    """
    if code is None:
        return st.deferred(lambda: st.sampled_from(tuple(all_faults().values())))
    try:
        return st.sampled_from(faults_for(code))
    except BuildError as error:
        raise ValueError(str(error)) from None


def markets(*, most: int = 300) -> st.SearchStrategy[GeneratedMarket]:
    """Give generated markets of 10 to *most* metering points."""
    return st.builds(
        generate_market,
        st.integers(10, most),
        seed=st.integers(0, 2**32),
        resolution=st.sampled_from(RESOLUTIONS),
    )


def frozen_markets(*, most: int = 100) -> st.SearchStrategy[FrozenMarket]:
    """Give generated markets of 10 to *most* points on any day, with what their grid companies send."""
    return st.builds(FrozenMarket, market=markets(most=most), day=days())
