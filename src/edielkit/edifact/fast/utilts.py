"""The fast path of UTILTS: plain observations straight from bytes into columns, never an object for a value.

A transaction whose observations are all ``SEQ++n'QTY+136:amount'``, with or without ``STS+8``, goes this way;
every other one goes the exact way, and so does an input with anything between its segments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.fast.lines import decimals
from edielkit.edifact.messages.utilts import Transaction, Utilts
from edielkit.edifact.profiles import profile_of
from edielkit.edifact.read.tokenizer import tokenize
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.quality import SeriesOptions, status_of_qualifier, status_of_reason
from edielkit.edifact.series.typed import placed_series
from edielkit.edifact.series.utilts import described
from edielkit.series import Observations, Status, TimeSeries

__all__ = ("is_plain", "utilts_messages")

_VALUE = rb"SEQ\+\+[0-9]{1,9}'QTY\+136:[0-9]{1,12}(?:\.[0-9]{1,3})?'(?:STS\+8\+[0-9]{2,3}(?:::260)?')?"
_PLAIN = re.compile(rb"(?:" + _VALUE + rb")++\Z")
_MARK = b"'"


def is_plain(data: bytes) -> bool:
    """Tell whether an input holds UTILTS only, with nothing between its segments and no released terminator.

    >>> is_plain(b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+UTILTS:D:02B:UN:E5SE5A'UNT+2+1'UNZ+1+1'")
    True
    """
    messages = data.count(b"'UNH+")
    return (
        messages > 0
        and messages == len(re.findall(rb"'UNH\+[^'+]*\+UTILTS:", data))
        and not any(each in data for each in (b"'\r", b"'\n", b"' ", b"'\t", b"?'", b"UNG+"))
    )


def utilts_messages(
    data: bytes, options: SeriesOptions
) -> Iterator[tuple[Segment | None, Utilts, tuple[tuple[Transaction, TimeSeries], ...]]]:
    """Yield the head of the interchange, the message without its plain values, and the series of each message.

    Args:
        data: An input for which `is_plain` holds, with the usual service characters.
        options: What the messages do not say.
    """
    unb = b""
    at = 0
    while (start := data.find(b"'UNH+", at)) >= 0:
        head = data.rfind(b"UNB+", at, start + 1)
        if head >= 0:
            unb = data[head : data.find(_MARK, head) + 1]
        start += 1
        found = data.find(b"'UNT+", start)
        end = len(data) if found < 0 else data.find(_MARK, found + 1) + 1 or len(data)
        segments, message, series = _message(data[start:end], unb, options)
        yield segments, message, series
        at = end - 1


def _message(
    text: bytes, unb: bytes, options: SeriesOptions
) -> tuple[Segment | None, Utilts, tuple[tuple[Transaction, TimeSeries], ...]]:
    frame: list[bytes] = []
    plain: dict[int, bytes] = {}
    pieces = text.split(b"'IDE+")
    for n, piece in enumerate(pieces):
        first = piece.find(b"'SEQ++")
        last = _end(piece) if n == len(pieces) - 1 else len(piece)
        body = piece[first + 1 : last] + (b"" if n == len(pieces) - 1 else _MARK) if first >= 0 and n else b""
        if body and _PLAIN.match(body):
            plain[n - 1] = body
            frame.append(piece[:first] + (_MARK + piece[last:] if n == len(pieces) - 1 else b""))
        else:
            frame.append(piece)
    tokens = tokenize(unb + b"'IDE+".join(frame)).segments
    head = next((each for each in tokens if each.tag == "UNB"), None)
    message = Utilts.read(tuple(each for each in tokens if each.tag not in {"UNB", "UNA"}))
    options = attrs.evolve(options, profile=options.profile or profile_of(message, head))
    if len(message.transactions) != len(pieces) - 1:
        exact = Utilts.read(
            tuple(each for each in tokenize(unb + text).segments if each.tag not in {"UNB", "UNA"})
        )
        return head, exact, _exact(exact, options)
    found: list[tuple[Transaction, TimeSeries]] = []
    usual = _Usual(options)
    others = dict(_grouped(_exact(message, options)))
    for n, transaction in enumerate(message.transactions):
        if n in plain:
            found.append(
                (transaction, described(message, transaction, options, usual.observations(plain[n])))
            )
        elif id(transaction) in others:
            found.extend((transaction, each) for each in others[id(transaction)])
    return head, message, tuple(found)


def _exact(message: Utilts, options: SeriesOptions) -> tuple[tuple[Transaction, TimeSeries], ...]:
    return tuple(
        (place, each) for place, each in placed_series(message, options) if isinstance(place, Transaction)
    )


def _grouped(series: tuple[tuple[Transaction, TimeSeries], ...]) -> dict[int, list[TimeSeries]]:
    groups: dict[int, list[TimeSeries]] = {}
    for place, each in series:
        groups.setdefault(id(place), []).append(each)
    return groups


def _end(piece: bytes) -> int:
    """Return where the values of the last transaction end: at CNT or UNT."""
    ends = [at for at in (piece.find(b"'CNT+"), piece.find(b"'UNT+")) if at >= 0]
    return min(ends) + 1 if ends else len(piece)


class _Usual:
    """What the codes of plain values mean in one message."""

    def __init__(self, options: SeriesOptions) -> None:
        self.status = status_of_qualifier("136", options.profile, options) or Status.METERED

    def observations(self, body: bytes) -> Observations:
        """Return plain values as columns."""
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
        found = usual.copy()
        for each in np.unique(code).tolist():
            known = status_of_reason(str(each))
            if known is not None:
                found[code == each] = int(known)
        return found
