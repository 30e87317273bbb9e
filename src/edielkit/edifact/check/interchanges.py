"""Validation of EDIFACT: all levels that the tables of this package know."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from typing import TypeVar

import attrs

from edielkit.edifact import profiles
from edielkit.edifact.check.alike import AlikeMessage, AlikeReports, CheckedMessage, Part
from edielkit.edifact.check.directory.formats import FormatCheck
from edielkit.edifact.check.directory.layouts import FALLBACK, Layout, borders, layout
from edielkit.edifact.check.directory.segment_kinds import Contents, SegmentFault
from edielkit.edifact.check.directory.walker import UnlikeValuesError, walk_structure
from edielkit.edifact.check.echoes import told_once
from edielkit.edifact.check.empty import empty_message
from edielkit.edifact.check.guides import (
    directories_of,
)
from edielkit.edifact.check.guides.guide import may_lack
from edielkit.edifact.check.guides.versions import version_days
from edielkit.edifact.check.message_checks import (
    JUDGED,
    MESSAGE_CHECKS,
    MessageCheck,
    MessageContext,
    guide_of,
)
from edielkit.edifact.check.notes import FORMATS, NEEDS_NOW, NOT_ASKED, STRUCTURE, WRAPPED, not_in_depth
from edielkit.edifact.check.once import SeenOnce
from edielkit.edifact.check.repeated import RepeatedMessages
from edielkit.edifact.check.service import advice_finding, header_faults, unknown_kind, wrapped_finding
from edielkit.edifact.check.totals_and_codes import check_decimals, check_totals, code_check, unb_codes
from edielkit.edifact.fast.observations import MessageObservations, message_observations
from edielkit.edifact.fast.outline import Outline, message_values
from edielkit.edifact.fast.times import TimeTable
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.profiles import Profile, detect_profile
from edielkit.edifact.read.envelopes import LEAST, read_envelopes
from edielkit.edifact.rules import RULES, Collector, CollectorState, RepeatedFinding
from edielkit.edifact.segments import Limits, Segment, place
from edielkit.errors import ParseError
from edielkit.findings import LEVELS, Finding, Reading, Report, guarded
from edielkit.harmless import name_of_something, quoted

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
# Envelope segments that are kept to be recognised.
_MOST_REMEMBERED = 1 << 10
# Where the reference (0062) of a message stands, from 0, and those of its form (an..14): its segments are alike but for it.
_REFERENCES = {"UNH": 0, "UNT": 1}
_REFERENCE = re.compile("[0-9A-Za-z]{1,14}")
# How often the outline of a message is made before the message is checked segment by segment.
_MOST_OUTLINES = 3


class _Run:
    """One validation."""

    def __init__(
        self, level: int, profile: Profile | None, checks: tuple[MessageCheck, ...], now: dt.datetime | None
    ) -> None:
        self.level = level
        self.now = now
        self.seen = SeenOnce()
        self.profile = profile
        self.checks, self.are_ours = checks, checks == MESSAGE_CHECKS
        self.findings = Collector()
        # of large messages: the times of values that were read so far
        self.table = TimeTable()
        self.not_checked: dict[str, None] = {}
        self.kinds: list[MessageKind] = []
        self.alike = AlikeReports()
        # what checks of names have said of the message
        self.parts: list[Part] = []
        # what was said of messages without segments, with the bytes from UNH on
        self.empty: dict[Hashable, tuple[RepeatedFinding, ...]] = {}
        self.repeated = RepeatedMessages()
        # of the names in the headers of an interchange: the profile, and what tells the messages of it
        self.named: dict[tuple[str, ...], tuple[Profile | None, tuple[str, str, str, str]]] = {}
        self.remembered: dict[tuple[str, str, tuple[tuple[str, ...], ...]], tuple[SegmentFault, ...]] = {}

    def result(self) -> EdifactReport:
        """Return the report."""
        if self.level < len(LEVELS) - 1:
            self.not_checked[f"{NOT_ASKED} {LEVELS[self.level]!r} were not asked for"] = None
        return EdifactReport(
            findings=told_once(self.findings.result()),
            not_checked=tuple(self.not_checked),
            kinds=tuple(self.kinds),
        )

    def interchange(self, interchange: Interchange) -> None:
        """Check the envelope and each message."""
        self.seen = SeenOnce()
        self.named.clear()
        self.alike.begin(interchange)
        self.repeated.begin()
        for segment in _envelope(interchange):
            self._report(segment, self._formats(interchange.syntax_version, segment))
        advice = advice_finding(interchange)
        if advice is not None:
            self.findings.extend([advice])
        if interchange.unb and self.level >= LEVELS.index("schema"):
            self._report(interchange.unb, header_faults(interchange.unb))
        if interchange.unb and self.level >= LEVELS.index("codes"):
            self._report(interchange.unb, unb_codes(interchange))
        for message in interchange.messages:
            self._message(interchange, message)

    def _formats(self, syntax_version: str, segment: Segment) -> tuple[SegmentFault, ...]:
        """Return the faults of an envelope segment; many interchanges repeat them."""
        kind = (syntax_version, segment.tag, _without_reference(segment))
        faults = self.remembered.get(kind)
        if faults is None:
            faults = tuple(FormatCheck("S.3", syntax_version).faults("", segment))
            if len(self.remembered) < _MOST_REMEMBERED:
                self.remembered[kind] = faults
        return faults

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
        self.findings = own = Collector(sys.maxsize)
        try:
            result = check()
        finally:
            self.findings = kept
        findings = own.result()
        kept.extend(findings)
        return result, None if own.kept.crashes else findings

    def _check_ordinary(self, interchange: Interchange, message: RawMessage, chosen: Profile | None) -> None:
        """Check a message by itself: as one that is written alike, by its outline, or by its segments."""
        if self._check_alike(interchange, message, chosen):
            return
        if message.unread is not None:
            self.findings.extend(message.unread.findings)
        self._check_message(interchange, message, chosen)

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
        checked, findings = self._apart(partial(self._check_message, interchange, message, chosen))
        # of a structure that is not known more is said than what it lacks
        is_known = checked is not None and checked.context.tree is not None
        if is_known and findings is not None and len(self.empty) < _MOST_REMEMBERED:
            self.empty[key] = tuple(
                (finding, (finding.position.offset or 0) - unh, True) for finding in findings
            )
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
                checked = self._check_message(interchange, outline.message, chosen, outline)
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
                for p in self.parts
            ]
            self.alike.learn(checked, outline, said, parts)

    def _check_message(
        self,
        interchange: Interchange,
        message: RawMessage,
        chosen: Profile | None,
        outline: Outline | None = None,
    ) -> CheckedMessage | None:
        """Check a message or its outline; return what the checks saw of it, None at level syntax."""
        self.parts.clear()
        if self.level < LEVELS.index("schema"):
            return None
        findings = Collector(payload=message.reference[:40] or None, within=self.findings)
        structure = self._layout(message, findings)
        tree = None
        if structure is None:
            name = f"{message.type[:6]} {message.directory[:7]}"
            self.not_checked[f"{STRUCTURE} {name!r}: not among the tables of this package"] = None
            # of a directory beside those of its guide a rule of guides speaks (GDE011)
            if not (chosen and directories_of(chosen.code, message.type)):
                component, text, severity = unknown_kind(message)
                findings.at(message.unh, 2, component, "EDI064", text, path="UNH", severity=severity)
        else:
            tree = walk_structure(message, structure, findings, outline.gaps if outline else None)
        is_full = self.findings.is_full
        context = MessageContext(interchange, message, tree, chosen, self.now, self.seen, outline, is_full)
        if outline is not None and context.allowed.single_values:
            # each value has a period of its own to be compared with those of other messages
            raise UnlikeValuesError
        contents = Contents.of(message, tree, outline.left_out if outline else None)
        checked = CheckedMessage(context, contents, _directory(message, structure))
        self._schema(checked, findings)
        if self.level >= LEVELS.index("codes"):
            self._codes(checked)
        checked.contents.report(findings)
        self._run_message_checks(context)
        return checked

    def _layout(self, message: RawMessage, findings: Collector) -> Layout | None:
        structure = layout(message.type, message.directory)
        if structure is None and message.type == "CONTRL":
            findings.add(
                "EDI041",
                f"expected D:3, 4:1 or in Ediel 2:2 after CONTRL, found {name_of_something(message.version)}:{name_of_something(message.release)}",
                place(message.unh, 2, 2),
            )
            return layout("CONTRL", "D.3")
        return structure

    def _schema(self, checked: CheckedMessage, findings: Collector) -> None:
        interchange, contents, directory = checked.context.interchange, checked.contents, checked.directory
        if directory not in FALLBACK:
            self.not_checked[f"{FORMATS} {quoted(directory, 7)}: no layout known"] = None
            return
        lacking = may_lack(checked.context.market, checked.context.message.type, directory)
        formats = FormatCheck(directory, interchange.syntax_version, lacking)
        contents.check(formats.faults)
        self.not_checked.update(dict.fromkeys(formats.not_checked()))
        check_decimals(contents, directory, interchange, findings)
        if checked.context.tree:
            begin = len(self.findings.findings)
            check_totals(contents, checked.context.tree, findings)
            if checked.context.tree.segments("CNT"):
                self._has_part(self._totals_of, begin)

    def _has_part(self, check: Callable[[AlikeMessage], None], begin: int) -> None:
        """Keep that a check of what may differ between messages that are written alike has said what was said since."""
        self.parts.append(Part(check, begin, len(self.findings.findings)))

    def _totals_of(self, alike: AlikeMessage) -> None:
        """Check the control totals of a message that is written as an earlier one."""
        contents, tree = alike.contents()
        payload = alike.message.reference[:40] or None
        check_totals(contents, tree, Collector(payload=payload, within=self.findings))

    def _codes(self, checked: CheckedMessage) -> None:
        message = checked.context.message
        directory = message.directory if message.type == "CONTRL" else checked.directory
        interchange = checked.context.interchange
        checked.contents.check(
            code_check(directory, interchange.syntax_version, syntax_id=interchange.syntax_id)
        )
        self.not_checked["code lists of the UN directories that are known in part: other codes pass"] = None
        if checked.context.profile is None:
            self.not_checked[
                f"profile of {quoted(message.type, 6)}: neither 0057 nor the parties tell it"
            ] = None

    def _run_message_checks(self, context: MessageContext) -> None:
        if self.level >= LEVELS.index("process"):
            self.not_checked[f"process rules of {context.message.type[:6]}: no public rule table"] = None
            if context.message.type not in JUDGED:
                self.not_checked[not_in_depth(context.message.type)] = None
            if self.now is None:
                self.not_checked[f"{NEEDS_NOW}: SER040, SER041{self._of_version(context)}"] = None
            self._note_guide(context)
        # what such a message lacks is said as a whole: by its structure
        has_all_said = context.tree is not None and context.message.is_empty
        for message_check in () if has_all_said else self.checks:
            is_for_it = message_check.types is None or context.message.type in message_check.types
            if is_for_it and LEVELS.index(message_check.level) <= self.level:
                begin = len(self.findings.findings)
                self._run_check(message_check, context)
                if message_check.by_names:
                    self._has_part(partial(self._names_of, message_check), begin)

    def _names_of(self, message_check: MessageCheck, alike: AlikeMessage) -> None:
        """Check the names in a message that is written as an earlier one."""
        self._run_check(message_check, alike.context)

    def _run_check(self, message_check: MessageCheck, context: MessageContext) -> None:
        name = getattr(message_check.check, "__name__", "of a caller")
        self.findings.extend(
            guarded(
                partial(message_check.check, context), f"check {name}", partial(place, context.message.unh)
            ),
            by_columns=message_check.by_columns,
        )

    def _of_version(self, context: MessageContext) -> str:
        """Return the rule on the days of versions, of a message whose version has some."""
        message = context.message
        days = version_days(context.market, message.type, message.association)
        return "" if days is None else ", GDE016"

    def _note_guide(self, context: MessageContext) -> None:
        """Note how far the guide of a message is public."""
        if context.profile is None or context.tree is None:
            return
        name = f"guide of {context.message.type} in the profile {context.profile.code}"
        guide = guide_of(context)
        if guide is None:
            self.not_checked[f"{name}: no public source"] = None
        elif not guide.public:
            self.not_checked[f"{name}: not public, what was inferred of it warns"] = None


def _without_reference(segment: Segment) -> tuple[tuple[str, ...], ...]:
    """Return the elements of a segment of the envelope, of a message without its reference if that has the right form."""
    place = _REFERENCES.get(segment.tag, -1)
    elements = segment.elements
    if not 0 <= place < len(elements) or not _REFERENCE.fullmatch(elements[place][0]):
        return elements
    return (*elements[:place], ("", *elements[place][1:]), *elements[place + 1 :], ("",))


def _envelope(interchange: Interchange) -> Iterator[Segment]:
    if interchange.unb:
        yield interchange.unb
    for item in interchange.content:
        if isinstance(item, FunctionalGroup):
            yield item.ung
            for message in item.messages:
                yield from _ends(message)
            if item.une:
                yield item.une
        elif isinstance(item, RawMessage):
            yield from _ends(item)
    if interchange.unz:
        yield interchange.unz


def _ends(message: RawMessage) -> Iterator[Segment]:
    yield message.unh
    if message.unt:
        yield message.unt


def _directory(message: RawMessage, structure: Layout | None) -> str:
    """Return the directory of the formats: the service segments' own for CONTRL."""
    if message.type == "CONTRL":
        return "S.3"
    return structure.directory if structure else message.directory
