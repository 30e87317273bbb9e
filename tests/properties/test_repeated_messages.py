"""Messages that stand again and again, with other references and numbers: the report is that of a look at each of them."""

import datetime as dt
import random
import re

import pytest
from tests.support.edifact_mutations import bases, cases

from edielkit.edifact.check import repeated
from edielkit.edifact.check.interchanges import check

_MESSAGE = re.compile(rb"UNH\+[^+']*\+[^']*'.*?UNT\+[^']*'\s*", re.DOTALL)
_HEAD = re.compile(rb"(?:UNA.{6}\s*)?UNB[^']*'\s*", re.DOTALL)
_NUMBER = re.compile(rb"(BGM\+[^'+]*\+)[^'+:]*")
_LARGEST = 3000
# the reference of a message, or the number of its document, by its place
NAMES = (
    lambda place: b"%d" % place,
    lambda place: b"M%05d" % place,
    lambda place: b"1",
    lambda place: b"A-%d" % (place % 2),
    lambda place: b"%03d" % (place * 50 + 86),
    lambda place: b"0181901004%d" % (place % 10),
    lambda place: (b"136", b"137", b"324", b"163", b"E66")[place % 5],
    lambda place: b"D1" if place == 3 else b"D%d" % (place + 1),
)
NOWS = (None, dt.datetime(2026, 6, 3, 3, tzinfo=dt.UTC))


def mixtures(count, seed):
    """Yield interchanges of a few messages that stand several times."""
    choice = random.Random(seed)
    heads = [head[0] for data in bases() if (head := _HEAD.match(data))]
    drawn = cases(count * 3, seed)
    for _ in range(count):
        kinds = [
            message[0]
            for data in (next(drawn), next(drawn), next(drawn))
            for message in _MESSAGE.finditer(data)
        ]
        kinds = [kind for kind in kinds if len(kind) < _LARGEST][: choice.choice((1, 1, 2, 3))]
        if not kinds:
            continue
        references, numbers = choice.choice(NAMES), choice.choice((None, *NAMES))
        messages = [
            _named(choice.choice(kinds), references(place), b"" if numbers is None else numbers(place))
            for place in range(1, choice.randint(4, 9))
        ]
        yield b"".join((choice.choice(heads), *messages, b"UNZ+%d+R'" % len(messages)))


def _named(message, reference, number):
    """Return a message under another reference, and another number of its document unless that is empty."""
    message = re.sub(rb"^UNH\+[^+']*", lambda _: b"UNH+" + reference, message)
    message = re.sub(
        rb"(UNT\+[^+']*)\+[^']*'(\s*)$", lambda end: end[1] + b"+" + reference + b"'" + end[2], message
    )
    return _NUMBER.sub(lambda head: head[1] + number, message, count=1) if number else message


def _differing(monkeypatch, count, seed):
    for number, data in enumerate(mixtures(count, seed)):
        now = NOWS[number % 2]
        report = check(data, now=now)
        with monkeypatch.context() as patch:
            patch.setattr(repeated, "_MOST_KEPT", 0)
            expected = check(data, now=now)
        if report != expected:
            yield data


def test_what_stands_again_is_told_as_if_it_were_looked_at(monkeypatch):
    """Valid messages and changed ones, under references and numbers that stand in them, or in what is said."""
    assert [] == list(_differing(monkeypatch, 150, 7))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_mixtures_are_told_as_if_each_message_were_looked_at(monkeypatch, seed):
    """The same with many more."""
    assert [] == list(_differing(monkeypatch, 1500, seed))
