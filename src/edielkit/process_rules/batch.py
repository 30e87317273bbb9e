"""The rules on a message of many payloads that are nearly alike: which of them have anything to say.

A rule says which parts of a payload it looks at; one payload then stands for all in which these parts are the same. A
rule that does not say it sees the whole message. Where one finds something, it is run on the whole message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from edielkit.emif.declare import Aggregate, Message, declarations, remembered
from edielkit.emif.values import Code, Identifier, XmlDateTime
from edielkit.process_rules.checked_messages import (
    CheckedMessages,
    chosen_checks,
    lacking,
    run_checks,
    unknown_points,
)
from edielkit.process_rules.context_rules import day_asked
from edielkit.process_rules.declare import BUSINESS, COUNT, Check, MayFind, Need
from edielkit.process_rules.subject import PLACES, Lines, Subject
from edielkit.series import Observations

if TYPE_CHECKING:
    from edielkit.process_rules.context import PointState, RuleContext

__all__ = ("KindsOfPayloads", "PayloadKinds", "check_kinds", "kinds_of")

_POINT = "metering_point_used_domain_location"
# what differs between payloads that are alike: the slots of `edielkit.emif.fast.heads`, and the rows
_DIFFERING = frozenset(
    {
        "identification",
        "registration_date_time",
        "insert_date_time",
        "request_reference",
        _POINT,
        "observation",
    }
)
# values of these types, and of no type below them, are equal if they are written alike
_EXACT = frozenset({str, Code, Identifier, type(None)})


class PayloadKinds(Protocol):
    """A message of series whose payloads are put into kinds; see `edielkit.emif.fast.document.FastDocument`."""

    @property
    def message(self) -> Message:
        """The message."""

    @property
    def version(self) -> str:
        """EMIF version that it is of."""

    @property
    def kinds(self) -> tuple[int, ...]:
        """For each payload, the number of its kind."""

    @property
    def differing(self) -> frozenset[str]:
        """Names of the elements in which payloads of one kind differ."""

    @property
    def lines(self) -> Lines | None:
        """Tells in which line a part of the message begins."""


@attrs.frozen(kw_only=True, eq=False)
class KindsOfPayloads:
    """The kinds of payloads that were read one by one."""

    message: Message
    version: str
    kinds: tuple[int, ...]
    differing: frozenset[str]
    lines: Lines | None


def kinds_of(message: Message, version: str, lines: Lines | None) -> KindsOfPayloads | None:
    """Return the kinds of the payloads of a message, None when it has no two payloads of series.

    Args:
        message: The message.
        version: EMIF version that it is of.
        lines: Tells in which line a part of the message begins.
    """
    payloads: Sequence[Any] = getattr(message, "payload_energy_time_series", None) or ()
    if len(payloads) < 2:
        return None
    numbers: dict[Hashable, int] = {}
    kinds: list[int] = []
    for place, payload in enumerate(payloads):
        block = payload.observation
        # one with an odd row, or with places of its own, is like no other
        key = (block is None, _key_of(payload)) if block is None or _is_regular(block) else place
        kinds.append(numbers.setdefault(key, len(numbers)))
    differing = (d.name for d in declarations(type(payloads[0])) if d.field in _DIFFERING)
    return KindsOfPayloads(
        message=message, version=version, kinds=tuple(kinds), differing=frozenset(differing), lines=lines
    )


def _is_regular(block: Any) -> bool:
    """Tell whether the places of a series are 1, 2, 3 and so on."""
    if not isinstance(block, Observations) or block.unparsed:
        return False
    return block.counts_from_one


@remembered
def _like_parts(cls: type[Aggregate]) -> Callable[[Any], Iterable[Any]]:
    return _getter([field.name for field in attrs.fields(cls) if field.name not in _DIFFERING])


@remembered
def _all_parts(cls: type[Aggregate]) -> Callable[[Any], Iterable[Any]]:
    return _getter([field.name for field in attrs.fields(cls)])


def _getter(fields: list[str]) -> Callable[[Any], Iterable[Any]]:
    # a name twice: with one alone the getter would give no tuple
    names = [*fields, fields[0]]
    return attrgetter(*names)


def _key_of(payload: Aggregate) -> Hashable:
    return tuple(map(_key, _like_parts(type(payload))(payload)))


def _key(value: Any) -> Hashable:
    """Return something that is equal for values that are written alike, and for no others."""
    kind = type(value)
    if kind in _EXACT:
        return kind, value
    if isinstance(value, XmlDateTime):
        return value.text
    if isinstance(value, Aggregate):
        return kind, *map(_key, _all_parts(kind)(value))
    if isinstance(value, tuple):
        return tuple(map(_key, value))
    return kind, repr(value)


def check_kinds(
    payloads: PayloadKinds,
    *,
    now: dt.datetime | None = None,
    level: str = BUSINESS,
    context: RuleContext | None = None,
) -> CheckedMessages:
    """Return what the rules say of a message with many payloads, as `check_messages` does.

    Args:
        payloads: The message and the kinds of its payloads, as the fast path or `kinds_of` gives them.
        now: Aware instant of the validation.
        level: ``process``, or ``business`` for the rules that ask a context too.
        context: What a company or a hub knows.
    """
    subject = Subject(
        message=payloads.message,
        version=payloads.version,
        now=now,
        context=context,
        lines=payloads.lines,
    )
    checks = tuple(chosen_checks(subject, level, schema_checked=True))
    runnable = [check for check in checks if not any(lacking(check, subject))]
    batch = _Batch(payloads, subject, asks=any(Need.CONTEXT in check.needs for check in runnable))
    speaking = tuple(check for check in runnable if batch.may_find(check))
    unknown = batch.unknown() if level == BUSINESS and context is not None and not context.complete else 0
    return run_checks([(subject, checks)], [(subject, speaking)], unknown)


class _Batch:
    """The payloads of a message in groups."""

    def __init__(self, payloads: PayloadKinds, subject: Subject, *, asks: bool) -> None:
        self._of_kinds = payloads
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
            elif path.partition("/")[0] in self._of_kinds.differing:
                return None
        return dimension

    def _of(self, key: tuple[str, tuple[str, ...] | None]) -> Subject:
        """Return the message with a payload for each group."""
        subject = self._subjects.get(key)
        if subject is None:
            subject = self._subjects[key] = self._with(self._first_of(self._columns(*key)))
        return subject

    def _columns(self, dimension: str, state: tuple[str, ...] | None) -> list[Sequence[Hashable]]:
        columns: list[Sequence[Hashable]] = [self._of_kinds.kinds]
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
            return [place for place, kind in enumerate(self._of_kinds.kinds) if of_kind[kind]]
        by_kind = dict(zip(self._kinds, payloads, strict=True))
        return [
            place
            for place, (kind, state) in enumerate(zip(self._of_kinds.kinds, self._states, strict=True))
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
        return list(dict.fromkeys(self._of_kinds.kinds))

    @cached_property
    def _subject_of_kinds(self) -> Subject:
        return self._with(self._first_of([self._of_kinds.kinds]))

    @cached_property
    def _counts(self) -> list[int]:
        # a payload without observations differs from one whose series is empty
        blocks = (payload.observation for payload in self._subject.values)
        return [-1 if block is None else len(block.position) for block in blocks]

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
        for kind, point in zip(self._of_kinds.kinds, self._points, strict=True):
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
