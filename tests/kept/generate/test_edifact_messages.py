"""Generated messages of EDIFACT: of each guide with what it requires, with each further row, and whole days of values."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import cycle, product

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest, size_and_digest
from tests.support.kept_values import called

from edielkit.edifact.check.guides.guide import Guide
from edielkit.generate import generate_message
from edielkit.generate.edifact_messages import edifact_kinds, guide_bytes, guides_for
from edielkit.generate.guide_edits import WRONG, double, drop, put
from edielkit.generate.guide_messages import build, name_of, reference_of, unb, unh

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
NOWS = (
    NOW,
    dt.datetime(2026, 10, 26, 0, 30, tzinfo=dt.UTC),
    dt.datetime(2025, 3, 31, 1, tzinfo=dt.UTC),
    dt.datetime(2025, 1, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=5))),
)
# guides whose optional rows are chosen in a moment: the others take half a second each
QUICK = {"APERAK", "CONTRL", "QUOTES"}
QUICK_PROCESSES = {"Z13", "Z18"}


def answers() -> Iterator[Answer]:
    """Yield what each guide requires and allows, days of values, and what is refused."""
    nows = cycle(NOWS)
    for kind in edifact_kinds():
        for guide in guides_for(kind):
            yield Answer(f"{_name(guide)} required", _required(guide, next(nows)))
            if kind in QUICK or guide.process in QUICK_PROCESSES:
                yield Answer(f"{_name(guide)} each row", _rows(guide))
                yield Answer(f"{_name(guide)} by chance", _by_chance(guide))
    yield from _days()
    yield from _refusals()


def _name(guide: Guide) -> str:
    return f"{guide.profile} {guide.message_type} {guide.directory} {guide.process}".rstrip()


def _required(guide: Guide, now: dt.datetime) -> Iterator[str]:
    text = guide_bytes(guide, random.Random(1), now, full=False).decode("latin-1")
    yield f"{len(text)} {digest(text)}"
    yield text
    bare = build(guide)
    yield "+".join(segment.tag for segment in bare.segments())
    yield f"{unb(guide)} {unh(guide)} {reference_of(guide)}"


def _rows(guide: Guide) -> Iterator[str]:
    """Yield the message of each row that is not required, and what becomes of it without, twice, and with a wrong value."""
    for row in guide.rows:
        edit = put if row.element else double if row.most > 1 else drop
        yield f"{row.place} {row.status} {digest(called(_edited, guide, row, edit))}"


def _edited(guide: Guide, row: object, edit: object) -> list[str]:
    message = build(guide, row)
    try:
        edit(message, row, *([WRONG] if edit is put else []))
    except (StopIteration, IndexError) as error:
        return [type(error).__name__]
    groups = [f"{node.name}:{' '.join(map(name_of, node.items))}" for node in message.nodes()]
    return [*groups, *map(str, message.segments())]


def _by_chance(guide: Guide) -> Iterator[str]:
    for full, seed in ((True, 0), (False, 1), (False, 2), (False, 3)):
        message = generate_message(
            guide.message_type,
            seed=seed,
            now=NOW,
            profile=guide.profile,
            version=guide.directory,
            process=guide.process or None,
            full=full,
        )
        yield f"{message.profile} {message.version} {message.process} {message.suffix} {size_and_digest(message.data)}"


def _days() -> Iterator[Answer]:
    """Yield MSCONS of each market: of days of 23, 24 and 25 hours, of one direction or both."""
    for profile, now in product(("no", "se", "dk", "ch", "de"), NOWS):
        process = "13018" if profile == "de" else None
        version = "D.04B" if profile in {"de", "ch"} else "D.96A"
        lines = []
        for seed, full in ((1, False), (2, False), (3, False), (4, True)):
            message = generate_message(
                "MSCONS", seed=seed, now=now, profile=profile, version=version, process=process, full=full
            )
            lines += [f"{message.version} {size_and_digest(message.data)}"]
        yield Answer(f"values {profile} {now.isoformat()}", [*lines, message.data.decode("latin-1")])


def _refusals() -> Iterator[Answer]:
    for case, kind, options in (
        ("a role", "MSCONS", {"role": "DDQ"}),
        ("no such market", "QUOTES", {"profile": "xx"}),
        ("a market without the message", "QUOTES", {"profile": "de"}),
        ("no such version", "UTILTS", {"version": "D.96A"}),
        ("no such process", "PRODAT", {"process": "Z99"}),
        ("a process of a guide without", "CONTRL", {"process": "E66", "profile": "no"}),
        ("a process with many letters", "PRODAT", {"process": "Z" * 50}),
        ("before the first year", "CONTRL", {"now": dt.datetime(1099, 12, 31, tzinfo=dt.UTC)}),
        ("no zone", "CONTRL", {"now": dt.datetime(2026, 1, 1)}),
        ("small letters", "mscons", {}),
    ):
        yield Answer(case, [called(generate_message, kind, **{"now": NOW, **options})])


def test_messages_are_the_kept_ones():
    """Another machine makes the same."""
    assert_kept(__file__, answers())
