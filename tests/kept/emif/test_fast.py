"""What the fast path makes of documents that are plain for the most part, with one payload that is not."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

from tests.support.changed_inputs import changed
from tests.support.emif_changes import CLOSING, OPENING, PAYLOAD_CHANGES
from tests.support.fast_agreement import fast_report
from tests.support.fast_documents import SENT, SPELLINGS, message, notify, text, wrapped
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_emif import bases, changed_inside, own_words
from tests.support.kept_values import text_of_value

from edielkit.emif.fast import parts
from edielkit.emif.fast.document import FastDocument, read_fast
from edielkit.series import Status

CHUNKS = (1 << 19, 700, 1)
_CODED = (Status.METERED, Status.ESTIMATED, Status.TEMPORARY)
# changed inputs of each base
COUNT = 12


def documents() -> Iterator[tuple[str, bytes]]:
    """Yield documents in all spellings, with one payload changed in each way, and with texts changed."""
    plain = message(count=16, per=3)
    for name, document in (
        ("metered", plain),
        ("coded", message(count=16, per=4, kinds=_CODED)),
        ("both", message(count=16, per=1, both=True)),
        ("notify", notify(message(count=16, per=3, kinds=(Status.METERED, Status.CALCULATED)))),
        ("wrapped", wrapped(message(count=16, per=2, resolution="PT15M"))),
    ):
        for spelling, spelt in SPELLINGS.items():
            yield f"{name}, {spelling}", spelt(text(document))
    data = text(plain)
    for place in (0, 11):
        begin = _nth(data, OPENING, place)
        end = data.index(CLOSING, begin) + len(CLOSING)
        for name, change in PAYLOAD_CHANGES.items():
            yield f"payload {place}: {name}", data[:begin] + change(data[begin:end]) + data[end:]
    yield from changed(list(bases()), COUNT, changed_inside)


def _nth(data: bytes, words: bytes, place: int) -> int:
    at = -1
    for _ in range(place + 1):
        at = data.index(words, at + 1)
    return at


def lines(data: bytes, fast: FastDocument | None) -> Iterator[str]:
    """Yield what the fast path has read: kinds, what differs, notes, findings, values as a whole, and the report of the rules."""
    if fast is None:
        yield "left to the exact path"
        return
    yield f"{fast.version} {fast.kinds} {text_of_value(fast.differing)} {fast.not_checked}"
    yield "; ".join(
        f"{finding.code} {finding.position} {finding.payload} {finding.message}" for finding in fast.findings
    )
    yield text_of_value(fast.document)
    report = fast_report(data, now=SENT)
    yield "none" if report is None else "; ".join(own_words(report))


def answers() -> Iterator[Answer]:
    """Yield what the fast path says of each document, in chunks of several sizes by turns."""
    for number, (case, data) in enumerate(documents()):
        chunk = CHUNKS[number % len(CHUNKS)]
        with patch.object(parts, "_CHUNK", chunk):
            yield Answer(f"{case}, {chunk}", lines(data, read_fast(data, least=0)))


def test_readings_are_the_kept_ones():
    """Whether a document is read the fast way, and as what."""
    assert_kept(__file__, answers())
