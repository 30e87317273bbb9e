"""Generated messages of EMIF: of each kind, process, role and version, with few and with all parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import cycle

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest, size_and_digest
from tests.support.kept_values import called

from edielkit.emif.messages import MESSAGES
from edielkit.emif.simple_types import CURRENT_VERSION
from edielkit.generate import generate_message, generate_messages
from edielkit.generate.emif_messages import HeaderChoice, heads

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
# an ordinary day, the hour that comes twice, the spring night, a year's end in another zone, the first and last years
NOWS = (
    NOW,
    dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC),
    dt.datetime(2025, 3, 30, 1, tzinfo=dt.UTC),
    dt.datetime(2025, 1, 1, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=5))),
    dt.datetime(1100, 1, 1, tzinfo=dt.UTC),
    dt.datetime(9900, 12, 31, tzinfo=dt.UTC),
)
# further messages of the kinds in which chance has most to say
SEEDS = range(12)


def answers() -> Iterator[Answer]:
    """Yield the messages of each process, then those of chance alone, then what is refused."""
    nows = cycle(NOWS)
    for kind, cls in MESSAGES.items():
        for version in cls.versions():
            every = heads(kind, version)
            chosen = every if version == CURRENT_VERSION else (every[0], every[-1])
            processes = dict.fromkeys(head.brs for head in chosen)
            for brs in processes:
                of_process = [head for head in chosen if head.brs == brs]
                yield Answer(
                    f"{kind} {version} {brs}", [_of_head(head, version, next(nows)) for head in of_process]
                )
        yield Answer(f"{kind} by chance", [_by_chance(kind, seed) for seed in SEEDS])
    yield from _refusals()


def _of_head(head: HeaderChoice, version: str, now: dt.datetime) -> str:
    words = [head.role, head.document_type, head.agency, "to Elhub" if head.to_elhub else "from Elhub"]
    for full in (False, True):
        message = generate_message(
            head.kind,
            seed=head.role,
            now=now,
            process=head.process,
            role=head.role,
            version=version,
            full=full,
        )
        words.append(
            f"{'full' if full else 'few'} {size_and_digest(message.data)} {digest(dict(message.context))}"
        )
    return " ".join(words)


def _by_chance(kind: str, seed: int) -> str:
    message = generate_message(kind, seed=seed, now=NOW)
    return f"{message.process} {message.role} {message.version} {message.suffix} {size_and_digest(message.data)} {digest(dict(message.context))}"


def _refusals() -> Iterator[Answer]:
    for case, kind, options in (
        ("no such message", "CollectedDat", {}),
        ("no message at all like it", "x" * 80, {}),
        ("a market", "CollectedData", {"profile": "no"}),
        ("a process of another message", "CollectedData", {"process": "101"}),
        ("a process without its prefix", "PollForData", {"process": "BRS-NO-313"}),
        ("a role of another process", "CollectedData", {"process": "313", "role": "AG"}),
        ("no such version", "CollectedData", {"version": "2.2"}),
        ("a version without the message", "NotifySharedProduction", {"version": "2.3"}),
        ("before the first year", "PollForData", {"now": dt.datetime(1099, 12, 31, tzinfo=dt.UTC)}),
        ("after the last year", "PollForData", {"now": dt.datetime(9901, 1, 1, tzinfo=dt.UTC)}),
        ("no zone", "PollForData", {"now": dt.datetime(2026, 1, 1)}),
    ):
        yield Answer(case, [called(generate_message, kind, **{"now": NOW, **options})])
    several = list(generate_messages("PollForData", 3, seed="x", now=NOW, full=True))
    yield Answer("several", [size_and_digest(message.data) for message in several])
    yield Answer("none", [f"{list(generate_messages('PollForData', 0, now=NOW))}"])


def test_messages_are_the_kept_ones():
    """Bytes and context of each; another machine makes the same."""
    assert_kept(__file__, answers())
