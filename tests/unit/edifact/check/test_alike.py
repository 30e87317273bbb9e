"""Reports of large messages that are written alike: what is said of one is said of the others, and what may differ is looked at."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from unittest.mock import patch

import pytest

from edielkit.edifact.check import interchanges, message_levels
from edielkit.edifact.check.alike import AlikeReports
from edielkit.edifact.collector import Collector
from edielkit.identifiers.registry import gs1_digit

START = dt.datetime(2024, 6, 3, 23)
TIMES = [(START + n * dt.timedelta(hours=1)).strftime("%Y%m%d%H%M") for n in range(25)]
NOW = dt.datetime(2024, 6, 9, tzinfo=dt.UTC)
MESSAGES, POINTS = 5, 3


def point(message: int, number: int, *, wrong: int = 0) -> str:
    """Return a metering point; its check digit is right but for what is added to it."""
    body = f"70705750000{message:03}{number:03}"
    return body + str((int(gs1_digit(body)) + wrong) % 10)


def line(message: int, number: int, *, wrong: int = 0) -> str:
    """Return a point with a day of hours, whose amounts are those of no other point."""
    rows = "".join(
        f"QTY+136:{(message * 97 + number * 31 + hour * 7) % 400 / 8 if hour else 13.5:g}'DTM+163:{a}:203'DTM+164:{b}:203'"
        for hour, (a, b) in enumerate(pairwise(TIMES))
    )
    return f"LOC+90+{point(message, number, wrong=wrong)}::9'LIN+1++1501:::SVK'MEA+AAZ++KWH'{rows}"


def interchange(*, total: str = "", wrong: int = 0) -> bytes:
    """Return an interchange of messages that are written alike."""
    parties = "NAD+FR+7080009990017::9'NAD+DO+7080009990024::9'"
    messages = []
    for number in range(8, 8 + MESSAGES):
        head = f"BGM+7+DOC{number}+9'DTM+137:202406080500:203'DTM+ZZZ:1:805'{parties}UNS+D'NAD+XX'"
        body = head + "".join(line(number, n, wrong=wrong) for n in range(POINTS)) + total
        count = body.count("'") + 2
        messages.append(f"UNH+{number}+MSCONS:D:96A:ZZ:EDIEL2'{body}UNT+{count}+{number}'")
    unb = "UNA:+.? 'UNB+UNOC:3+7080009990017:14+7080009990024:14+240608:0715+R'"
    return f"{unb}{''.join(messages)}UNZ+{MESSAGES}+R'".encode()


def report_of(data: bytes, least: int = interchanges.LEAST) -> tuple[list, int]:
    """Return the report, with messages of so many bytes read as wholes, and how many took it from one written alike."""
    are_alike = []

    def find(self, *asked):
        alike = original(self, *asked)
        are_alike.append(alike is not None and alike.is_sure)
        return alike

    original = AlikeReports.find
    with patch.object(interchanges, "LEAST", least), patch.object(AlikeReports, "find", find):
        report = interchanges.check(data, now=NOW)
    return [*map(repr, report), report.not_checked, report.kinds], sum(are_alike)


def exactly(data: bytes) -> list:
    """Return the report that is made segment by segment."""
    return report_of(data, least=1 << 40)[0]


@pytest.mark.parametrize("ending", ["'", "'\r\n"], ids=["nothing", "line breaks"])
@pytest.mark.parametrize("wrong", [0, 1], ids=["right points", "wrong check digits"])
@pytest.mark.parametrize(
    "total", ["", "CNT+1:44'", "CNT+1:44.5:KWH'CNT+2:4'"], ids=["none", "wrong", "wrong, lines"]
)
def test_what_two_messages_say_the_others_say_too(total, wrong, ending):
    """All but the first, which is learned from, and the second, which is read both ways; offsets, points and sums are their own."""
    data = interchange(total=total, wrong=wrong).replace(b"'", ending.encode())
    report, alike = report_of(data)

    assert report == exactly(data)
    assert alike == MESSAGES - 2
    assert sum("IDN002" in text for text in map(str, report)) == wrong * MESSAGES * POINTS


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        (point(11, 1), point(9, 2), MESSAGES - 2),
        (point(11, 1), point(11, 2), MESSAGES - 3),
        (point(11, 1), point(11, 1, wrong=1), MESSAGES - 2),
        (point(11, 1), "71" + point(11, 1)[2:], MESSAGES - 2),
        (point(11, 1), "ABCDEF", MESSAGES - 3),
        ("BGM+7+DOC11", "BGM+7+DOC10", MESSAGES - 2),
        ("BGM+7+DOC11", "BGM+9+DOC11", MESSAGES - 3),
        ("BGM+7+DOC11", "BGM+7+doc11", MESSAGES - 3),
        ("UNH+11", "UNH+10", MESSAGES - 3),
        ("DOC11+9'DTM+137:2024", "DOC11+9'DTM+137:2023", MESSAGES - 3),
        ("QTY+136:13.5'", "QTY+136:-13.5'", MESSAGES - 3),
        ("QTY+136:13.5'", "QTY+136:13,5'", MESSAGES - 3),
        ("QTY+136:13.5'", "QTY+136:013.5'", MESSAGES - 3),
        ("QTY+136:13.5'", "QTY+136:1x5'", MESSAGES - 3),
        ("QTY+136:13.5'", "QTY+136:1234567.125'", MESSAGES - 3),
        ("QTY+136:13.5'", "QTY+136:1234.125'", MESSAGES - 2),
        ("QTY+136:13.5'", "QTY+136:13.5:KWH'", MESSAGES - 3),
        ("QTY+136:13.5'", "QTY+67:13.5'", MESSAGES - 3),
    ],
)  # fmt: skip
def test_what_differs_in_one_message_is_found_in_it(before, after, alike):
    """A name or an amount that may differ is looked at; a message that differs otherwise is read by itself."""
    data = interchange(total="CNT+1:44'")
    begin = data.index(b"UNH+11+")
    at = data.index(before.encode(), begin)
    assert at < data.index(b"UNH+12+")
    data = data[:at] + after.encode() + data[at + len(before) :]

    report, taken = report_of(data)

    assert report == exactly(data)
    assert taken == alike


def small(count: int, *, alike: bool) -> bytes:
    """Return small messages of an hour; unlike ones have another moment each."""
    messages = []
    for number in range(100, 100 + count):
        moment = f"{600 + number if not alike else 500:04}"
        body = f"BGM+7+DOC{number}+9'DTM+137:20240608{moment}:203'DTM+ZZZ:1:805'UNS+D'NAD+XX'LOC+90+{point(number, 1)}::9'"
        body += f"LIN+1++1501:::SVK'MEA+AAZ++KWH'QTY+136:{number / 8:g}'DTM+163:{TIMES[0]}:203'DTM+164:{TIMES[1]}:203'"
        messages.append(f"UNH+{number}+MSCONS:D:96A:ZZ:EDIEL2'{body}UNT+{body.count(chr(39)) + 2}+{number}'")
    unb = "UNB+UNOC:3+7080009990017:14+7080009990024:14+240608:0715+R'"
    return f"{unb}{''.join(messages)}UNZ+{count}+R'".encode()


def test_small_messages_are_taken_as_others_too():
    """Of many small messages all but two are told what those were; where none is as another, few outlines are made."""
    alike, unlike = small(40, alike=True), small(40, alike=False)
    report, taken = report_of(alike)
    with patch.object(interchanges, "message_values", wraps=interchanges.message_values) as outlines:
        other = report_of(unlike)

    assert (report, taken) == (exactly(alike), 38)
    assert other == (exactly(unlike), 0)
    assert outlines.call_count < 6


@pytest.mark.parametrize(
    ("header", "other", "taken"),
    [
        ("240608:0715+R", "", 34),
        ("240608:0315+R", "", 34),
        ("270608:0715+R", "", 34),
        ("240608:0715+R", "240609:0715+R", 30),
        ("240608:0715+R", "240608:0715+RX", 30),
        ("240608:0715+?+", "", 28),
    ],
    ids=[
        "right",
        "before its messages",
        "of the future",
        "another time",
        "a longer reference",
        "a released one",
    ],
)
def test_interchanges_of_one_header_are_taken_as_others(header, other, taken):
    """What is said of the header is said at each; a header that differs in more than its reference begins anew."""
    text = small(9, alike=True).decode()
    heads = [header, header, other or header, header]
    data = "".join(text.replace("240608:0715+R", f"{head}{n}") for n, head in enumerate(heads)).encode()

    report, alike = report_of(data)

    assert report == exactly(data)
    assert alike == taken


def test_a_value_that_cannot_be_used_hides_none_that_is_missing():
    """Of qualifiers that say that there is no value the amounts count: such messages are not taken as others."""
    data = interchange().replace(b"EDIEL2", b"2.4c").replace(b"QTY+136", b"QTY+20")

    assert report_of(data) == (exactly(data), 0)


def test_a_rule_that_has_said_enough_is_not_learned_from():
    """Findings that are counted alone are not known, so that nothing is taken from the message."""
    data = interchange(wrong=1)
    with patch.object(message_levels, "Collector", _bounded):
        report, alike = report_of(data)
        assert report == exactly(data)

    assert alike == 0


def _bounded(*args, **kwargs):
    return Collector(*args, **kwargs) if args or kwargs else Collector(2)
