"""What floods inside one EDIFACT message cost: each segment of small valid messages many times over, as it is and with a fault.

    python benchmarks/message_floods.py [--bytes N] [--act ACT ...] [--most SECONDS] [--only WORDS]

A flood is a small message in which one segment, or a stretch of two to five, stands again and again in its place: as it is,
with other values each time, cut short, or with a value that is none. The figures are seconds of the processor for
a megabyte; more than the bound ends the run with status 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import edielkit
from edielkit.conversion.options import Options, Sign
from edielkit.errors import EdielError
from edielkit.generate.guide_messages import build, guides, interchange_bytes

FIXTURES = Path(__file__).parents[1] / "fixtures" / "edifact"
NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
# one message of each kind that fixtures and guides have
FILES = (
    "mscons-no-four-hours", "mscons-se-normal-time", "mscons-de-coupling-point-comma", "mscons-ch-positional", "mscons-dk-three-lines",
    "utilts-se-quarters", "utilts-se-month-readings", "prodat-se-z03", "aperak-se-rejected", "contrl-un-places",
)  # fmt: skip
OPTIONS = Options(
    sender="7080000000012", recipient="7080000000029", document_type="E13", process="BRS-NO-313", role="DDE",
    sign=Sign.IN, registered=NOW, now=NOW, new_id=lambda: "00000000-0000-4000-8000-000000000000",
)  # fmt: skip
STRETCHES = (1, 2, 3, 5)
_DIGITS = re.compile(rb"[0-9]{2,}(?=[^0-9])")
_SEGMENT = re.compile(rb"(?:\?[\s\S]|[^'?])*'\s*")


def bases() -> dict[str, bytes]:
    """Return small valid messages by name."""
    files = {name: (FIXTURES / f"{name}.edi").read_bytes() for name in FILES}
    kinds: dict[str, bytes] = {}
    for guide in guides():
        name = f"guide-{guide.profile}-{guide.message_type}"
        if name not in kinds:
            kinds[name] = interchange_bytes(build(guide), guide)
    return files | kinds


def _again(piece: bytes, _: int) -> bytes:
    return piece


def _other(piece: bytes, number: int) -> bytes:
    """Give the piece with another number in each of its values."""
    return _DIGITS.sub(lambda match: (b"%09d" % (number * 37))[-len(match[0]) :], piece)


def _cut(piece: bytes, _: int) -> bytes:
    """Give the tags with one element."""
    return b"".join(
        b"+".join(segment.rstrip(b"'\r\n").split(b"+")[:2]) + b"'" for segment in _SEGMENT.findall(piece)
    )


def _broken(piece: bytes, number: int) -> bytes:
    """Give the piece with values that are too long and none of their kind, different each time."""
    return re.sub(rb"[+:](?=[^+:'])", lambda match: match[0] + b"X%d" % number, piece)


def _bare(piece: bytes, _: int) -> bytes:
    """Give the tags alone."""
    return b"".join(segment[:3] + b"'" for segment in _SEGMENT.findall(piece))


CHANGES: dict[str, Callable[[bytes, int], bytes]] = {
    "again": _again,
    "other": _other,
    "cut": _cut,
    "broken": _broken,
    "bare": _bare,
}


def floods(name: str, data: bytes, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield floods of a message with what each is called.

    Args:
        name: What the message is called.
        data: An interchange of one message.
        size: How many bytes a flood has.
    """
    segments = _SEGMENT.findall(data)
    first = next(n for n, segment in enumerate(segments) if segment.startswith(b"UNH"))
    last = next(n for n, segment in enumerate(segments) if segment.startswith(b"UNT"))
    met = set()
    for length in STRETCHES:
        for start in range(first + 1, last + 1 - length):
            piece = b"".join(segments[start : start + length])
            shape = re.sub(rb"[0-9]+", b"0", piece)
            if shape in met:
                continue
            met.add(shape)
            for change, make in CHANGES.items():
                sample = make(piece, 1)
                flood = b"".join(make(piece, number) for number in range(max(1, size // len(sample))))
                what = b" ".join(segment.rstrip()[:14] for segment in segments[start : start + length])
                yield (
                    f"{name} {change} {what.decode('latin-1')}",
                    b"".join((*segments[:start], flood, *segments[start:])),
                )
    for other in (
        b"XXX+1'",
        b"XXX'",
        b"XXX+1'YYY+2'",
        b"'",
        b"unh'",
        b"UNS+D'UNS+S'",
        b"LIN'",
        b"SEQ'QTY'",
        b"QTYX'",
        b"A'",
    ):
        flood = b"".join((*segments[: first + 2], other * (size // len(other)), *segments[first + 2 :]))
        yield f"{name} strange {other.decode()}", flood


def _validate(data: bytes) -> object:
    return edielkit.validate(data, now=NOW)


def _schema(data: bytes) -> object:
    return edielkit.validate(data, level="schema", now=NOW)


def _acknowledge(data: bytes) -> object:
    numbers = iter(range(1, 10**9))
    try:
        report = edielkit.validate(data, now=NOW)
        return edielkit.acknowledge(data, report, now=NOW, new_id=lambda: f"A{next(numbers)}")
    except EdielError as error:
        return error


def _series(data: bytes) -> object:
    try:
        return list(edielkit.read_series(data))
    except EdielError as error:
        return error


def _show(data: bytes) -> object:
    try:
        return edielkit.to_dict(edielkit.parse(data))
    except EdielError as error:
        return error


def _convert(data: bytes) -> object:
    try:
        return edielkit.convert(data, "collected-data", options=OPTIONS)
    except EdielError as error:
        return error


ACTS: dict[str, Callable[[bytes], object]] = {
    "validate": _validate,
    "schema": _schema,
    "acknowledge": _acknowledge,
    "detect": edielkit.detect,
    "series": _series,
    "show": _show,
    "convert": _convert,
}


def seconds(act: Callable[[bytes], object], data: bytes, most: float) -> float:
    """Return the processor time of an act; of one above a bound the shorter of two.

    Args:
        act: What is done.
        data: The bytes.
        most: From so many seconds for a megabyte on it is done twice.
    """
    times: list[float] = []
    while len(times) < 2 and (not times or times[0] > most * len(data) / 1e6):
        gc.collect()
        start = time.process_time()
        act(data)
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--bytes", type=int, default=100_000)
    parser.add_argument("--act", action="append", choices=ACTS)
    parser.add_argument("--most", type=float, default=1.0, help="seconds for a megabyte")
    parser.add_argument("--only", default="", help="words of the names of the floods")
    parser.add_argument("--worst", type=int, default=40, help="how many are listed")
    options = parser.parse_args()
    rows: list[tuple[float, str, str]] = []
    for act in options.act or ("validate",):
        for name, data in bases().items():
            ACTS[act](data)
            for what, flood in floods(name, data, options.bytes):
                if options.only not in what:
                    continue
                cost = seconds(ACTS[act], flood, options.most) / len(flood) * 1e6
                rows.append((cost, act, what))
    rows.sort(reverse=True)
    if not rows:
        parser.error(f"no flood is called {options.only!r}")
    for cost, act, what in rows[: options.worst]:
        print(f"{cost:8.2f} s/MB  {act:12} {what}")
    above = sum(cost > options.most for cost, _, _ in rows)
    print(
        f"{len(rows)} floods, {above} above {options.most} s/MB, the middle one {rows[len(rows) // 2][0]:.2f} s/MB"
    )
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
