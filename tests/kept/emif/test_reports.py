"""The reports of small documents that were changed in a few places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import cycle

from tests.support.changed_inputs import changed
from tests.support.emif_changes import mutated
from tests.support.fast_documents import SENT
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_emif import bases, changed_inside, own_words

import edielkit

# changed inputs of each base: well-formed ones, and any
COUNT, BROKEN = 60, 4
# what is asked of one input after the other: level, version, and the instant of the validation
QUESTIONS = (
    ("business", None, None),
    ("business", None, SENT),
    ("codes", None, SENT),
    ("business", "2.3", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
    ("schema", "EI-270", None),
    ("business", None, dt.datetime(2027, 1, 1, tzinfo=dt.UTC)),
    ("process", None, SENT),
)


def documents() -> Iterator[tuple[str, bytes]]:
    """Yield the changed documents of each base, and the bases themselves."""
    for number, base in enumerate(bases()):
        yield f"base {number}", base
    yield from changed(list(bases()), COUNT, changed_inside)
    for case, data in changed(list(bases()), BROKEN, mutated):
        yield f"bytes {case}", data


def answers() -> Iterator[Answer]:
    """Yield the report of each document."""
    for (case, data), (level, version, now) in zip(documents(), cycle(QUESTIONS), strict=False):
        report = edielkit.validate(data, level=level, version=version, now=now)
        yield Answer(f"{case} {level} {version} {now and now.year}", own_words(report))


def test_reports_are_the_kept_ones():
    """Rule, place, words, reason and payload of every finding."""
    assert_kept(__file__, answers())
