"""Inputs of EMIF that were changed in a few places, and a comparison of the fast and the exact way to read them.

The twin of `tests.support.edifact_mutations`. Run as a program it tries as many inputs as it is told, and writes those on which
both ways differ, a check crashed, or reading ended in anything but a `ParseError`:

    python -m tests.support.emif_changes 1000000 [SEED]
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from unittest.mock import patch

from tests.support.fast_agreement import exact_report, reads_alike
from tests.support.fast_documents import SENT, SPELLINGS, message, notify, text, wrapped
from tests.support.paths import FIXTURES
from tests.support.tried_inputs import count_faulty

import edielkit
from edielkit.emif.fast import parts
from edielkit.errors import ParseError
from edielkit.series import Status

SEED = 20261129
CHUNKS = (1, 700, 1 << 19)
_CODED = (Status.METERED, Status.ESTIMATED, Status.TEMPORARY)
_LARGEST = 20_000
# instants of the validation: none, that of the documents, long before and behind them
_NOWS = (None, SENT, dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
TOKENS = [
    b"<", b">", b"/", b'"', b"'", b" ", b"\n", b"\r", b"\t", b"&", b"&amp;", b"&#49;", b"<!-- -->", b"<!--", b"-->", b"<![CDATA[1]]>", b"<?a?>", b".", b"-", b"+",
    b"0", b"9", b"1.5", b"\x00", b"\xc3\xa6", b"\xff", b"abie:", b"Observation", b"<abie:Observation>", b"</abie:Observation>", b"</rsm:PayloadEnergyTimeSeries>",
    b"<rsm:PayloadEnergyTimeSeries>", b' Sequence="1"', b"<abie:Metered>", b"</abie:Metered>", b"<abie:Calculated>", b' EstimationCode="E001"', b"Estimated", b"Temporary",
    b' xmlns:abie="urn:x"', b' xsi:nil="true"', b"V999", b"V000", b"Z", b"+01:00", b"2026-02-01T00:00:00Z", b"8716867000047", b"kvarh", b"E31",
]  # fmt: skip
_SECOND = b'<rsm:PayloadEnergyTimeSeries xmlns:q="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2">'
OPENING, CLOSING = b"<rsm:PayloadEnergyTimeSeries>", b"</rsm:PayloadEnergyTimeSeries>"
# what may be done to one payload as it stands in the document, or to the place that it stands in
PAYLOAD_CHANGES = {
    "a comment before it": lambda payload: b"<!-- a -->" + payload,
    "a comment in a row": lambda payload: payload.replace(b"</abie:Metered>", b"<!----></abie:Metered>", 1),
    "a comment with tags": lambda payload: payload.replace(b"</abie:Observation>", b"</abie:Observation><!-- </rsm:PayloadEnergyTimeSeries> -->", 1),
    "an instruction": lambda payload: payload.replace(b"</abie:Observation>", b"</abie:Observation><?a </rsm:PayloadEnergyTimeSeries>?>", 1),
    "a section": lambda payload: payload.replace(b"kWh", b"<![CDATA[kWh]]>"),
    "a section with tags": lambda payload: payload.replace(b"kWh", b"<![CDATA[</rsm:PayloadEnergyTimeSeries>]]>"),
    "a reference": lambda payload: payload.replace(b"kWh", b"&#107;Wh"),
    "an entity in a text": lambda payload: payload.replace(b"kWh", b"k&lt;h"),
    "single quotes": lambda payload: payload.replace(b'"', b"'"),
    "another order of attributes": lambda payload: payload.replace(b"<abie:Metered>", b'<abie:Estimated EstimationCode="E001" ValidationCode="V002" Quality="56">').replace(b"</abie:Metered>", b"</abie:Estimated>"),
    "other white space": lambda payload: payload.replace(b">", b">\n\t "),
    "no white space": lambda payload: re.sub(rb">\s+<", b"><", payload),
    "white space in tags": lambda payload: payload.replace(b"<abie:Observation ", b"<abie:Observation\n  "),
    "another prefix": lambda payload: payload.replace(b"abie:", b"q:").replace(OPENING, _SECOND),
    "another prefix of rows": lambda payload: payload.replace(b"<abie:Observation ", b'<q:Observation xmlns:q="urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2" ').replace(b"</abie:Observation>", b"</q:Observation>"),
    "a place missing": lambda payload: payload.replace(b'Sequence="2"', b'Sequence="7"'),
    "a place twice": lambda payload: payload.replace(b'Sequence="2"', b'Sequence="1"'),
    "a place of another form": lambda payload: payload.replace(b'Sequence="2"', b'Sequence="+2"'),
    "an unknown code": lambda payload: payload.replace(b"<abie:Metered>", b'<abie:Estimated Quality="99" ValidationCode="V002" EstimationCode="E001">').replace(b"</abie:Metered>", b"</abie:Estimated>"),
    "an unknown direction": lambda payload: payload.replace(b">Out<", b">Up<"),
    "a check digit": lambda payload: payload.replace(b'"9">70705750', b'"9">70705751'),
    "negative values": lambda payload: payload.replace(b"<abie:Metered>", b"<abie:Metered>-"),
    "a value that is none": lambda payload: payload.replace(b"<abie:Metered>", b"<abie:Metered>x", 1),
    "no values": lambda payload: payload.replace(b"abie:Observation", b"abie:Remark"),
    "a time without a zone": lambda payload: payload.replace(b"Z</abie:RegistrationDateTime>", b"</abie:RegistrationDateTime>"),
    "twice": lambda payload: payload + payload,
    "gone": lambda _: b"",
    "commented out": lambda payload: b"<!--" + payload.replace(b"--", b"__") + b"-->",
    "in a section": lambda payload: b"<![CDATA[" + payload + b"]]>",
    "in an element": lambda payload: b"<abie:Remark>" + payload + b"</abie:Remark>",
    "an element before it": lambda payload: b"<abie:Remark/>" + payload,
    "text around it": lambda payload: b"a" + payload + b"b",
    "in no namespace": lambda payload: payload.replace(OPENING, b"<PayloadEnergyTimeSeries>").replace(CLOSING, b"</PayloadEnergyTimeSeries>"),
    "another head": lambda payload: payload.replace(b">Out<", b">In<"),
}  # fmt: skip


@cache
def bases() -> tuple[bytes, ...]:
    """Return small valid documents in all spellings, and the fixtures."""
    documents = (
        message(count=4, per=3, kinds=_CODED),
        message(count=3, per=1, both=True),
        notify(message(count=3, per=4, kinds=(Status.METERED, Status.CALCULATED))),
        wrapped(message(count=3, per=2)),
    )
    spelt = [spelling(text(document)) for document in documents for spelling in SPELLINGS.values()]
    files = [path.read_bytes() for path in sorted(FIXTURES.rglob("emif/**/*.xml"))]
    # twice, as most fixtures have no series
    return (*spelt, *spelt, *(data for data in files if len(data) <= _LARGEST))


# -- changes


def _near(choice: random.Random, data: bytes) -> int:
    """Return a place in the bytes, most often one beside a tag or a number."""
    at = choice.randint(0, len(data))
    if choice.random() < 0.8:
        at = max(
            data.find(choice.choice((b"<", b">", b'"', b"-", b".", b"T", b"0", b"1")), at), 0
        ) + choice.randrange(2)
    return at


def _insert(choice: random.Random, data: bytes) -> bytes:
    at = _near(choice, data)
    return data[:at] + choice.choice(TOKENS) + data[at:]


def _replace(choice: random.Random, data: bytes) -> bytes:
    at, token = _near(choice, data), choice.choice(TOKENS)
    return data[:at] + token + data[at + len(token) :]


def _delete(choice: random.Random, data: bytes) -> bytes:
    at = _near(choice, data)
    return data[:at] if choice.random() < 0.1 else data[:at] + data[at + choice.choice((1, 1, 2, 9, 90)) :]


def _digit(choice: random.Random, data: bytes) -> bytes:
    at = _near(choice, data)
    return data[:at] + choice.choice((b"0", b"1", b"7", b"a", b".")) + data[at + 1 :]


def _year(choice: random.Random, data: bytes) -> bytes:
    """Misspell a year: a period of centuries."""
    places = [match.start() for match in re.finditer(rb"\b202\d-", data)]
    if not places:
        return data
    at = choice.choice(places)
    return data[:at] + choice.choice((b"9998", b"2826", b"1026")) + data[at + 4 :]


def _copy(choice: random.Random, data: bytes) -> bytes:
    at = _near(choice, data)
    stop = at + choice.randint(1, 400)
    return data[:stop] + data[at:stop] + data[stop:]


def _elements(data: bytes) -> list[tuple[int, int]]:
    """Return where elements without children stand."""
    return [match.span() for match in re.finditer(rb"<([\w:]+)[^<>]*>[^<>]*</\1>", data)]


def _move(choice: random.Random, data: bytes) -> bytes:
    spans = _elements(data)
    if len(spans) < 2:
        return data
    (begin, end), (at, _) = choice.choice(spans), choice.choice(spans)
    taken, at = data[begin:end], at if at < begin else max(at - (end - begin), begin)
    left = data[:begin] + data[end:]
    return left[:at] + taken + left[at:]


def _double(choice: random.Random, data: bytes) -> bytes:
    spans = _elements(data)
    begin, end = choice.choice(spans) if spans else (0, 0)
    return data[:end] + data[begin:end] * choice.choice((1, 1, 2, 40)) + data[end:]


def _payload(choice: random.Random, data: bytes) -> bytes:
    """Change one payload as a whole."""
    begin = data.find(OPENING, choice.randint(0, len(data)))
    end = data.find(CLOSING, begin) + len(CLOSING)
    if begin < 0 or end < len(CLOSING):
        return data
    return (
        data[:begin] + PAYLOAD_CHANGES[choice.choice(sorted(PAYLOAD_CHANGES))](data[begin:end]) + data[end:]
    )


def _recoded(choice: random.Random, data: bytes) -> bytes:
    code = choice.choice(("utf-16", "utf-8-sig", "latin-1"))
    return data.decode("latin-1").encode(code)


CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _insert, _insert, _replace, _replace, _delete, _digit, _digit, _year, _copy, _move, _double, _payload, _payload, _payload,
)  # fmt: skip


def mutated(choice: random.Random, data: bytes) -> bytes:
    """Return an input with a few changes."""
    for _ in range(choice.choice((1, 1, 1, 2, 2, 3, 5))):
        data = choice.choice(CHANGES)(choice, data)
    return _recoded(choice, data) if choice.random() < 0.02 else data


def cases(count: int, seed: int = SEED) -> Iterator[bytes]:
    """Yield as many changed inputs, the same each time."""
    choice = random.Random(seed)
    for _ in range(count):
        yield mutated(choice, choice.choice(bases()))


# -- both ways


def difference(data: bytes, chunk: int = CHUNKS[-1]) -> str:
    """Return where the fast way gives something else than the exact one, or what else is wrong; empty when nothing is."""
    now = _NOWS[len(data) % len(_NOWS)]
    try:
        with patch.object(parts, "_CHUNK", chunk):
            reads_alike(data, now=now)
    except AssertionError as error:
        return f"both ways differ: {str(error)[:200]}"
    except ParseError:
        return "the fast way refuses"
    if any(finding.code == "SYS001" for finding in exact_report(data, now=now).findings):
        return "a check that crashed"
    for verb in (lambda: list(edielkit.read_series(data)), lambda: edielkit.detect(data)):
        with contextlib.suppress(ParseError):
            verb()
    return ""


def main(count: int, seed: int) -> int:
    """Try inputs, write those that are wrong, and return how many there were."""
    return count_faulty(
        enumerate(cases(count, seed)),
        lambda number, data: difference(data, CHUNKS[number % len(CHUNKS)]),
        seed,
    )


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEED), 1))
