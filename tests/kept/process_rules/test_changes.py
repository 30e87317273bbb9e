"""Messages of each process with a text, an attribute or an element changed: the findings of each, in a few words."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.support.emif_changes import PAYLOAD_CHANGES
from tests.support.fast_agreement import fast_report
from tests.support.fast_documents import SENT, message, notify, text
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_emif import changed_inside, own_words
from tests.support.kept_fields import shortened

import edielkit
from edielkit.findings import Report
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_cases import CASES, NOW
from edielkit.process_rules import MemoryContext
from edielkit.series import Status

# changed inputs of each message, of each that breaks a rule, and of large messages
COUNT, FURTHER, LARGE = 10, 1, 24


def words_of(report: Report) -> str:
    """Return what a report says, in a few words and a digest of all of it."""
    said = [*own_words(report)]
    codes = " ".join(line.partition(" ")[0] for line in said[1:])
    return shortened(f"{codes}; {said}")


def answers() -> Iterator[Answer]:
    """Yield the findings of some changes at a time."""
    context = MemoryContext.from_dict(rule_messages.CONTEXT)
    bases = [(name, rule_messages.written(*rule_messages.BASES[name]), COUNT) for name in rule_messages.BASES]
    bases += [(f"{number} {case.code}", case.wrong, FURTHER) for number, case in enumerate(CASES)]
    for name, data, count in bases:
        choice = random.Random(f"changes {name}")
        said = [
            words_of(edielkit.validate(changed_inside(choice, data), now=NOW, context=context))
            for _ in range(count)
        ]
        for number in range(0, count, 6):
            yield Answer(f"{name}, {number}", said[number : number + 6])
    yield from _of_large(context)


def _of_large(context: MemoryContext) -> Iterator[Answer]:
    """Yield what the rules say of messages that are read the fast way, a payload of each kind."""
    coded = (Status.METERED, Status.ESTIMATED, Status.TEMPORARY)
    for name, document in (
        ("metered", message(12, 4)),
        ("coded", message(12, 3, kinds=coded)),
        ("quarters", message(10, 4, resolution="PT15M", both=True)),
        ("notify", notify(message(10, 3, kinds=(Status.METERED, Status.CALCULATED)))),
    ):
        data = text(document)
        choice = random.Random(f"large {name}")
        for number in range(LARGE):
            report = fast_report(
                changed_inside(choice, data),
                now=(SENT, None, NOW)[number % 3],
                context=(None, context)[number % 2],
            )
            yield Answer(
                f"large {name} {number}", ["left to the exact path" if report is None else words_of(report)]
            )
        for change in sorted(PAYLOAD_CHANGES):
            begin = data.index(b"<rsm:PayloadEnergyTimeSeries>", len(data) // 2)
            end = data.index(b"</rsm:PayloadEnergyTimeSeries>", begin) + len(
                b"</rsm:PayloadEnergyTimeSeries>"
            )
            report = fast_report(
                data[:begin] + PAYLOAD_CHANGES[change](data[begin:end]) + data[end:],
                now=SENT,
                context=context,
            )
            yield Answer(
                f"large {name}, {change}", ["left to the exact path" if report is None else words_of(report)]
            )


def test_changes_are_seen_as_kept():
    """All findings of each change."""
    assert_kept(__file__, answers())
