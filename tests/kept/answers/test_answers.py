"""What is answered to small inputs of both wires, and what is said of each answer beside the original."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import cycle

import attrs
from tests.support.answering import counted
from tests.support.changed_inputs import changed
from tests.support.edifact_mutations import bases_by_hand, mutated
from tests.support.edifact_values_changed import component_changed
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_values import called
from tests.support.paths import FIXTURES

import edielkit
from edielkit.answers.core import answer
from edielkit.errors import EdielError
from edielkit.findings import Report
from edielkit.generate.faults import faults
from edielkit.generate.faults.edifact_cases import edifact_faults

LONGEST = 1500
# fixtures of EMIF are larger
LONGEST_XML = 3500
# changed inputs of each base
COUNT = 2
NOW = dt.datetime(2026, 5, 4, 11, 0, 29, 301537, tzinfo=dt.timezone(dt.timedelta(hours=1)))
CHOICES = (None, True, False)
PROFILES = (None, None, None, "no", None, "se", None, "dk", "de", None, "ch")


def answers() -> Iterator[Answer]:
    """Yield what is answered to each input."""
    for (case, data), positive, profile in zip(edifact(), cycle(CHOICES), cycle(PROFILES), strict=False):
        report = edielkit.validate(data, now=NOW, profile=profile)
        yield Answer(f"{case} {positive} {profile}", _answered(data, report, positive, profile))
    for (case, data, report), positive in zip(xml(), cycle(CHOICES), strict=False):
        yield Answer(f"{case} {positive}", _answered(data, report, positive))
    yield from _partners()
    yield from _odd()


def edifact() -> Iterator[tuple[str, bytes]]:
    """Yield interchanges as they are, broken, and changed."""
    bases = [data for data in bases_by_hand() if len(data) < LONGEST]
    yield from ((f"{case} whole", data) for case, data in changed(bases, 1, lambda _, data: data))
    yield from ((f"{case} parts", data) for case, data in changed(bases, COUNT, component_changed))
    yield from ((f"{case} changed", data) for case, data in changed(bases, COUNT, mutated))
    yield from ((fault.code, fault.faulty) for fault in edifact_faults() if len(fault.faulty) < LONGEST)


def xml() -> Iterator[tuple[str, bytes, Report]]:
    """Yield messages of EMIF with what was found in them: fixtures, and those that break a rule."""
    for path in sorted((FIXTURES / "emif").rglob("*.xml")):
        data = path.read_bytes()
        if len(data) < LONGEST_XML:
            yield path.stem, data, edielkit.validate(data, now=NOW)
    for code, fault in faults().items():
        if fault.suffix == ".xml" and len(fault.faulty) < LONGEST_XML and not code.startswith("XSD"):
            yield code, fault.faulty, fault.report()


def _answered(
    data: bytes, report: Report, positive: bool | None, profile: str | None = None
) -> Iterator[str]:
    """Yield the answers as bytes, what stays without one, and what is said of each answer."""
    try:
        answered = answer(data, report, now=NOW, new_id=counted(), positive=positive, profile=profile)
    except (EdielError, ValueError) as error:
        yield f"{type(error).__name__} {error}"
        return
    # who answers twice may have read the message in another way
    again = answer(
        data,
        attrs.evolve(report, reading=None),
        now=NOW,
        new_id=counted(),
        positive=positive,
        profile=profile,
    )
    written = [edielkit.serialize(message) for message in answered.messages]
    yield f"{written} the same {written == [edielkit.serialize(message) for message in again.messages]}"
    left = [
        (finding.code, finding.position.offset, finding.position.path, finding.payload)
        for finding in answered.unanswered
    ]
    yield f"{left} {answered.notes}"
    for sent in written:
        yield _explained(sent, data, report)
        yield _explained(sent)


def _explained(sent: bytes, original: bytes | None = None, report: Report | None = None) -> str:
    def words() -> object:
        explanation = edielkit.explain(sent, original=original, report=report)
        lines = [
            reason.words_in(language)
            for explained in explanation.answers
            for reason in explained.reasons
            for language in ("en", "nb")
        ]
        return (
            explanation.to_dict(),
            lines,
            [reason.rule_words for explained in explanation.answers for reason in explained.reasons],
        )

    return called(words)


def _partners() -> Iterator[Answer]:
    """Yield what is said of answers of partners: those of fixtures and guides, as they are and with other parts."""
    unb = "UNB+UNOC:3+20002:ZZ+10001:ZZ+260117:1000+A1++23-DDQ-E66-T'"
    part = "IDE+24+X1'STS+E01::260+41+E87::260'RFF+TN:T1'RFF+E66:D9'"
    err = f"{unb}UNH+1+UTILTS:D:02B:UN:E5SE5A'BGM+ERR::260+E1+9+AB'DTM+137:202601171000:203'{part}{part.replace('T1', 'T2')}UNT+9+1'UNZ+1+A1'".encode()
    segments = "UCM+1+MSCONS:D:96A:ZZ:EDIEL2+4+29+UNT+2:1'UCS+3+15'UCD+12+1:2'UCD+13+4'UCS+5'UCM+2+UTILTS:D:02B:UN:E5SE5A+7'UCF+G1+A+B+4+2'"
    contrl = f"UNB+UNOC:3+B:14+A:14+260101:0000+C'UNH+1+CONTRL:D:3:UN'UCI+R+A:14+B:14+7+18+UNB+4:1'{segments}UNT+4+1'UNZ+1+C'".encode()
    own = [data for data in bases_by_hand() if b"APERAK:" in data or b"CONTRL:" in data]
    originals = [data for data in bases_by_hand() if b"UTILTS:" in data or b"MSCONS:" in data][:12]
    count = 6 * COUNT
    bases = [err, contrl, *own]
    inputs = [
        *changed(bases, 1, lambda _, data: data),
        *changed(bases, count, component_changed),
        *changed([err, contrl], count, mutated),
    ]
    for number, (case, data) in enumerate(inputs):
        original = originals[number % len(originals)]
        yield Answer(
            f"partner {number} {case}",
            (_explained(data), _explained(data, original, edielkit.validate(original))),
        )


def _odd() -> Iterator[Answer]:
    report = edielkit.validate(b"")
    naive = dt.datetime(2026, 1, 1)
    for data in (
        b"",
        b" ",
        b"no message",
        b"<a/>",
        b"UNB'",
        b"UNB+UNOC:3+A:14+B:14+260101:0000+R'UNZ+0+R'",
        b"UNB+UNOQ:9+A+B+260101:0000+R'UNZ+0+R'",
    ):
        yield Answer(
            f"odd {data!r}",
            (
                *_answered(data, edielkit.validate(data), None),
                *_answered(data, edielkit.validate(data), True),
            ),
        )
        yield Answer(
            f"odd answer {data!r}", (_explained(data), _explained(data, data), _explained(data, b"no"))
        )
    yield Answer("no zone", (called(answer, b"", report, now=naive, new_id=counted()),))
    yield Answer("no report", (called(answer, b"", 7, now=NOW, new_id=counted()),))


def test_answers_are_the_kept_ones():
    """Answers as bytes, what stays without one, and what is said of each."""
    assert_kept(__file__, answers())
