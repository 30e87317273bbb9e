"""Which of several messages an answer is about, and what we say of that one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.cli.input.clock import Now
from edielkit.cli.input.sources import sources
from edielkit.errors import EdielError
from edielkit.inputs import Input

if TYPE_CHECKING:
    from edielkit.answers import Explanation

__all__ = ("Beside", "Candidate", "candidates_of", "explain_beside")

# Messages of one identification, where each is validated to see which fits best; with more than that it is not known.
_MOST_VALIDATED = 200


@attrs.frozen(slots=False, eq=False)
class Candidate:
    """A message that may be the answered one.

    Attributes:
        name: How the input is called.
        data: Its bytes.
    """

    name: str
    data: bytes

    @cached_property
    def created(self) -> dt.datetime | None:
        """When it was made, as it says."""
        from edielkit.verbs import creation_time

        return creation_time(self.data)


@attrs.frozen
class Beside:
    """What an answer says beside the message that it is about.

    Attributes:
        explanation: What it says.
        original: The message, None where none is, or several may be.
        equals: Names of those that fit equally well and differ, none where one fits best.
    """

    explanation: Explanation
    original: Candidate | None = None
    equals: tuple[str, ...] = ()


def candidates_of(path: str) -> tuple[list[Candidate], list[str]]:
    """Return the inputs that *path* names, and what is wrong with those that cannot be opened."""
    candidates, troubles = [], []
    for source in sources([path]):
        try:
            candidates.append(Candidate(source.name, source.read()))
        except EdielError as error:
            troubles.append(f"{source.name}: {error}")
    return candidates, troubles


def explain_beside(
    answer: bytes | Input,
    candidates: Sequence[Candidate],
    *,
    now: Now | None,
    clock: dt.datetime,
    context: Any = None,
) -> Beside:
    """Return what an answer says beside the candidate that it is about, else beside none.

    Where several fit equally well none is taken, unless they are copies of each other.

    Args:
        answer: The bytes of the answer.
        candidates: Messages that may be the answered one.
        now: Gives the instant at which the original is validated; that of the answer if None: so far the answerer saw.
        clock: The instant if neither answer nor original tells one.
        context: What is known of metering points.

    Raises:
        ParseError: *answer* is no message at all.
    """
    from edielkit.hub.core.rules import RULES
    from edielkit.verbs import creation_time, explain, validate

    rules = tuple(RULES.values())
    alone = explain(answer, rules=rules)
    named = [
        candidate for candidate in candidates if _is_named(answer, candidate, single=len(candidates) == 1)
    ]
    if len(named) > _MOST_VALIDATED:
        return _beside_none(alone, named)
    fits: list[tuple[tuple[int, int, int], Explanation, Candidate]] = []
    for candidate in named:
        instant = now(candidate.data) if now else _later(creation_time(answer), candidate.created)
        report = validate(candidate.data, now=instant or clock, context=context)
        beside = explain(answer, original=candidate.data, report=report, rules=rules)
        fits.append((_fit(beside, report.kind), beside, candidate))
    if not fits:
        return _beside_none(alone) if candidates else Beside(alone)
    best_fit, best, original = max(fits, key=lambda fitting: fitting[0])
    equals = [candidate for fit, _, candidate in fits if fit == best_fit]
    if any(candidate.data != original.data for candidate in equals):
        return _beside_none(alone, equals)
    return Beside(best, original)


def _beside_none(alone: Explanation, equals: Sequence[Candidate] = ()) -> Beside:
    # a fault names no original: none can be said to be another one
    answers = tuple(
        answer if answer.kind == "Fault" else attrs.evolve(answer, original_found=False)
        for answer in alone.answers
    )
    return Beside(attrs.evolve(alone, answers=answers), equals=tuple(candidate.name for candidate in equals))


def _is_named(answer: bytes | Input, candidate: Candidate, *, single: bool) -> bool:
    from edielkit.verbs import explain

    try:
        beside = explain(answer, original=candidate.data)
    except EdielError:
        return False
    return any(about.original_found and (single or about.kind != "Fault") for about in beside.answers)


def _later(answered: dt.datetime | None, created: dt.datetime | None) -> dt.datetime | None:
    """Return the later of two instants: nothing is answered before it is made."""
    return max((instant for instant in (answered, created) if instant is not None), default=None)


def _fit(explanation: Explanation, kind: str) -> tuple[int, int, int]:
    """Return how well an original fits, where several have the identification that an answer names."""
    from edielkit.answers.elhub_table import ANSWERED

    way = ANSWERED.get(kind)
    reasons = [reason for about in explanation.answers for reason in about.reasons]
    return (
        sum(way is not None and about.kind in {way.negative, way.positive} for about in explanation.answers),
        sum(bool(reason.findings) for reason in reasons),
        sum(reason.position is not None for reason in reasons),
    )
