"""Which of several messages an answer is about, and what we say of that one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import attrs

from edielkit.cli.input.clock import Now, message_time
from edielkit.cli.input.sources import sources
from edielkit.errors import EdielError

__all__ = ("Original", "originals", "told")

# Messages of one identification, where each is judged to see which fits best.
_MOST_JUDGED = 20


@attrs.frozen(slots=False, eq=False)
class Original:
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
        return message_time(self.data)


def originals(path: str) -> tuple[list[Original], list[str]]:
    """Return the inputs that *path* names, and what is wrong with those that cannot be opened."""
    found, broken = [], []
    for source in sources([path]):
        try:
            found.append(Original(source.name, source.read()))
        except EdielError as error:
            broken.append(f"{source.name}: {error}")
    return found, broken


def told(
    data: bytes, candidates: Sequence[Original], *, now: Now | None, clock: dt.datetime, context: Any = None
) -> tuple[Any, Original | None]:
    """Return what an answer says beside the candidate that it is about, else beside none.

    Args:
        data: The bytes of the answer.
        candidates: Messages that may be the answered one.
        now: Gives the instant at which the original is judged; that of the answer if None: so far the answerer saw.
        clock: The instant if neither answer nor original tells one.
        context: What is known of metering points.

    Raises:
        ParseError: *data* is no message at all.
    """
    from edielkit.verbs import explain, validate

    alone = explain(data)
    named = [each for each in candidates if _is_named(data, each, single=len(candidates) == 1)]
    best, chosen, points = alone, None, (-1, -1, -1)
    for each in named[:_MOST_JUDGED]:
        instant = (now(each.data) if now else _instant(message_time(data), each.created)) or clock
        report = validate(each.data, now=instant, context=context)
        beside = explain(data, original=each.data, report=report)
        if (fit := _fit(beside, report.kind)) > points:
            best, chosen, points = beside, each, fit
    if chosen is None and candidates:
        best = attrs.evolve(alone, answers=tuple(_beside_none(each) for each in alone.answers))
    return best, chosen


def _beside_none(answer: Any) -> Any:
    # a fault names no original: none can be said to be another one
    return answer if answer.kind == "Fault" else attrs.evolve(answer, found=False)


def _is_named(data: bytes, candidate: Original, *, single: bool) -> bool:
    from edielkit.verbs import explain

    try:
        beside = explain(data, original=candidate.data)
    except EdielError:
        return False
    return any(each.found and (single or each.kind != "Fault") for each in beside.answers)


def _instant(answered: dt.datetime | None, created: dt.datetime | None) -> dt.datetime | None:
    """Return the later of two instants: nothing is answered before it is made."""
    return max((each for each in (answered, created) if each is not None), default=None)


def _fit(explanation: Any, kind: str) -> tuple[int, int, int]:
    """Return how well an original fits, where several have the identification that an answer names."""
    from edielkit.answers.elhub_table import ANSWERED

    way = ANSWERED.get(kind)
    reasons = [reason for each in explanation.answers for reason in each.reasons]
    return (
        sum(way is not None and each.kind in {way.negative, way.positive} for each in explanation.answers),
        sum(bool(reason.findings) for reason in reasons),
        sum(reason.position is not None for reason in reasons),
    )
