"""Messages of all processes whose rules are known, right ones and changed in one place: what the rules say, by instant and context."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from tests.support.changed_inputs import changed
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_emif import changed_inside, own_words
from tests.support.kept_plain import changed_plain
from tests.support.kept_values import called

import edielkit
from edielkit.errors import BuildError
from edielkit.generate.faults import rule_messages
from edielkit.generate.faults.rule_cases import CASES, NOW
from edielkit.process_rules import MemoryContext, check_messages, checks
from edielkit.process_rules.context import day_of

# changed inputs of each message, and of the context
COUNT, CONTEXTS = 7, 60
_DAY = dt.date(2026, 3, 2)
_DAYS = dt.timedelta(days=1)
NOWS = (NOW, None, NOW - 400 * _DAYS, NOW + 400 * _DAYS, NOW + 20 * _DAYS, NOW - 20 * _DAYS, NOW.replace(hour=0, minute=30), NOW - 3 * _DAYS, NOW + 3 * _DAYS)  # fmt: skip
_ODD: tuple[Any, ...] = (None, "", "x", 7, True, False, [], {}, "E17", "E22", "E23", "E02", "E01", "PT15M", "PT1H", "2026-03-01", "2026-03-03", "2026-02-30", "DDQ", "707057500000000018", "7080000000012")  # fmt: skip


def messages() -> Iterator[tuple[str, bytes]]:
    """Yield the messages that break no rule, and those that break one each."""
    for name in rule_messages.BASES:
        yield name, rule_messages.written(*rule_messages.BASES[name])
    for number, case in enumerate(CASES):
        yield f"{number} {case.code}", case.wrong


def lines(data: bytes, now: dt.datetime | None, context: MemoryContext | None) -> Iterator[str]:
    """Yield the report of a message."""
    report = edielkit.validate(data, now=now, context=context)
    said = [*own_words(report)]
    yield said[0]
    yield "; ".join(said[1:])


def answers() -> Iterator[Answer]:
    """Yield the report of each message, at several instants, with a context and without; then of changed ones."""
    context = MemoryContext.from_dict(rule_messages.CONTEXT)
    for number, (case, data) in enumerate(messages()):
        yield Answer(case, lines(data, NOW, context))
        yield Answer(f"{case} without context", lines(data, NOWS[number % len(NOWS)], None))
    bases = {name: rule_messages.written(*rule_messages.BASES[name]) for name in rule_messages.BASES}
    for place, (name, data) in enumerate(bases.items()):
        for number in range(2):
            now = NOWS[2 + (place + 4 * number) % 7]
            yield Answer(f"{name} at {now}", lines(data, now, context))
    for number, (case, data) in enumerate(changed([*bases.values()], COUNT, changed_inside)):
        yield Answer(case, lines(data, NOWS[number % 3], context if number % 2 else None))
    yield from _of_values()
    yield from _of_contexts(bases)


def _of_values() -> Iterator[Answer]:
    """Yield what is said of messages that no schema has seen."""
    for number, case in enumerate(CASES):
        message = edielkit.parse(case.wrong)
        for level in ("process", "business")[number % 2 :]:
            checked = check_messages([message], now=NOW, level=level)
            said = [f"{finding.code} {finding.position} {finding.message}" for finding in checked.findings]
            yield Answer(
                f"value {number} {case.code} {level}", ["; ".join(said), "; ".join(checked.not_checked)]
            )
    some = [edielkit.parse(data) for _, data in list(messages())[:4]]
    for version in ("2.3", "EI-270", "EI-1763"):
        checked = check_messages(some, version=version, now=NOW, level="business")
        yield Answer(
            f"four in {version}",
            [f"{finding.code} {finding.position} {finding.message}" for finding in checked.findings],
        )
    yield Answer("checks", [" ".join(sorted(str(check) for check in checks()))])


def _of_contexts(bases: dict[str, bytes]) -> Iterator[Answer]:
    """Yield what is read of changed contexts, or refused, and what the rules say with them."""
    choice = random.Random("contexts")
    for number, (case, data) in enumerate(changed_plain(rule_messages.CONTEXT, CONTEXTS, "contexts", _ODD)):
        said = [called(MemoryContext.from_dict, data)[-600:]]
        try:
            context = MemoryContext.from_dict(data)
        except BuildError:
            pass
        else:
            points = [
                row["identification"] for row in data.get("metering_points") or () if "identification" in row
            ]
            said += [called(context.metering_point, point, _DAY) for point in points[:2]]
            said += [
                called(context.grid_owner, rule_messages.AREA, _DAY)
                + called(context.approved, rule_messages.E17, rule_messages.THIRD, _DAY)
            ]
            name = choice.choice([*bases])
            said += [f"{name}: {'; '.join(list(lines(bases[name], NOW, context))[1:])}"]
        yield Answer(f"context {number} {case}", said)
    dated = [
        {"identification": rule_messages.E17, "status": status, "from": first, "to": last}
        for status, first, last in (
            ("E22", None, "2026-03-01"),
            ("E23", "2026-03-01", "2026-03-05"),
            ("E22", "2026-03-05", None),
        )
    ]
    context = MemoryContext.from_dict(
        {"metering_points": [{key: value for key, value in row.items() if value} for row in dated]}
    )
    for day in range(1, 9):
        yield Answer(
            f"state on day {day}", [called(context.metering_point, rule_messages.E17, dt.date(2026, 3, day))]
        )
    instants = (
        None,
        NOW,
        dt.datetime(2026, 3, 1, 22, 59, tzinfo=dt.UTC),
        dt.datetime(2026, 3, 1, 23, tzinfo=dt.UTC),
        dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC),
    )
    for first in instants:
        yield Answer(f"day of {first}", [called(day_of, first, second) for second in instants])


def test_reports_are_the_kept_ones():
    """What each rule says of each process."""
    assert_kept(__file__, answers())
