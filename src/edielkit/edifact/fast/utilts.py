"""The fast path of UTILTS: plain observations straight from bytes into columns, never an object for a value.

A transaction whose observations are all ``SEQ++n'QTY+136:amount'``, with or without ``STS+8``, goes this way;
every other one goes the exact way, and so does a message with anything between its segments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.amounts import decimals
from edielkit.edifact.fast.chunk_ends import begins_segment
from edielkit.edifact.fast.numbered import many_numbered_amounts
from edielkit.edifact.fast.transaction_heads import transaction_head
from edielkit.edifact.messages.parts import CANCELLATION
from edielkit.edifact.messages.utilts import Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.tokenizer import message_segments
from edielkit.edifact.series.blocks import withdrawn
from edielkit.edifact.series.typed import MessageColumns, exact_message
from edielkit.edifact.series.utilts import described, transaction_series
from edielkit.edifact.series.value_codes import SeriesOptions, status_of_qualifier, status_of_reason
from edielkit.series import Observations, Status, TimeSeries

__all__ = ("plain_messages", "utilts_columns", "utilts_series")

_VALUE = rb"SEQ\+\+[1-9][0-9]{0,8}'QTY\+136:[0-9]{1,12}(?:\.[0-9]{1,3})?'(?:STS\+8\+[0-9]{2,3}(?:::260)?')?"
_PLAIN = re.compile(rb"(?:" + _VALUE + rb")++\Z")
_NAME = b"+UTILTS:"
# from UNH to the type; a reference has 35 characters at most
_HEAD = re.compile(rb"UNH\+[^'+:?]{0,35}\+UTILTS:")
_LONGEST_HEAD = 39
_MARK = b"'"
# what ends a message: its own trailer, or a segment that stands between messages
_ENVELOPE = frozenset({b"UNB", b"UNH", b"UNT", b"UNZ"})
_ENDS_TAG = (b"+", b"'")
# what ends the last transaction
_TRAILER = re.compile(rb"'(?:CNT|UNT)[+']")
# blanks between segments, a released terminator, and an IDE that the ways below do not know, each with a part of it that is
# quick to find because it is rare
_UNUSUAL = (
    (b"\r", b"'\r"), (b"\n", b"'\n"), (b" ", b"' "), (b"\t", b"'\t"), (b"?", b"?'"), (b"IDE'", b"'IDE'"),
)  # fmt: skip
# how segments begin that they do not know either
_STRANGE = (b"UNG", b"UNE", b"UNH'", b"UNA")


def plain_messages(data: bytes, begin: int, stop: int) -> Iterator[slice]:
    """Yield where the messages of UTILTS stand in a part of an input that have nothing between their segments.

    Args:
        data: An input with the usual service characters and no released terminator.
        begin: Where the part begins: at a segment.
        stop: Where it ends.

    >>> data = b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+UTILTS:D:02B:UN:E5SE5A'UNT+2+1'UNZ+1+1'"
    >>> [data[message] for message in plain_messages(data, 0, len(data))]
    [b"UNH+1+UTILTS:D:02B:UN:E5SE5A'UNT+2+1'"]
    """
    at = begin
    while (at := data.find(_NAME, at, stop)) >= 0:
        start = data.rfind(b"UNH+", max(at - _LONGEST_HEAD, begin), at)
        at += len(_NAME)
        if start < 0 or not _HEAD.match(data, start) or not begins_segment(data, start):
            continue
        end = _message_end(data, at, stop)
        text = data[start:end]
        if not _is_unusual(text):
            yield slice(start, end)
        at = end


def _is_unusual(text: bytes) -> bool:
    """Tell whether a message has anything that the ways below do not know."""
    if any(part in text and mark in text for part, mark in _UNUSUAL):
        return True
    at = 0
    # one search for a rare letter instead of one for each tag
    while (at := text.find(b"U", at + 1)) >= 0:
        if text.startswith(_STRANGE, at) and text[at - 1 : at] == _MARK:
            return True
    return False


def _message_end(data: bytes, at: int, stop: int) -> int:
    """Return where the message ends in which an offset stands: behind its UNT, or before what stands between messages."""
    # a letter that is rare in observations is quicker to find than the tags
    while (at := data.find(b"U", at + 1, stop)) >= 0:
        tag = data[at : at + 3]
        if tag in _ENVELOPE and data[at + 3 : at + 4] in _ENDS_TAG and begins_segment(data, at):
            return data.find(_MARK, at) + 1 if tag == b"UNT" else at
    return stop


@attrs.frozen
class _Alike:
    """A transaction that is written as an earlier one.

    Attributes:
        first: The number of that one.
        name: Its own identification.
        point: Its own point.
    """

    first: int
    name: str
    point: str


@attrs.frozen(eq=False)
class _Frame:
    """A message without the observations of its plain transactions.

    Attributes:
        data: What remains, as bytes.
        plain: The observations that were taken out, by the number of their transaction: their bytes, or the amounts of those
            that are numbered from 1 and have no status.
        transactions: How many transactions there are.
        alike: Those that are not in it since they are written as an earlier one, by their number.
    """

    data: bytes
    plain: Mapping[int, bytes | npt.NDArray[np.int64]]
    transactions: int
    alike: Mapping[int, _Alike]

    @classmethod
    def of(cls, text: bytes, *, is_whole: bool = True) -> _Frame:
        """Return the frame of a message.

        Args:
            text: From UNH on.
            is_whole: Every transaction is in it; else one of those that are written alike.
        """
        head, *pieces = text.split(b"'IDE+")
        stretches = [head]
        plain: dict[int, bytes | npt.NDArray[np.int64]] = {}
        alike: dict[int, _Alike] = {}
        shapes: dict[tuple[bytes, bytes], int] = {}
        parts = [_parts(piece, is_last=n == len(pieces) - 1) for n, piece in enumerate(pieces)]
        amounts = many_numbered_amounts([observations for _, observations, _ in parts])
        for number, (piece, (before, observations, behind), values) in enumerate(
            zip(pieces, parts, amounts, strict=True)
        ):
            if values is None and not _PLAIN.match(observations):
                stretches.append(piece)
                continue
            plain[number] = observations if values is None else values
            named = None if is_whole or behind else transaction_head(before)
            if named is not None:
                first = shapes.setdefault((named.before, named.behind), number)
                if first != number:
                    alike[number] = _Alike(first, named.name.decode("ascii"), named.point.decode("ascii"))
                    continue
            stretches.append(before + behind)
        return cls(b"'IDE+".join(stretches), plain, len(pieces), alike)


def _parts(piece: bytes, *, is_last: bool) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the observations of a transaction, these, and what stands behind."""
    first = piece.find(b"'SEQ")
    if first < 0:
        return piece, b"", b""
    if not is_last:
        return piece[:first], piece[first + 1 :] + _MARK, b""
    end = _end(piece)
    return piece[:first], piece[first + 1 : end], _MARK + piece[end:]


def utilts_columns(text: bytes, unb: bytes, options: SeriesOptions, *, enclosed: bool) -> MessageColumns:
    """Return a message, without its plain values, with its series.

    Args:
        text: One that `plain_messages` found, from UNH on.
        unb: The UNB before it, empty for none: it names the character set.
        options: What the message does not say.
        enclosed: That UNB is the head of its interchange.
    """
    columns, _ = _columns(_Frame.of(text), text, unb, options, enclosed=enclosed)
    return columns


def utilts_series(text: bytes, unb: bytes, options: SeriesOptions, *, enclosed: bool) -> Iterator[TimeSeries]:
    """Yield the series of a message; of transactions that are written alike the first is read, and the values of the others.

    Args:
        text: One that `plain_messages` found, from UNH on.
        unb: The UNB before it, empty for none: it names the character set.
        options: What the message does not say.
        enclosed: That UNB is the head of its interchange.
    """
    frame = _Frame.of(text, is_whole=False)
    columns, numbers = _columns(frame, text, unb, options, enclosed=enclosed)
    if numbers is None:
        yield from (series for _, series in columns.series)
        return
    message = columns.message
    is_withdrawn = isinstance(message, Utilts) and _is_cancellation(message)
    plain = _PlainValues(options.with_profile(profile_of(message, columns.unb) if message else None))
    series = {}
    listed = iter(zip(numbers, columns.series, strict=True))
    following = next(listed, None)
    for number in range(frame.transactions):
        while following is not None and following[0] == number:
            series[number] = following[1][1]
            yield series[number]
            following = next(listed, None)
        alike = frame.alike.get(number)
        if alike is not None:
            observations = plain.observations(frame.plain[number])
            yield attrs.evolve(
                series[alike.first],
                metering_point=alike.point,
                identification=alike.name,
                observations=withdrawn(observations) if is_withdrawn else observations,
            )


def _is_cancellation(message: Utilts) -> bool:
    return message.document is not None and message.document.function == CANCELLATION


def _columns(
    frame: _Frame, text: bytes, unb: bytes, options: SeriesOptions, *, enclosed: bool
) -> tuple[MessageColumns, Sequence[int] | None]:
    """Return what is in the frame of a message with its series, and the number of the transaction of each; None for all of the message."""
    head, segments = message_segments(unb, frame.data)
    message = Utilts.read(segments)
    head = head if enclosed else None
    options = options.with_profile(profile_of(message, head))
    numbers = [number for number in range(frame.transactions) if number not in frame.alike]
    if len(message.transactions) != len(numbers):
        return exact_message(head, Utilts.read(message_segments(unb, text)[1]), options), None
    plain = _PlainValues(options)
    exact: dict[int, list[TimeSeries]] = {}
    for transaction, series in _exact(message, options):
        exact.setdefault(id(transaction), []).append(series)
    placed: list[tuple[Transaction, TimeSeries]] = []
    owners: list[int] = []
    for number, transaction in zip(numbers, message.transactions, strict=True):
        before = len(placed)
        if number in frame.plain:
            observations = plain.observations(frame.plain[number])
            placed.append((transaction, described(message, transaction, options, observations)))
        else:
            placed.extend((transaction, series) for series in exact.get(id(transaction), ()))
        owners += [number] * (len(placed) - before)
    return MessageColumns(unb=head, message=message, series=tuple(placed)), owners


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
        self.beside: dict[int, tuple[npt.NDArray[Any], ...]] = {}

    def observations(self, values: bytes | npt.NDArray[np.int64]) -> Observations:
        """Return plain values as columns."""
        if isinstance(values, bytes):
            return self._of_bytes(values)
        beside = self.beside.get(len(values))
        if beside is None:
            beside = self._beside(len(values))
        position, status, zeros = beside
        return Observations(
            position=position, quantity=values, status=status, validation=zeros, estimation=zeros
        )

    def _beside(self, count: int) -> tuple[npt.NDArray[Any], ...]:
        """Return the columns beside the amounts of so many values, which series have in common."""
        position = np.arange(1, count + 1, dtype=np.int32)
        columns = (position, np.full(count, int(self.status), np.uint8), np.zeros(count, np.uint8))
        for column in columns:
            column.flags.writeable = False
        return self.beside.setdefault(count, columns)

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
