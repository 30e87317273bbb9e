"""Inputs of EDIFACT that were changed in a few places, and a comparison of the fast and the exact way to read them.

Run as a program it tries as many inputs as it is told, and writes those on which both ways differ:

    python -m tests.support.edifact_mutations 1000000 [SEED]
"""

from __future__ import annotations

import datetime as dt
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from unittest.mock import patch

import attrs
from tests.support.edifact_build import build, day, wrap
from tests.support.edifact_generated import series_messages
from tests.support.edifact_series import UTILTS, mscons, value
from tests.support.paths import FIXTURES
from tests.support.tried_inputs import count_faulty

from edielkit.edifact.check import alike as alike_reports
from edielkit.edifact.check import interchanges
from edielkit.edifact.fast import alike, line_values, observation_rows, outline, read
from edielkit.edifact.fast.read import read_columns, read_messages
from edielkit.edifact.series.typed import read_exactly
from edielkit.edifact.write.writer import interchange_to_bytes
from edielkit.errors import ParseError
from edielkit.generate.guide_messages import build as build_by_guide
from edielkit.generate.guide_messages import guides, raw, unb
from edielkit.market_time import Period
from edielkit.series import Observations

SEED = 20261129
CHUNKS = (64, 200, 1 << 19)
_LARGEST = 6000
_NEVER = 1 << 60


@cache
def bases() -> tuple[bytes, ...]:
    """Return small valid inputs: fixtures, generated messages of every profile and guide, and some that Hypothesis draws."""
    return (*bases_by_hand(), *(data for data in series_messages() if len(data) <= _LARGEST))


@cache
def bases_by_hand() -> tuple[bytes, ...]:
    """Return those of the small valid inputs that no other version of Hypothesis changes."""
    files = [
        path for folder in ("edifact", "pairs", "exchange") for path in FIXTURES.rglob(f"{folder}/*.edi")
    ]
    fixtures = [path.read_bytes() for path in sorted(files)]
    return tuple(
        data
        for data in (
            *fixtures,
            *_generated(),
            *_of_guides(),
            *_by_hand(),
            *_long(),
            *_alike(),
            *_messages_alike(),
            *_observations(),
        )
        if len(data) <= _LARGEST
    )


def _generated() -> Iterator[bytes]:
    start = dt.datetime(2024, 6, 3, 22, tzinfo=dt.UTC)
    for profile, process in (("no", ""), ("se", ""), ("dk", ""), ("de", "13018"), ("ch", "13008")):
        for resolution, minutes in (("PT15M", 15), ("PT1H", 60)):
            period = Period(start, start + dt.timedelta(minutes=6 * minutes))
            values = Observations.metered([f"{n}.{n}" for n in range(1, 7)])
            series = day(period=period, resolution=resolution, observations=values, product="1-1:1.29.0")
            twice = [
                series,
                day(period=period, resolution=resolution, observations=values, product="1-1:2.29.0"),
            ]
            yield interchange_to_bytes(wrap(build(twice, profile, process=process)))
            other = attrs.evolve(
                build(twice, profile, process=process, document="D2"), reference="2", trailer=None
            )
            yield interchange_to_bytes(wrap(build([series], profile, process=process), other))


def _of_guides() -> Iterator[bytes]:
    for guide in guides():
        segments = raw(build_by_guide(guide)).segments
        yield b"".join((_bytes(unb(guide)), *(segment.raw or b"" for segment in segments), b"UNZ+1+R1'"))


def _bytes(segment) -> bytes:
    return ("+".join((segment.tag, *(":".join(parts) for parts in segment.elements))) + "'").encode()


def _by_hand() -> Iterator[bytes]:
    head = b"UNB+UNOC:3+7080000000012:14+7080000000029:14+240605:0715+R'"
    two = value("32300", "40000") + value("40000", "40100")
    bodies = (
        f"LIN+1++1501'MEA+AAZ++KWH'{two}LIN+2++1502'{two}CCI+++Z04'MEA+SV++ZZ:1'NAD+XX'LOC+90+2'LIN+1++1501'{two}",
        f"LIN+1++1501'{two.replace('136:1', '136:1:KWH')}LOC+90+3'LIN+1'PIA+5+1-1?:1.29.0:SRW'{two}",
    )
    for body in bodies:
        yield head + b"".join(segment.raw for segment in mscons(body)) + b"UNZ+1+R'"
    plain = "".join(f"SEQ++{n}'QTY+136:{n}.5'{'STS+8+56' + chr(39) if n == 2 else ''}" for n in range(1, 5))
    once = UTILTS.format(seq=plain, kind="E17")
    again = once[once.index("IDE+") : once.index("UNT+")].replace("T1", "T2")
    for message in (once, once.replace("UNT+", f"{again}UNT+")):
        yield head + message.encode() + b"UNZ+1+R'"
        yield head + message.encode() + message.replace("UNH+1", "UNH+2").encode() + b"UNZ+2+R'"


def _long() -> Iterator[bytes]:
    """Yield messages of lines that are long enough for values to be left out of their outlines."""
    amounts = ("0.5", "12", "3.25", "1204.125", "7", "12", "0", "-3")
    parties = "NAD+FR+7080009990017::9'NAD+DO+7080009990024::9'"
    for una, notation, zone, code in (
        ("UNA:+.? '", "163", "ZZZ:1:805", "EDIEL2"),
        ("UNA:+,? '", "324", "735:?+0100:406", "E2SE6A"),
        ("", "303", "ZZZ:1:805", "E5DK96"),
        ("UNA:+.? '", "163", "137:202406050000:203", "2.4c"),
    ):
        mark = una[5:6] or "."
        lines = []
        for number in (1, 2, 3):
            values = "".join(
                _long_value(hour, amounts[hour * number % len(amounts)].replace(".", mark), notation)
                for hour in range(12)
            )
            lines.append(
                f"LOC+90+73599900000000000{number}::9'LIN+{number}++1501:::SVK'MEA+AAZ++KWH'{values}"
            )
        body = (
            f"BGM+7+D1+9'DTM+137:202406050000:203'DTM+{zone}'{parties}UNS+D'NAD+XX'{''.join(lines)}CNT+1:44'"
        )
        release = "04B:UN" if code == "2.4c" else "96A:ZZ"
        message = f"UNH+1+MSCONS:D:{release}:{code}'{body}UNT+{body.count(chr(39)) + 2}+1'"
        yield f"{una}UNB+UNOC:3+7080009990017:14+7080009990024:14+240605:0715+R'{message}UNZ+1+R'".encode()


def _alike() -> Iterator[bytes]:
    """Yield messages with lines that are written alike: once and twice for each point, with times, by number, with a status."""
    times = "DTM+163:2024060{a}:203'DTM+164:2024060{b}:203'"
    for una, point, written, lines in (
        ("UNA:+.? '", "", "QTY+136:{q}'" + times, 1),
        ("", "", "QTY+136:{q}:KWH'" + times, 2),
        ("UNA:+,? '", "DTM+163:202406032200:203'DTM+164:202406040200:203'DTM+672:60:806'", "QTY+220:{q}'", 1),
        ("", "", "QTY+67:{q}'" + times + "STS+8+56'", 1),
    ):
        yield _alike_messages(una, point, written.replace("'", "'\r\n" if point else "'"), lines)


def _alike_messages(una: str, point: str, value: str, lines: int) -> bytes:
    mark = una[5:6] or "."
    amounts = iter(f"{n * 7919 % 4001 / 10:g}".replace(".", mark) for n in range(1, 1000))
    messages = []
    for reference in ("1", "2", "3"):
        body = f"BGM+7+D{reference}+9'DTM+137:20240605000{reference}:203'DTM+ZZZ:1:805'UNS+D'NAD+XX'"
        for number in range(1, 4):
            body += f"LOC+90+73599900000000{reference}00{number}::9'{point}"
            for line in range(lines):
                body += f"LIN+{number * lines + line}++150{line}'MEA+AAZ++KWH'"
                for hour in range(4):
                    a, b = f"40{hour}00", f"40{hour + 1}00"
                    body += value.format(q=next(amounts), a=a, b=b)
        body += "CNT+1:44'"
        messages.append(f"UNH+{reference}+MSCONS:D:96A:ZZ:EDIEL2'{body}UNT+99+{reference}'")
    unb = "UNB+UNOC:3+7080009990017:14+7080009990024:14+240605:0715+R'"
    return f"{una}{unb}{''.join(messages)}UNZ+3+R'".encode()


def _messages_alike() -> Iterator[bytes]:
    """Yield interchanges of messages that are written alike but for names, amounts and control totals."""
    for una, point, written, lines in (
        ("UNA:+.? '", "", "QTY+136:{q}'DTM+163:2024060{a}:203'DTM+164:2024060{b}:203'", 1),
        ("", "", "QTY+136:{q}:KWH'DTM+324:2024060{a}2024060{b}:Z13'", 2),
        ("UNA:+,? '", "DTM+672:480:806'", "QTY+136:{q}'DTM+324:2024060{a}2024060{b}:Z13'", 1),
    ):
        mark = una[5:6] or "."
        amounts = iter(f"{n * 7919 % 40001 / 100:g}".replace(".", mark) for n in range(1, 1000))
        messages, parties = [], "NAD+FR+7080009990017::9'NAD+DO+7080009990024::9'"
        for reference in range(8, 13):
            body = f"BGM+7+D{reference}+9'DTM+137:202406050000:203'DTM+ZZZ:1:805'{parties}UNS+D'NAD+XX'"
            for number in range(2):
                # some with their check digit, some without
                body += f"LOC+90+7359990000000{reference:02}{number}{reference % 10}8::9'{point}"
                for line in range(lines):
                    body += f"LIN+{line + 1}++150{line}'MEA+AAZ++KWH'"
                    for a, b in pairwise(("32300", "40700", "41500", "42300")):
                        body += written.format(q=next(amounts), a=a, b=b)
            total = {"": "", ",": f"CNT+1:{reference},5'"}.get(una[5:6], "CNT+1:44'")
            message = f"UNH+{reference}+MSCONS:D:96A:ZZ:EDIEL2'{body}{total}"
            messages.append(f"{message}UNT+{message.count(chr(39)) + 1}+{reference}'")
        unb = "UNB+UNOC:3+7080009990017:14+7080009990024:14+240605:0715+R'"
        yield f"{una}{unb}{''.join(messages)}UNZ+5+R'".encode()


def _observations() -> Iterator[bytes]:
    """Yield messages of UTILTS with transactions that are long enough for observations to be left out of their outlines."""
    amounts = ("0.5", "12", "3.25", "1204.125", "7", "12", "0", "100000.5", "-3")
    for una, document, kind, status, ending in (
        ("UNA:+.? '", "E66", "136", "", "'"),
        ("UNA:+,? '", "E66", "136", "STS+8+56'", "'"),
        ("", "S02", "135", "STS+8+125::260'", "'"),
        ("", "E31", "136", "STS+8+46'", "'\r\n"),
    ):
        mark = una[5:6] or "."
        body = f"BGM+{document}::260+D1+9+AB'DTM+137:202406060000:203'DTM+735:?+0100:406'MKS+23+E02::260'"
        for number, count in ((1, 12), (2, 24), (3, 4), (4, 12)):
            end = f"2024060{4 + count // 24}{count % 24:02}00"
            body += (
                f"IDE+24+T{number}'LOC+172+73599900000000000{number}::9'LIN+++8716867000030:::9'"
                f"DTM+324:202406040000{end}:719'DTM+597:202406052300:203'DTM+354:60:806'MEA+AAZ++KWH'CCI+++E12::260'CAV+E17::260'"
            )
            for hour in range(1, count + 1):
                amount = amounts[hour * number % (len(amounts) - (number < 4))].replace(".", mark)
                body += f"SEQ++{hour}'QTY+{kind}:{amount}'{status if 3 <= hour <= 3 * number else ''}"
        body += "CNT+1:44'" if una else ""
        message = f"UNH+1+UTILTS:D:02B:UN:E5SE5A'{body}UNT+{body.count(chr(39)) + 2}+1'".replace("'", ending)
        yield f"{una}UNB+UNOC:3+7080009990017:14+7080009990024:14+240606:0715+R'{message}UNZ+1+R'".encode()


def _long_value(hour: int, amount: str, notation: str) -> str:
    start, end = (f"20240604{number:02}00" for number in (hour, hour + 1))
    unit = ":KWH" if hour % 5 == 4 else ""
    if notation == "324":
        return f"QTY+136:{amount}{unit}'DTM+324:{start}{end}:Z13'"
    zone, code = ("?+00", "303") if notation == "303" else ("", "203")
    kind = "Z06" if hour == 6 else "136"
    return f"QTY+{kind}:{amount}'DTM+163:{start}{zone}:{code}'DTM+164:{end}{zone}:{code}'"


# -- changes

_ODD = (
    b"?", b"'", b"+", b":", b" ", b"\n", b"\r\n", b"\t", b"\x0b", b"\x00", b"\x1d", b" " * 9, b"\n" * 40, b"?'", b"??",
    b"''", b"'\n'", b"\xe6", b"\xff", b"-", b".", b",", b"0", b"A",
)  # fmt: skip
_WHOLE = (
    b"UNA:+.? '", b"UNA:+,? '", b"UNA:+.? ~", b"UNA;*.\\ '", b"UNA", b"UNB+UNOC:3+A+B+260101:0000+X'", b"UNB'", b"UNB+UNOW:4'",
    b"UNB\x1dUNOB:2'", b"UNH+9+MSCONS:D:96A:ZZ:EDIEL2'", b"UNH+9+UTILTS:D:02B:UN:E5SE5A'", b"UNH+9+APERAK:D:96A:UN:EDIEL2'",
    b"UNH'", b"UNH+1?+2+UTILTS:D'", b"UNT'", b"UNT+1+1'", b"UNTX+1'", b"UNZ'", b"UNZ+1+R'", b"UNG+MSCONS+A+B'", b"UNE+1+1'",
    b"UNS+D'", b"UNS+S'", b"CNT'", b"CNT+1:5'", b"NAD+XX'", b"LOC+90+7'", b"LOC+172+7'", b"LIN'", b"LIN+7++1501'", b"LINX+1'",
    b"PIA+5+1-1?:1.29.0:SRW'", b"MEA+AAZ++MWH'", b"CCI+++Z04'", b"DTM+9:202406040100:203'", b"STS+8+56'", b"STS+Z34++ZA4'",
    b"DTM+163:202406032300:203'", b"DTM+164:202406040000:203'", b"DTM+324:202406032300202406040000:Z13'",
    b"QTY+136:2'", b"QTY'", b"QTY+1+:5'", b"QTY+7:5:123'", b"QTY+136:2:KWH'", b"QTY+31:9'", b"QTY136:2'", b"QTY+136:NULL'",
    b"SEQ++3'", b"SEQ++0'", b"SEQ'", b"SEQ+3'", b"IDE'", b"IDE+24+T9'", b"RFF+TN:1'", b"XXX+1'", b"FTX+AAO+++it?'s'",
)  # fmt: skip
_TEXTS = (
    (rb"\+136:", b"+67:"), (rb"\+136:", b"+13:"), (rb"\+136:", b"+1?6:"), (rb"\+220:", b"+Z18:"), (rb":203'", b":303'"),
    (rb":203'", b":204'"), (rb"\?\+00", b"?+01"), (rb"\?\+00", b"+00"), (rb"(\d)'", rb"\1:KWH'"), (rb"(\d)'", rb"\1:MWH'"),
    (rb"(\d)'", rb"\1:K+'"), (rb"(\d)'", rb"\1+X'"), (rb"\.", b","), (rb"(\d\d)00", rb"\g<1>24"), (rb"324", b"325"), (rb"KWH", b"KVR"),
    (rb"7359990000000\d\d\d", b"7359990000000090"), (rb"BGM\+7\+D\d+", b"BGM+7+D8"), (rb"MSCONS", b"UTILTS"), (rb"UTILTS", b"MSCONS"), (rb"EDIEL2", b"2.4c"), (rb"UNOC", b"UNOW"), (rb"([A-Z]{3})\+", rb"\1"),
    (rb"([A-Z]{3})\+", rb"\1:"), (rb"([A-Z]{3})\+", rb"\1 +"), (rb"([A-Z]{3})\+", b"\\1\n+"), (rb"([A-Z]{3})\+", rb"\1?+"),
    (rb"\b20(2\d)", rb"98\1"), (rb"\b20(2\d)", rb"10\1"), (rb"([A-Z]{3})\+", rb"\1'"), (rb"[A-Z]([A-Z]{2})\+", rb"\1+"), (rb"(\d+\.\d)'", rb"\g<1>234'"), (rb"\d\d\d\d:Z13", b"2400:Z13"),
)  # fmt: skip


def _segments(data: bytes) -> list[bytes]:
    return re.findall(rb"[^']*'", data)


def _move(choice: random.Random, data: bytes) -> bytes:
    segments = _segments(data)
    if len(segments) < 2:
        return data
    n = choice.randrange(len(segments))
    length = choice.choice((1, 1, 1, 2, 3))
    taken = segments[n : n + length]
    del segments[n : n + length]
    at = choice.randint(0, len(segments))
    return b"".join((*segments[:at], *taken, *segments[at:]))


def _double(choice: random.Random, data: bytes) -> bytes:
    segments = _segments(data)
    n = choice.randrange(len(segments)) if segments else 0
    taken = segments[n : n + choice.choice((1, 1, 2, 3, 9))]
    return b"".join((*segments[:n], *taken, *segments[n:]))


def _drop(choice: random.Random, data: bytes) -> bytes:
    segments = _segments(data)
    n = choice.randrange(len(segments)) if segments else 0
    del segments[n : n + choice.choice((1, 1, 2))]
    return b"".join(segments)


def _cut(choice: random.Random, data: bytes) -> bytes:
    at = choice.randint(0, len(data))
    return data[:at] if choice.random() < 0.3 else data[:at] + data[at + choice.choice((1, 1, 1, 2, 7)) :]


def _insert(choice: random.Random, data: bytes) -> bytes:
    at = choice.randint(0, len(data))
    return data[:at] + choice.choice(_ODD) + data[at:]


def _insert_segment(choice: random.Random, data: bytes) -> bytes:
    segments = _segments(data)
    at = choice.randint(0, len(segments))
    text = choice.choice(_WHOLE)
    if choice.random() < 0.2:
        text = choice.choice((b" ", b"\n", b"\x0b", b" " * 9, b"\t")) + text
    return b"".join((*segments[:at], text, *segments[at:]))


def _replace(choice: random.Random, data: bytes) -> bytes:
    pattern, text = choice.choice(_TEXTS)
    places = [match.start() for match in re.finditer(pattern, data)]
    if not places:
        return data
    at = choice.choice(places)
    return data[:at] + re.sub(pattern, text, data[at:], count=1)


def _change_byte(choice: random.Random, data: bytes) -> bytes:
    at = choice.randrange(len(data)) if data else 0
    return data[:at] + bytes((choice.choice(b"0123456789ABCQTYUNHZ:+'? \n"),)) + data[at + 1 :]


def _space(choice: random.Random, data: bytes) -> bytes:
    return data.replace(b"'", b"'" + choice.choice((b"\n", b"\r\n", b" ", b"\n" + b" " * 9)))


def _wrap(choice: random.Random, data: bytes) -> bytes:
    width = choice.choice((35, 70, 80))
    return b"\n".join(data[at : at + width] for at in range(0, len(data), width))


def _twice(choice: random.Random, data: bytes) -> bytes:
    return data + choice.choice((b"", b"\n", b"UNA:+.? '")) + data


CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _move, _double, _drop, _cut, _insert, _insert, _insert_segment, _insert_segment, _insert_segment, _replace, _replace,
    _change_byte, _change_byte, _space, _wrap, _twice,
)  # fmt: skip


def mutated(choice: random.Random, data: bytes) -> bytes:
    """Return an input with a few changes."""
    for _ in range(choice.choice((1, 1, 1, 2, 2, 3, 5))):
        data = choice.choice(CHANGES)(choice, data)
    return data


def cases(count: int, seed: int = SEED) -> Iterator[bytes]:
    """Yield as many changed inputs, the same each time."""
    choice = random.Random(seed)
    for _ in range(count):
        yield mutated(choice, choice.choice(bases()))


# -- both ways


def _read(messages: Callable[[], Iterator]) -> object:
    """Return what the messages of an input hold, or why it is none."""
    try:
        return [
            (columns.unb, type(columns.message).__name__, [series for _, series in columns.series])
            for columns in messages()
        ]
    except ParseError as error:
        return f"{error.code} at {error.position.offset}"


def _series_of(messages: object) -> object:
    """Return the series alone of what `_read` returned."""
    return [s for _, _, series in messages for s in series] if isinstance(messages, list) else messages


def _read_alike(data: bytes, chunk: int) -> object:
    """Return the series of an input that is looked at for what is written alike, or why it is none."""
    with (
        patch.object(read, "MANY_BYTES", 0),
        patch.object(alike, "_CHUNK", chunk),
        patch.object(alike, "_PATIENCE", _NEVER),
        patch.object(alike, "_MOST_DOUBLED", 0),
    ):
        try:
            return list(read_columns(data, chunk=chunk))
        except ParseError as error:
            return f"{error.code} at {error.position.offset}"


# instants of the validation: none, in the middle of the values, behind them
_NOWS = (
    None,
    dt.datetime(2024, 6, 3, 23, tzinfo=dt.UTC),
    dt.datetime(2024, 6, 4, 3, tzinfo=dt.UTC),
    dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
)


def _report(data: bytes, least: int) -> tuple:
    """Return what a report says, with outlines and columns for messages of so many bytes and more."""
    now = _NOWS[len(data) % len(_NOWS)]
    with (
        patch.object(interchanges, "LEAST", least),
        patch.object(line_values, "_MANY", least),
        patch.object(outline, "_FEWEST", 2),
        patch.object(observation_rows, "_CHUNK", len(data) % 1000),
        # what is written alike is not looked at both ways, which would hide what differs
        patch.object(alike_reports, "_PATIENCE", _NEVER),
        patch.object(alike_reports.AlikeMessage, "is_sure", new=True),
    ):
        report = interchanges.check(data, now=now)
    findings = [(finding.to_dict(), repr(finding.position)) for finding in report.findings]
    return findings, report.not_checked, report.kinds, report.unreadable


def difference(data: bytes, chunks: tuple[int, ...] = CHUNKS) -> str:
    """Return where the fast way gives something else than the exact one, empty when it does not."""
    exact = _read(lambda: read_exactly(data))
    for chunk in chunks:
        if exact != _read(lambda chunk=chunk: read_messages(data, chunk=chunk)):
            return f"series in chunks of {chunk}"
    for chunk in chunks:
        if _series_of(exact) != _read_alike(data, chunk):
            return f"series of what is alike in chunks of {chunk}"
    report = _report(data, _NEVER)
    if any(finding["code"] == "SYS001" for finding, _ in report[0]):
        return "a check that crashed"
    return "" if report == _report(data, 0) else "report"


def main(count: int, seed: int) -> int:
    """Try inputs, write those on which both ways differ, and return how many there were."""
    return count_faulty(enumerate(cases(count, seed)), lambda _, data: difference(data), seed)


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEED), 1))
