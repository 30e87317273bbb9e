"""The fast path of UTILTS: plain observations straight from bytes into columns, never an object for a value.

A transaction whose observations are all ``SEQ++n'QTY+136:amount'``, with or without ``STS+8``, goes this way;
every other one goes the exact way, and so does an input with anything between its segments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import decimals
from edielkit.edifact.fast.numbered import numbered_amounts
from edielkit.edifact.messages.utilts import Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.tokenizer import message_segments
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.utilts import described, transaction_series
from edielkit.edifact.series.value_codes import SeriesOptions, status_of_qualifier, status_of_reason
from edielkit.series import Observations, Status, TimeSeries

__all__ = ("is_plain", "utilts_messages")

_VALUE = rb"SEQ\+\+[1-9][0-9]{0,8}'QTY\+136:[0-9]{1,12}(?:\.[0-9]{1,3})?'(?:STS\+8\+[0-9]{2,3}(?:::260)?')?"
_PLAIN = re.compile(rb"(?:" + _VALUE + rb")++\Z")
_UTILTS = re.compile(rb"'UNH\+[^'+?]*\+UTILTS:")
_MARK = b"'"
# the segments of the envelope, and what ends their tags
_ENVELOPE = frozenset({b"UNB", b"UNH", b"UNT", b"UNZ"})
_ENDS_TAG = (b"+", b"'")
# what ends the last transaction
_TRAILER = re.compile(rb"'(?:CNT|UNT)[+']")
# blanks between segments, a released terminator, and segments that the ways below do not know, each with a part of it that is
# quick to find because it is rare
_UNUSUAL = (
    (b"\r", b"'\r"), (b"\n", b"'\n"), (b" ", b"' "), (b"\t", b"'\t"), (b"?", b"?'"), (b"UNG", b"'UNG"), (b"UNE", b"'UNE"), (b"UNH'", b"'UNH'"),
    (b"UNA", b"'UNA"), (b"IDE'", b"'IDE'"),
)  # fmt: skip


def is_plain(data: bytes) -> bool:
    """Tell whether an input holds UTILTS only, with nothing between its segments and no released terminator.

    >>> is_plain(b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+UTILTS:D:02B:UN:E5SE5A'UNT+2+1'UNZ+1+1'")
    True
    """
    messages = data.count(b"'UNH+")
    return (
        messages > 0
        and messages == len(_UTILTS.findall(data))
        and not any(part in data and mark in data for part, mark in _UNUSUAL)
    )


def utilts_messages(
    data: bytes, start: int, options: SeriesOptions
) -> Iterator[tuple[Segment | None, Utilts, tuple[tuple[Transaction, TimeSeries], ...]]]:
    """Yield the head of the interchange, the message without its plain values, and the series of each message.

    Args:
        data: An input for which `is_plain` holds, with the usual service characters.
        start: Where its first UNB stands.
        options: What the messages do not say.
    """
    head, enclosed = data[start : data.find(_MARK, start) + 1], True
    opened = -1
    for tag, at in _envelope(data, start + 1):
        end = data.find(_MARK, at) + 1
        if opened >= 0:
            yield _message(data[opened : end if tag == b"UNT" else at], head, options, enclosed=enclosed)
        opened = at if tag == b"UNH" else -1
        if tag == b"UNB":
            head, enclosed = data[at:end], True
        elif tag == b"UNZ":
            enclosed = False
    if opened >= 0:
        yield _message(data[opened:], head, options, enclosed=enclosed)


def _envelope(data: bytes, start: int) -> Iterator[tuple[bytes, int]]:
    """Yield the tags of the segments of the envelope, whole, and where they stand."""
    at = start - 1
    # a letter that is rare in observations is quicker to find than the tags
    while (at := data.find(b"U", at + 1)) >= 0:
        tag = data[at : at + 3]
        if tag in _ENVELOPE and data[at - 1 : at] == _MARK and data[at + 3 : at + 4] in _ENDS_TAG:
            yield tag, at


@attrs.frozen(eq=False)
class _Frame:
    """A message without the observations of its plain transactions.

    Attributes:
        data: What remains, as bytes.
        plain: The observations that were taken out, by the number of their transaction: their bytes, or the amounts of those
            that are numbered from 1 and have no status.
        transactions: How many transactions there are.
    """

    data: bytes
    plain: Mapping[int, bytes | npt.NDArray[np.int64]]
    transactions: int

    @classmethod
    def of(cls, text: bytes) -> _Frame:
        """Return the frame of the message that *text* holds from UNH on."""
        stretches: list[bytes] = []
        plain: dict[int, bytes | npt.NDArray[np.int64]] = {}
        head, *pieces = text.split(b"'IDE+")
        stretches.append(head)
        for number, piece in enumerate(pieces):
            is_last = number == len(pieces) - 1
            first = piece.find(b"'SEQ")
            end = _end(piece) if is_last else len(piece)
            observations = piece[first + 1 : end] + (b"" if is_last else _MARK) if first >= 0 else b""
            amounts = numbered_amounts(observations)
            if amounts is not None or _PLAIN.match(observations):
                plain[number] = observations if amounts is None else amounts
                stretches.append(piece[:first] + (_MARK + piece[end:] if is_last else b""))
            else:
                stretches.append(piece)
        return cls(b"'IDE+".join(stretches), plain, len(pieces))


def _message(
    text: bytes, unb: bytes, options: SeriesOptions, *, enclosed: bool
) -> tuple[Segment | None, Utilts, tuple[tuple[Transaction, TimeSeries], ...]]:
    frame = _Frame.of(text)
    head, segments = message_segments(unb, frame.data)
    message = Utilts.read(segments)
    head = head if enclosed else None
    options = attrs.evolve(options, profile=options.profile or profile_of(message, head))
    if len(message.transactions) != frame.transactions:
        whole = Utilts.read(message_segments(unb, text)[1])
        return head, whole, _exact(whole, options)
    plain = _PlainValues(options)
    exact: dict[int, list[TimeSeries]] = {}
    for transaction, series in _exact(message, options):
        exact.setdefault(id(transaction), []).append(series)
    placed: list[tuple[Transaction, TimeSeries]] = []
    for number, transaction in enumerate(message.transactions):
        if number in frame.plain:
            observations = plain.observations(frame.plain[number])
            placed.append((transaction, described(message, transaction, options, observations)))
        else:
            placed.extend((transaction, series) for series in exact.get(id(transaction), ()))
    return head, message, tuple(placed)


def _exact(message: Utilts, options: SeriesOptions) -> tuple[tuple[Transaction, TimeSeries], ...]:
    return tuple(
        (transaction, series)
        for transaction in message.transactions
        for series in transaction_series(message, transaction, options)
    )


def _end(piece: bytes) -> int:
    """Return where the values of the last transaction end: at CNT or UNT."""
    match = _TRAILER.search(piece)
    return match.start() + 1 if match else len(piece)


class _PlainValues:
    """What the codes of plain values mean in one message."""

    def __init__(self, options: SeriesOptions) -> None:
        self.status = status_of_qualifier("136", options.profile, options) or Status.METERED

    def observations(self, values: bytes | npt.NDArray[np.int64]) -> Observations:
        """Return plain values as columns."""
        if isinstance(values, bytes):
            return self._of_bytes(values)
        zeros = np.zeros(len(values), np.uint8)
        return Observations(
            position=np.arange(1, len(values) + 1, dtype=np.int32),
            quantity=values,
            status=np.full(len(values), int(self.status), np.uint8),
            validation=zeros,
            estimation=zeros,
        )

    def _of_bytes(self, body: bytes) -> Observations:
        octets = np.frombuffer(body, np.uint8)
        end = np.flatnonzero(octets == 0x27)
        start = np.concatenate((np.zeros(1, np.int64), end[:-1] + 1))
        # the second letter tells the segments apart: SEQ, QTY, STS
        letter = octets[start + 1]
        sequence, quantity, states = (np.flatnonzero(letter == code) for code in (0x45, 0x54, 0x54))
        first = octets[start]
        quantity = quantity[first[quantity] == 0x51]
        states = states[first[states] == 0x53]
        position = decimals(octets, start[sequence] + 5, end[sequence])[0] // 1000
        amount = decimals(octets, start[quantity] + 8, end[quantity])[0]
        status = np.full(len(amount), int(self.status), np.uint8)
        if len(states):
            rows = np.searchsorted(quantity, states) - 1
            status[rows] = self._states(octets, start[states] + 6, status[rows])
        zeros = np.zeros(len(amount), np.uint8)
        return Observations(
            position=position.astype(np.int32),
            quantity=amount,
            status=status,
            validation=zeros,
            estimation=zeros,
        )

    def _states(
        self, octets: npt.NDArray[np.uint8], at: npt.NDArray[np.int64], usual: npt.NDArray[np.uint8]
    ) -> npt.NDArray[np.uint8]:
        third = octets[at + 2]
        long = (third >= 0x30) & (third <= 0x39)
        code = (octets[at].astype(np.int64) - 0x30) * 10 + octets[at + 1] - 0x30
        code = np.where(long, code * 10 + third - 0x30, code)
        states = usual.copy()
        for reason in np.unique(code).tolist():
            status = status_of_reason(str(reason))
            if status is not None:
                states[code == reason] = int(status)
        return states
