"""The rules on a message of thousands of payloads that are nearly alike: which of them have anything to say.

A rule says which parts of a payload it looks at; one payload then stands for all in which these parts are the same. A
rule that does not say it sees the whole message. Where one finds something, it is run on the whole message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.emif.declare import declarations
from edielkit.emif.fast.document import FastDocument
from edielkit.process_rules.context_rules import day_asked
from edielkit.process_rules.declare import BUSINESS, COUNT, Check, MayFind, Need
from edielkit.process_rules.messages import (
    CheckedMessages,
    chosen_checks,
    lacking,
    run_checks,
    unknown_points,
)
from edielkit.process_rules.subject import PLACES, Subject

if TYPE_CHECKING:
    from edielkit.process_rules.context import PointState, RuleContext

__all__ = ("check_fast",)

_POINT = "metering_point_used_domain_location"


def check_fast(
    fast: FastDocument,
    *,
    now: dt.datetime | None = None,
    level: str = BUSINESS,
    context: RuleContext | None = None,
) -> CheckedMessages:
    """Return what the rules say of a large message, as `check_messages` does.

    Args:
        fast: What the fast path has read.
        now: Aware instant of the validation.
        level: ``process``, or ``business`` for the rules that ask a context too.
        context: What a company or a hub knows.
    """
    subject = Subject(message=fast.message, version=fast.version, now=now, context=context, lines=fast.lines)
    checks = tuple(chosen_checks(subject, level, schema_checked=True))
    runnable = [check for check in checks if not any(lacking(check, subject))]
    batch = _Batch(fast, subject, asks=any(Need.CONTEXT in check.needs for check in runnable))
    speaking = tuple(check for check in runnable if batch.may_find(check))
    unknown = batch.unknown() if level == BUSINESS and context is not None and not context.complete else 0
    return run_checks([(subject, checks)], [(subject, speaking)], unknown)


class _Batch:
    """The payloads of a message in groups."""

    def __init__(self, fast: FastDocument, subject: Subject, *, asks: bool) -> None:
        self._fast = fast
        self._subject = subject
        self._asks = asks
        self._subjects: dict[Any, Subject] = {}

    def may_find(self, check: Check) -> bool:
        """Tell whether *check* finds something, or breaks."""
        try:
            return self._finds(check)
        except Exception:  # noqa: BLE001  (a rule or a context that breaks: the run over the whole message says so)
            return True

    def _finds(self, check: Check) -> bool:
        if check.certainly_clean is not None and check.certainly_clean(self._subject):
            return False
        return any(next(iter(check.run(subject)), None) is not None for subject in self._seen_by(check))

    def _seen_by(self, check: Check) -> Iterable[Subject]:
        if check.may_find is not None:
            places = self._places_of(check.may_find)
            return (self._with(places),) if places else ()
        dimension = self._dimension(check.reads)
        if dimension is None:
            return (self._subject,)
        return (self._of((dimension, check.state if Need.CONTEXT in check.needs else None)),)

    def _dimension(self, reads: tuple[str, ...] | None) -> str | None:
        """Return beside what kind of payload a rule looks at: nothing, the count, or None for all."""
        if reads is None:
            return None
        dimension = ""
        for path in reads:
            if path in {COUNT, PLACES}:
                # places from 1 without a hole are as good as their number
                dimension = COUNT
            elif path.partition("/")[0] in self._fast.differing:
                return None
        return dimension

    def _of(self, key: tuple[str, tuple[str, ...] | None]) -> Subject:
        """Return the message with a payload for each group."""
        subject = self._subjects.get(key)
        if subject is None:
            subject = self._subjects[key] = self._with(self._first_of(self._columns(*key)))
        return subject

    def _columns(self, dimension: str, state: tuple[str, ...] | None) -> list[Sequence[Hashable]]:
        columns: list[Sequence[Hashable]] = [self._fast.kinds]
        if dimension == COUNT:
            columns.append(self._counts)
        if state is not None:
            columns.append(_parts(self._states, state))
        return columns

    def _first_of(self, columns: list[Sequence[Hashable]]) -> list[int]:
        first: dict[Hashable, int] = {}
        keys: Iterable[Hashable] = zip(*columns, strict=True)
        for place, key in enumerate(keys):
            first.setdefault(key, place)
        return list(first.values())

    def _places_of(self, may_find: MayFind) -> list[int]:
        """Return the places of the payloads in which a rule may find something."""
        payloads = self._subject_of_kinds.payloads
        if not self._asks:
            of_kind = {
                kind: may_find(payload, None) for kind, payload in zip(self._kinds, payloads, strict=True)
            }
            if not any(of_kind.values()):
                return []
            return [place for place, kind in enumerate(self._fast.kinds) if of_kind[kind]]
        by_kind = dict(zip(self._kinds, payloads, strict=True))
        return [
            place
            for place, (kind, state) in enumerate(zip(self._fast.kinds, self._states, strict=True))
            if may_find(by_kind[kind], state)
        ]

    def _with(self, places: list[int]) -> Subject:
        values = self._subject.values
        if len(places) == len(values):
            return self._subject
        field = declarations(type(self._subject.message))[-1].field
        changes: dict[str, Any] = {field: tuple(values[place] for place in places)}
        return attrs.evolve(self._subject, message=attrs.evolve(self._subject.message, **changes))

    @cached_property
    def _kinds(self) -> list[int]:
        return list(dict.fromkeys(self._fast.kinds))

    @cached_property
    def _subject_of_kinds(self) -> Subject:
        return self._with(self._first_of([self._fast.kinds]))

    @cached_property
    def _counts(self) -> list[int]:
        return [len(payload.observation.position) for payload in self._subject.values]

    @cached_property
    def _points(self) -> list[str | None]:
        points = (getattr(payload, _POINT, None) for payload in self._subject.values)
        return [None if point is None else str(point.identification) for point in points]

    @cached_property
    def _states(self) -> list[PointState | None]:
        """What the context knows of the point of each payload."""
        context = self._subject.context
        assert context is not None
        asked = zip(self._kinds, self._subject_of_kinds.payloads, strict=True)
        days = {kind: day_asked(payload) for kind, payload in asked}
        states: list[PointState | None] = []
        for kind, point in zip(self._fast.kinds, self._points, strict=True):
            day = days[kind]
            states.append(None if day is None or point is None else context.metering_point(point, day))
        return states

    def unknown(self) -> int:
        """Return how many payloads have a point that the context does not know."""
        try:
            asked = zip(self._points, self._states, strict=True)
            return sum(point is not None and state is None for point, state in asked)
        except Exception:  # noqa: BLE001  (a context that breaks does so below)
            return unknown_points(self._subject)


def _parts(states: Sequence[PointState | None], fields: tuple[str, ...]) -> list[Hashable]:
    """Return what a rule looks at in each state: None for a point that is not known."""
    if not fields:
        return [state is None for state in states]
    get = attrgetter(*fields)
    return [None if state is None else (get(state),) for state in states]
