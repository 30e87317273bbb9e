"""Validation of EDIFACT: all levels that the tables of this package know."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import TypeVar

import attrs

from edielkit.edifact import profiles
from edielkit.edifact.check.alike import AlikeReports, CheckedMessage
from edielkit.edifact.check.directory.layouts import borders, layout
from edielkit.edifact.check.directory.segment_kinds import SegmentFault
from edielkit.edifact.check.directory.walker import UnlikeValuesError
from edielkit.edifact.check.echoes import told_once
from edielkit.edifact.check.empty import empty_message
from edielkit.edifact.check.envelope_segments import EnvelopeFormats, envelope_segments
from edielkit.edifact.check.message_checks import (
    MESSAGE_CHECKS,
    MessageCheck,
)
from edielkit.edifact.check.message_levels import MessageLevels
from edielkit.edifact.check.notes import NOT_ASKED, WRAPPED
from edielkit.edifact.check.once import SeenOnce
from edielkit.edifact.check.repeated import RepeatedMessages
from edielkit.edifact.check.service import advice_finding, header_faults, wrapped_finding
from edielkit.edifact.check.totals_and_codes import unb_codes
from edielkit.edifact.collector import Collector, CollectorState, RepeatedFinding
from edielkit.edifact.fast.observations import MessageObservations, message_observations
from edielkit.edifact.fast.outline import Outline, message_values
from edielkit.edifact.fast.times import TimeTable
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.profiles import Profile, detect_profile
from edielkit.edifact.read.envelopes import LEAST, read_envelopes
from edielkit.edifact.rules import RULES
from edielkit.edifact.segments import Limits, Segment
from edielkit.errors import ParseError
from edielkit.findings import LEVELS, Finding, Reading, Report

__all__ = ("EdifactReport", "MessageKind", "check")


@attrs.frozen
class MessageKind:
    """What a message says it is.

    Attributes:
        type: Message type (0065).
        directory: Version and release, such as ``D.96A``.
        association: Association assigned code (0057).
        profile: Code of the detected profile, or empty.
        reference: Message reference (0062).
    """

    type: str
    directory: str
    association: str
    profile: str
    reference: str


@attrs.frozen(kw_only=True)
class EdifactReport(Report):
    """A report with what was in the input.

    Attributes:
        kinds: The messages, in order.
    """

    kinds: tuple[MessageKind, ...] = ()


def check(
    data: bytes,
    *,
    level: str = "business",
    profile: str | None = None,
    further_checks: Iterable[MessageCheck] = (),
    limits: Limits | None = None,
    now: dt.datetime | None = None,
) -> EdifactReport:
    """Return all findings of an input up to a level; never raises on any bytes.

    Args:
        data: One or several interchanges.
        level: ``syntax`` (characters, envelope), ``schema`` (structure, formats, totals), ``codes`` (code lists,
            profile); ``process`` and ``business`` add the checks of messages.
        profile: Take this profile for all messages; by default each message's own is detected.
        further_checks: Those of the caller, beside ``MESSAGE_CHECKS``.
        limits: Bounds on the input.
        now: Aware instant of the validation; rules that need one are listed as not checked without it.

    Raises:
        ValueError: The level is not known.
        KeyError: The profile is not known.

    >>> report = check(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+1+S'")
    >>> [(f.code, str(f.reason), f.position.segment) for f in report.findings]
    [('EDI024', '32/UN', 'UNB'), ('EDI023', '29/UN', 'UNZ/1'), ('EDI022', '28/UN', 'UNZ/2')]
    """
    if level not in LEVELS:
        raise ValueError(f"expected one of {', '.join(LEVELS)}, found {level!r}")
    further = tuple(further_checks)
    try:
        # checks of the caller see each message as it is
        least = sys.maxsize if further or len(data) < LEAST else min(LEAST, _SMALLEST)
        interchanges, findings = read_envelopes(data, limits=limits, least=least)
    except ParseError as error:
        return EdifactReport(
            findings=(RULES[error.code].finding(error.message, error.position),),
            not_checked=("everything: the bytes are no EDIFACT",),
            unreadable=True,
        )
    chosen = profiles.profile(profile) if profile else None
    wrapped = wrapped_finding(data, interchanges)
    if wrapped is not None:
        # whatever else is wrong follows from it
        return EdifactReport(findings=(wrapped,), not_checked=(WRAPPED,), reading=Reading(data, interchanges))
    run = _Run(LEVELS.index(level), chosen, (*MESSAGE_CHECKS, *further), now)
    run.findings.extend(findings)
    for interchange in interchanges:
        run.interchange(interchange)
    return attrs.evolve(run.result(), reading=Reading(data, interchanges))


# what a check gives
_T = TypeVar("_T")
# Bytes of a message of values from which on it may be written as others are.
_SMALLEST = 1 << 7
# Headers that are kept to be recognised.
_MOST_REMEMBERED = 1 << 10
# How often the outline of a message is made before the message is checked segment by segment.
_MOST_OUTLINES = 3


class _Run:
    """One validation."""

    def __init__(
        self, level: int, profile: Profile | None, checks: tuple[MessageCheck, ...], now: dt.datetime | None
    ) -> None:
        self.levels = MessageLevels(level, checks, now)
        self.level = level
        self.profile = profile
        self.are_ours = checks == MESSAGE_CHECKS
        # of large messages: the times of values that were read so far
        self.table = TimeTable()
        self.kinds: list[MessageKind] = []
        self.alike = AlikeReports()
        # what was said of messages without segments, with the bytes from UNH on
        self.empty: dict[Hashable, tuple[RepeatedFinding, ...]] = {}
        self.repeated = RepeatedMessages()
        # of the names in the headers of an interchange: the profile, and what tells the messages of it
        self.named: dict[tuple[str, ...], tuple[Profile | None, tuple[str, str, str, str]]] = {}
        self.envelope = EnvelopeFormats()

    @property
    def findings(self) -> Collector:
        """Where what is wrong goes."""
        return self.levels.findings

    @property
    def seen(self) -> SeenOnce:
        """What the messages of the interchange have said so far."""
        return self.levels.seen

    def result(self) -> EdifactReport:
        """Return the report."""
        if self.level < len(LEVELS) - 1:
            self.levels.not_checked[f"{NOT_ASKED} {LEVELS[self.level]!r} were not asked for"] = None
        return EdifactReport(
            findings=told_once(self.findings.result()),
            not_checked=tuple(self.levels.not_checked),
            kinds=tuple(self.kinds),
        )

    def interchange(self, interchange: Interchange) -> None:
        """Check the envelope and each message."""
        self.levels.seen = SeenOnce()
        self.named.clear()
        self.alike.begin(interchange)
        self.repeated.begin()
        for segment in envelope_segments(interchange):
            self._report(segment, self.envelope.faults(interchange.syntax_version, segment))
        advice = advice_finding(interchange)
        if advice is not None:
            self.findings.extend([advice])
        if interchange.unb and self.level >= LEVELS.index("schema"):
            self._report(interchange.unb, header_faults(interchange.unb))
        if interchange.unb and self.level >= LEVELS.index("codes"):
            self._report(interchange.unb, unb_codes(interchange))
        for message in interchange.messages:
            self._message(interchange, message)

    def _report(self, segment: Segment, faults: Iterable[SegmentFault]) -> None:
        for fault in faults:
            self.findings.at(
                segment,
                fault.element,
                fault.component,
                fault.code,
                fault.message,
                path=segment.tag,
                severity=fault.severity,
            )

    def _message(self, interchange: Interchange, message: RawMessage) -> None:
        chosen, kind = self._named(interchange, message)
        self.kinds.append(kind)
        if self._check_empty(interchange, message, chosen):
            return
        # checks of the caller see each message as it is
        if not self.are_ours:
            self._check_ordinary(interchange, message, chosen)
            return
        likeness = self.repeated.find(interchange, message, chosen, self.seen)
        if likeness.said is not None:
            self.findings.repeat(likeness.said, message.unh.offset or 0, message.reference[:40])
            return
        if not likeness.is_worth_learning:
            self._check_ordinary(interchange, message, chosen)
            return
        _, findings = self._apart(partial(self._check_ordinary, interchange, message, chosen))
        if findings is not None:
            self.repeated.learn(likeness, message, kind.profile, findings, self.seen)

    def _apart(self, check: Callable[[], _T]) -> tuple[_T, tuple[Finding, ...] | None]:
        """Run a check of a message and return what it gives and all that it says, however much was said before; None after a crash."""
        kept = self.findings
        self.levels.findings = own = Collector(sys.maxsize)
        try:
            result = check()
        finally:
            self.levels.findings = kept
        findings = own.result()
        kept.extend(findings)
        return result, None if own.kept.crashes else findings

    def _check_ordinary(self, interchange: Interchange, message: RawMessage, chosen: Profile | None) -> None:
        """Check a message by itself: as one that is written alike, by its outline, or by its segments."""
        if self._check_alike(interchange, message, chosen):
            return
        if message.unread is not None:
            self.findings.extend(message.unread.findings)
        self.levels.check(interchange, message, chosen)

    def _named(self, interchange: Interchange, message: RawMessage) -> tuple[Profile | None, MessageKind]:
        """Return the profile of a message, and what it says it is; most of an interchange say the same."""
        unh = message.unh
        name = unh.elements[1] if len(unh.elements) > 1 else ()
        named = self.named.get(name)
        if named is None:
            chosen = self.profile or detect_profile(interchange, message)
            code = chosen.code if chosen else ""
            named = chosen, (message.type, message.directory, message.association, code)
            if len(self.named) < _MOST_REMEMBERED:
                self.named[name] = named
        return named[0], MessageKind(*named[1], unh.get(1))

    def _check_empty(self, interchange: Interchange, message: RawMessage, chosen: Profile | None) -> bool:
        """Check a message without segments, as an earlier one if it has the same header; False for any other one."""
        key = empty_message(interchange, message, chosen)
        if key is None:
            return False
        said, (unh, reference) = self.empty.get(key), (message.unh.offset or 0, message.reference)
        if said is not None:
            self.findings.repeat(said, unh, reference[:40])
            return True
        checked, findings = self._apart(partial(self.levels.check, interchange, message, chosen))
        # of a structure that is not known more is said than what it lacks
        is_known = checked is not None and checked.context.tree is not None
        if is_known and findings is not None and len(self.empty) < _MOST_REMEMBERED:
            self.empty[key] = RepeatedFinding.of(findings, unh, reference)
        return True

    def _check_alike(self, interchange: Interchange, message: RawMessage, chosen: Profile | None) -> bool:
        """Check a message as an earlier one that is written alike, else by its outline; False when neither can be."""
        alike = self.alike.find(interchange, message, chosen, self.seen)
        if alike is None:
            is_worth_it = self.alike.is_worth_learning(message, LEAST)
            return is_worth_it and self._check_outline(interchange, message, chosen)
        state, seen = self.findings.state(), self.seen.size
        for part in alike.parts():
            if callable(part):
                part(alike)
            else:
                self.findings.extend(part)
        # what a message says a second time is told by its outline alone
        is_whole = not self.findings.has_crashed_since(state)
        if is_whole and alike.is_sure:
            return True
        said = self.findings.since(state)
        self.findings.restore(state)
        self.seen.restore(seen)
        is_done = self._check_outline(interchange, message, chosen, is_new=False)
        self.alike.confirm(alike, is_same=is_done and is_whole and said == self.findings.since(state))
        return is_done

    def _check_outline(
        self, interchange: Interchange, message: RawMessage, chosen: Profile | None, *, is_new: bool = True
    ) -> bool:
        """Check a large message by its outline, False when it has to be checked segment by segment."""
        values = message_values(message, self.table) or self._observations(interchange, message)
        if values is None:
            return False
        rows = borders(layout(message.type, message.directory), values.trigger)
        whole: frozenset[int] = frozenset()
        for _ in range(_MOST_OUTLINES):
            outline = values.outline(whole, rows)
            state, seen = self.findings.state(), self.seen.size
            self.findings.extend(outline.findings)
            checked = None
            try:
                checked = self.levels.check(interchange, outline.message, chosen, outline)
            except UnlikeValuesError:
                odd = None
            else:
                odd = outline.lines_at(self.findings.offsets_since(state)) | self._named_in(outline, state)
            if odd is not None and not odd and not self.findings.has_crashed_since(state):
                if is_new and checked is not None and not whole:
                    self._learn(checked, outline, state)
                return True
            self.findings.restore(state)
            self.seen.restore(seen)
            if not odd:
                return False
            whole |= odd
        return False

    @staticmethod
    def _observations(interchange: Interchange, message: RawMessage) -> MessageObservations | None:
        places = borders(layout(message.type, message.directory), "IDE")
        return message_observations(message, is_alone=len(interchange.messages) == 1, places=places)

    def _named_in(self, outline: Outline, state: CollectorState) -> frozenset[int]:
        """Return the transactions that stand for others and of which something was said since then, wherever it stands."""
        if not outline.names:
            return frozenset()
        findings = self.findings.since(state)
        if findings is None:
            return frozenset(outline.names.values())
        payloads = {finding.payload or "" for finding in findings}
        return frozenset(outline.names[name] for name in payloads & outline.names.keys())

    def _learn(self, checked: CheckedMessage, outline: Outline, state: CollectorState) -> None:
        """Keep what was said of a message since then, for others that are written as it is."""
        said = self.findings.since(state)
        if said is not None and len(said) == len(self.findings.findings) - state.findings:
            parts = [
                attrs.evolve(p, begin=p.begin - state.findings, end=p.end - state.findings)
                for p in self.levels.parts
            ]
            self.alike.learn(checked, outline, said, parts)
