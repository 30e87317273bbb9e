"""Small EMIF documents in order, and changes of them that leave them well-formed, for the answers that are kept."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from tests.support.emif_changes import CLOSING, OPENING, PAYLOAD_CHANGES
from tests.support.emif_samples import collected, envelope, observations, wrapped
from tests.support.fast_documents import SPELLINGS, message, notify, text
from tests.support.kept_lines import lines_of_report

from edielkit.findings import Report
from edielkit.series import Status

__all__ = ("bases", "changed_inside", "own_words")

_CODED = (Status.METERED, Status.ESTIMATED, Status.TEMPORARY)
_LEAF = re.compile(rb"<([\w:.-]+)([^<>/]*)>([^<>]*)</\1>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_TEXTS = (
    b"", b" ", b"0", b"1", b"-1", b"1.5", b"0,25", b"1234567890123.5", b"0.0001", b"x", b"true", b"1E3", b"In", b"Out", b"Up", b"PT1H", b"PT15M", b"P1M",
    b"PT5M", b"kWh", b"kvarh", b"MWh", b"8716867000030", b"8716867000047", b"8716867000139", b"707057500000000018", b"707057500000000019", b"7080000000012",
    b"7080003824349", b"E13", b"E30", b"E66", b"BRS-NO-312", b"BRS-NO-313", b"BRS-NO-402", b"DDE", b"DDQ", b"MDR", b"23", b"2026-01-31T23:00:00Z",
    b"2026-02-01T00:00:00+01:00", b"2026-02-01T04:00:00+01:00", b"2026-03-29T00:00:00+01:00", b"2026-10-25T00:00:00+02:00", b"2026-02-01T24:00:00Z",
    b"2026-02-01T00:07:30Z", b"2026-02-01T00:00:00", b"9999-12-31T24:00:00Z", b"2026-02-30T00:00:00Z", b"1999-01-01T00:00:00Z", b"2026-02-02T05:59:00Z",
    b"00000000-0000-0000-0000-000000000000", b"V002", b"E001", b"56", b"99", b"89", b"260", b"305", b"6", b"9999", b"+1", b"02",
)  # fmt: skip
# codes of what the processors of XML say in words of their own
_FOREIGN = {"XSD001", "XSD041"}


def bases() -> Iterator[bytes]:
    """Yield documents in order: series in several spellings, bare and in the envelopes of services."""
    coded = text(message(count=4, per=3, kinds=_CODED))
    yield from (SPELLINGS[name](coded) for name in ("as the product writes it", "other prefixes"))
    yield text(message(count=3, per=2, both=True, resolution="PT15M"))
    yield text(notify(message(count=3, per=3, kinds=(Status.METERED, Status.CALCULATED))))
    metered = [f"<abie:Metered>{value}</abie:Metered>" for value in ("1", "2.5")]
    yield collected(observations(*metered), observations(*metered)).encode()
    yield envelope(wrapped(collected(observations(*metered)))).encode()


def own_words(report: Report) -> Iterator[str]:
    """Yield what a report says but for words that are no words of ours."""
    for line in lines_of_report(report):
        code = line.partition(" ")[0]
        yield code if code in _FOREIGN else line


def changed_inside(choice: random.Random, data: bytes) -> bytes:
    """Return a document with one to three changes of texts, attributes, elements and payloads."""
    for _ in range(choice.choice((1, 1, 1, 2, 3))):
        data = choice.choice(_CHANGES)(choice, data)
    return data


def _text(choice: random.Random, data: bytes) -> bytes:
    match = choice.choice(list(_LEAF.finditer(data)))
    return data[: match.start(3)] + choice.choice(_TEXTS) + data[match.end(3) :]


def _alike(choice: random.Random, data: bytes) -> bytes:
    """Change a text by one letter, or to one that another element has."""
    matches = [match for match in _LEAF.finditer(data) if match[3]]
    match = choice.choice(matches)
    if choice.random() < 0.5:
        return data[: match.start(3)] + choice.choice(matches)[3] + data[match.end(3) :]
    at = choice.randrange(match.start(3), match.end(3))
    return data[:at] + choice.choice((b"0", b"3", b"9", b"-", b"A")) + data[at + 1 :]


def _attribute(choice: random.Random, data: bytes) -> bytes:
    match = choice.choice([match for match in _ATTRIBUTE.finditer(data) if b"xmlns" not in match[1]])
    if choice.random() < 0.3:
        return data[: match.start()] + data[match.end() :]
    return data[: match.start(2)] + choice.choice(_TEXTS) + data[match.end(2) :]


def _element(choice: random.Random, data: bytes) -> bytes:
    """Drop, double, move or rename an element without children."""
    match = choice.choice(list(_LEAF.finditer(data)))
    left, whole, right = data[: match.start()], match[0], data[match.end() :]
    what = choice.randrange(4)
    if what == 0:
        return left + right
    if what == 1:
        return left + whole * 2 + right
    if what == 2:
        return left + whole.replace(match[1], b"abie:" + choice.choice((b"Creaton", b"Start", b"X"))) + right
    other = choice.choice(list(_LEAF.finditer(left + right)))
    return (left + right)[: other.start()] + whole + (left + right)[other.start() :]


def _payload(choice: random.Random, data: bytes) -> bytes:
    begin = data.find(OPENING, choice.randint(0, len(data)))
    end = data.find(CLOSING, begin) + len(CLOSING)
    if begin < 0 or end < len(CLOSING):
        return data
    change = PAYLOAD_CHANGES[choice.choice(sorted(PAYLOAD_CHANGES))]
    return data[:begin] + change(data[begin:end]) + data[end:]


_CHANGES = (_text, _text, _text, _alike, _alike, _alike, _attribute, _element, _element, _payload)
