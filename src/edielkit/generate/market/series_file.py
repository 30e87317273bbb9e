"""CollectedData files of many metering points at once, as bytes: the exact writer writes one payload, the others are alike.

A payload of a point differs from that of another in its identification, the metering point and the numbers. So the exact
writer is asked for a message of one payload, and its text is the mould of all: the places of what differs are filled as
columns. The bytes are those of `edielkit.serialize`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.emif.build import collected_data
from edielkit.emif.messages import CollectedData
from edielkit.generate.market.noise import Ints
from edielkit.market_time import Period
from edielkit.series import QUANTITY_LIMIT, Observations, TimeSeries
from edielkit.verbs import serialize

__all__ = ("ACTIVE_ENERGY", "FileHead", "SeriesParts", "message_of", "series_file")

ACTIVE_ENERGY, UNIT = "8716867000030", "kWh"
RESOLUTION_CODES = {15: "PT15M", 60: "PT1H"}
_Bytes = npt.NDArray[np.uint8]
# Metering point, UUID of the payload, and values.
SeriesParts = tuple[str, str, Observations]

# What the exact writer is given in the places that are filled: nobody else has these.
_POINT, _PAYLOAD, _MESSAGE = "000000000000000000", "00000000-0000-8000-8000-000000000001", "00000000-0000-8000-8000-000000000002"  # fmt: skip
_SENDER = "0000000000000"
# At most twelve digits, the point and three more.
_DIGITS = 16
_POWERS = 10 ** np.arange(11, -1, -1, dtype=np.int64)


@attrs.frozen(kw_only=True)
class FileHead:
    """What all payloads of a file have in common.

    Attributes:
        sender: GLN of the grid company.
        recipient: GLN of the hub.
        created: Instant of creation.
        registered: Instant of registration.
        period: The period of each series.
        direction: ``In`` or ``Out``.
        minutes: Length of an interval, 15 or 60.
    """

    sender: str
    recipient: str
    created: dt.datetime
    registered: dt.datetime
    period: Period
    direction: str
    minutes: int


def message_of(head: FileHead, identification: str, series: Iterable[SeriesParts]) -> CollectedData:
    """Return the message with series.

    Args:
        head: What its payloads have in common.
        identification: UUID of the message.
        series: Metering point, UUID of the payload, and values of each.
    """
    return collected_data(
        (
            TimeSeries(
                metering_point=point,
                product=ACTIVE_ENERGY,
                unit=UNIT,
                direction=head.direction,
                resolution=RESOLUTION_CODES[head.minutes],
                period=head.period,
                registered=head.registered,
                identification=payload,
                observations=observations,
            )
            for point, payload, observations in series
        ),
        identification=identification,
        sender=head.sender,
        recipient=head.recipient,
        created=head.created,
        new_id=lambda: _PAYLOAD,
    )


@attrs.frozen(kw_only=True, eq=False)
class _Mould:
    """The text of a message, in pieces: before the payloads, of a payload with blanks to fill, and after them."""

    before: bytes
    payload: _Bytes
    after: bytes
    identification: int
    point: int
    rows: int
    row: int
    number: int


@lru_cache(maxsize=64)
def _mould(head: FileHead, count: int) -> _Mould:
    """Return the mould of a message whose series have *count* values; it is the same for all senders."""
    message = message_of(head, _MESSAGE, [(_POINT, _PAYLOAD, Observations.metered([0] * count))])
    text = serialize(message)
    opening = b"  <rsm:PayloadEnergyTimeSeries>\n"
    closing = b"  </rsm:PayloadEnergyTimeSeries>\n"
    start, end = text.index(opening), text.index(closing)
    first = text.index(b"    <abie:Observation ", start)
    lines = text[first:end].splitlines(keepends=True)
    # every line as long as the longest, and as its number may become; what is blank is taken out in the end
    before = [line[: line.index(b">0<") + 1] for line in lines]
    wide = max(map(len, before))
    after = lines[0][lines[0].index(b">0<") + 2 :]
    rows = b"".join(part.ljust(wide, b"\0") + bytes(_DIGITS) + after for part in before)
    payload = text[start:first] + rows + closing
    return _Mould(
        before=text[:start],
        payload=np.frombuffer(payload, np.uint8),
        after=text[end + len(closing) :],
        identification=payload.index(_PAYLOAD.encode()),
        point=payload.index(_POINT.encode()),
        rows=first - start,
        row=wide + _DIGITS + len(after),
        number=wide,
    )


def series_file(
    head: FileHead, identification: str, points: _Bytes, payloads: _Bytes, quantity: Ints
) -> bytes:
    """Return the message in which each point has metered values for all of the period.

    Args:
        head: What its payloads have in common.
        identification: UUID of the message.
        points: Metering points, rows of 18 characters.
        payloads: UUIDs of the payloads, rows of 36 characters.
        quantity: Thousandths of a kWh, none below zero: a row for each point, a column for each interval.

    Raises:
        ValueError: A quantity is below zero or too large.
    """
    if quantity.size and not 0 <= int(quantity.min()) <= int(quantity.max()) < QUANTITY_LIMIT:
        raise ValueError("expected quantities from zero up to a thousand million kWh")
    count = quantity.shape[1]
    mould = _mould(attrs.evolve(head, sender=_SENDER), count)
    table = np.empty((len(points), len(mould.payload)), np.uint8)
    table[:] = mould.payload
    table[:, mould.identification : mould.identification + payloads.shape[1]] = payloads
    table[:, mould.point : mould.point + points.shape[1]] = points
    rows = table[:, mould.rows : mould.rows + count * mould.row].reshape(len(points), count, mould.row)
    _put_numbers(rows[:, :, mould.number : mould.number + _DIGITS], quantity)
    body = table.tobytes().translate(None, b"\0")
    before = mould.before.replace(_MESSAGE.encode(), identification.encode())
    return b"".join((before.replace(_SENDER.encode(), head.sender.encode()), body, mould.after))


def _put_numbers(places: _Bytes, quantity: Ints) -> None:
    """Write each quantity into its sixteen places, without zeros in front of the whole or after the fraction."""
    whole, fraction = np.divmod(quantity, 1000)
    largest = int(whole.max()) if whole.size else 0
    for place in range(12 - len(str(largest)), 12):
        power = int(_POWERS[place])
        digit = (whole // power % 10 + ord("0")).astype(np.uint8)
        places[:, :, place] = digit if power == 1 else np.where(whole >= power, digit, 0)
    places[:, :, 12:] = _FRACTIONS[fraction]


# A point and up to three digits for each number of thousandths.
_FRACTIONS: _Bytes = np.array(
    [list(f".{n:03}".rstrip("0").rstrip(".").encode().ljust(4, b"\0")) for n in range(1000)], np.uint8
)
