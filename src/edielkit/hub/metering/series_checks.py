"""What keeps an interval series out (BRS-NO-313): one small generator for each business rule, in one table.

Source: process text of BRS-NO-313 and the pages on 15 minutes; reason codes as in `edielkit.hub.core.rules`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from edielkit.findings import Finding
from edielkit.hub.core.channels import BY_PROFILE, EXCHANGE, MINUTES, has_channel, method_of, type_of
from edielkit.hub.core.market_records import ACTIVE, MasterData
from edielkit.hub.core.rules import finding
from edielkit.hub.core.state_tables import EXCHANGE_POINTS
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.exchange_control.reception import validate_exchange
from edielkit.hub.values.arrival import Incoming
from edielkit.hub.values.calculations import parts_sent, sent_key
from edielkit.hub.values.expected import is_covered, is_expected
from edielkit.hub.values.history_book import history_book
from edielkit.hub.values.store import minute, read
from edielkit.hub.values.value_records import VALUES, ChannelKey
from edielkit.market_time import Period, day_period
from edielkit.passed_times import at_most

__all__ = ("Taken", "troubles")

_DAY = dt.timedelta(days=1)
# Production and exchange may come in shorter periods by agreement (VEE 2.2).
_SHORTER = frozenset({"E18", EXCHANGE})
_POINT = "MeteringPointUsedDomainLocation/Identification"
_PERIOD = "ObservationPeriodTimeSeriesPeriod"
_RESOLUTION = f"{_PERIOD}/ResolutionDuration"
_PRODUCT = "ProductIncludedProductCharacteristics/Identification"

# What earlier payloads of the message bring: start and end in minutes since 1970, by channel.
Taken = dict[ChannelKey, list[tuple[int, int]]]
_Rule = Callable[[Transaction, Incoming, Taken], Iterator[Finding]]


def troubles(transaction: Transaction, incoming: Incoming, taken: Taken) -> Iterator[Finding]:
    """Yield what keeps a series out; *taken* is what the message has brought before it."""
    for rule in _RULES:
        yield from rule(transaction, incoming, taken)
    yield from validate_exchange(transaction, incoming)


def _sender(transaction: Transaction, incoming: Incoming, _taken: Taken) -> Iterator[Finding]:
    """Yield a breach unless the grid owner, or a service provider of it, is the sender."""
    area = transaction.structure.area(incoming.point.area)
    if area is None or area.owner == incoming.sender:
        return
    owner = transaction.party(area.owner)
    if owner is None or incoming.sender not in owner.providers:
        yield finding(
            "HUB004", "expected the grid owner of the metering point, or its service provider, as sender"
        )


def _status(_transaction: Transaction, incoming: Incoming, _taken: Taken) -> Iterator[Finding]:
    days = (
        incoming.first,
        *(
            change.start
            for change in incoming.point.statuses
            if incoming.first < change.start <= incoming.last
        ),
    )
    for day in days:
        status = incoming.point.status(day)
        if status != ACTIVE:
            words = f"expected an active metering point ({ACTIVE}) on {day}, found status {status or 'none'}"
            yield finding("HUB010", words, _POINT)
            return


def _master_data(transaction: Transaction, incoming: Incoming, _taken: Taken) -> Iterator[Finding]:
    """Yield what the master data of each day say against the series: profiled, another resolution, no channel."""
    days = (
        incoming.first,
        *(
            version.start
            for version in incoming.point.versions
            if incoming.first < version.start <= incoming.last
        ),
    )
    for day in days:
        breaches = tuple(_against(transaction, incoming, incoming.point.data(day), day))
        if breaches:
            yield from breaches
            return


def _against(
    transaction: Transaction, incoming: Incoming, data: MasterData, day: dt.date
) -> Iterator[Finding]:
    if method_of(data) == BY_PROFILE:
        words = f"expected a metering point settled by interval on {day}; this one is profiled, and sends volumes by BRS-NO-312"
        yield finding("HUB034", words, _POINT)
    expected = data.detail.meter_reading_occurrence
    # the resolution of an exchange point that is registered as one switches with what is sent
    switches = type_of(data) == EXCHANGE and transaction.get(EXCHANGE_POINTS, incoming.key.point) is not None
    if not switches and expected is not None and MINUTES.get(expected) != incoming.minutes:
        words = (
            f"expected the reading resolution {expected} of {day}, found one of {incoming.minutes} minutes"
        )
        yield finding("HUB033", words, _RESOLUTION)
    if not has_channel(data, incoming.key.product, incoming.key.direction):
        words = f"found product {incoming.key.product} and direction {incoming.key.direction or 'none'}"
        yield finding("HUB032", f"expected {_channels(data)} on {day}, {words}", _PRODUCT)


def _channels(data: MasterData) -> str:
    """Return the channels of a metering point in words."""
    channels = (
        (channel.product_included_product_characteristics, channel.direction) for channel in data.channels
    )
    return (
        " or ".join(f"{product.identification} {direction}" for product, direction in channels) or "no values"
    )


def _measured(_transaction: Transaction, incoming: Incoming, _taken: Taken) -> Iterator[Finding]:
    if any(kept is None for kept, _ in incoming.parts):
        yield finding("HUB038", "the hub calculates the values of this channel", _PRODUCT)


def _registered(transaction: Transaction, incoming: Incoming, _taken: Taken) -> Iterator[Finding]:
    """Yield a breach when values of the period were registered later than these (as BRS-NO-332 says of withdrawals)."""
    registered = incoming.payload.registration_date_time
    for kept, period in incoming.parts:
        newest = () if kept is None else (transaction.get(VALUES, kept) or ())[-1:]
        if kept is None or not newest or newest[0].registered <= registered:
            continue
        start, end = minute(period.start), minute(period.end)
        for block in reversed(history_book(transaction, kept).around(period)):
            if block.registered <= registered:
                break
            if block.start < end and start < block.end:
                yield finding(
                    "HUB037",
                    "values of the period that were registered later are here",
                    "RegistrationDateTime",
                )
                return


def _ahead(transaction: Transaction, incoming: Incoming, _taken: Taken) -> Iterator[Finding]:
    """Yield a breach when the values are said to be registered later than now."""
    registered = incoming.payload.registration_date_time
    if registered > transaction.now:
        words = f"expected a registration that has passed, {at_most(transaction.now, registered)}"
        yield finding("HUB039", words, "RegistrationDateTime")


def _whole_days(transaction: Transaction, incoming: Incoming, taken: Taken) -> Iterator[Finding]:
    """Yield a breach when a part of a day comes that was not there before."""
    first, last = day_period(incoming.first), day_period(incoming.last)
    if incoming.period.start == first.start and incoming.period.end == last.end:
        return
    parts = [
        part
        for part in _partial_days(incoming, first, last)
        if not (_is_taken(incoming, part, taken) or _is_there(transaction, incoming, part, incoming.minutes))
    ]
    for part in parts:
        shorter = (
            transaction.config.shorter_periods and type_of(incoming.point.data(incoming.first)) in _SHORTER
        )
        at_once = part.start in {first.start, last.start} or _step_before(transaction, incoming, taken)
        if not (shorter and at_once):
            yield finding("HUB036", "expected a whole day, or corrections of values that are here", _PERIOD)
            return


def _partial_days(incoming: Incoming, first: Period, last: Period) -> Iterator[Period]:
    """Yield the parts of the series in days that it does not fill."""
    if incoming.first == incoming.last:
        yield incoming.period
        return
    if incoming.period.start != first.start:
        yield Period(incoming.period.start, first.end)
    if incoming.period.end != last.end:
        yield Period(last.start, incoming.period.end)


def _is_taken(incoming: Incoming, part: Period, taken: Taken) -> bool:
    """Tell whether an earlier payload of the message brings all of *part*."""
    start, end = minute(part.start), minute(part.end)
    return any(low <= start and end <= high for low, high in taken.get(incoming.key, ()))


def _is_there(transaction: Transaction, incoming: Incoming, part: Period, minutes: int) -> bool:
    return all(
        kept is not None and read(history_book(transaction, kept).around(period), period, minutes).complete
        for kept, period in parts_sent(transaction, incoming.key, part)
    )


def _step_before(transaction: Transaction, incoming: Incoming, taken: Taken) -> bool:
    """Tell whether the values go on where others end, of whatever resolution."""
    start = incoming.period.start
    return any(low < minute(start) <= end for low, end in taken.get(incoming.key, ())) or any(
        _is_there(transaction, incoming, Period(start - dt.timedelta(minutes=length), start), length)
        for length in dict.fromkeys(MINUTES.values())
    )


def _day_before(transaction: Transaction, incoming: Incoming, taken: Taken) -> Iterator[Finding]:
    """Yield a breach when the day before the first is needed and is not there, whole."""
    start = day_period(incoming.first)
    before = incoming.first - _DAY
    since = transaction.config.values_since
    if incoming.period.start != start.start or (since is not None and before < since):
        return
    if not is_expected(incoming.point, incoming.key.product, incoming.key.direction, before):
        return
    kept = sent_key(transaction, incoming.key, before)
    if kept is None:
        return
    if is_covered(history_book(transaction, kept).around(day_period(before)), before):
        return
    end = minute(start.start)
    if since is None and all(block.start >= end for block in transaction.get(VALUES, kept) or ()):
        # the first values of a channel need nothing before them where nobody says since when values are expected
        return
    if not _is_taken(incoming, day_period(before), taken):
        yield finding(
            "HUB035", f"expected the values of {before} before these or with them, found none", _PERIOD
        )


_RULES: tuple[_Rule, ...] = (
    _sender,
    _status,
    _master_data,
    _measured,
    _registered,
    _ahead,
    _whole_days,
    _day_before,
)
