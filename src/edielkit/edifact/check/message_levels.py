"""The checks of one message, level by level: structure, formats and totals, codes, then those of the table of checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from edielkit.edifact.check.alike import AlikeMessage, CheckedMessage, Part
from edielkit.edifact.check.directory.formats import FormatCheck
from edielkit.edifact.check.directory.layouts import FALLBACK, Layout, layout
from edielkit.edifact.check.directory.segment_kinds import Contents
from edielkit.edifact.check.directory.walker import UnlikeValuesError, walk_structure
from edielkit.edifact.check.guides import directories_of
from edielkit.edifact.check.guides.guide import may_lack
from edielkit.edifact.check.guides.versions import version_days
from edielkit.edifact.check.message_checks import JUDGED, MessageCheck, MessageContext, guide_of
from edielkit.edifact.check.notes import FORMATS, NEEDS_NOW, STRUCTURE, not_in_depth
from edielkit.edifact.check.once import SeenOnce
from edielkit.edifact.check.service import unknown_kind
from edielkit.edifact.check.totals_and_codes import check_decimals, check_totals, code_check
from edielkit.edifact.collector import Collector
from edielkit.edifact.fast.outline import Outline
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.profiles import Profile
from edielkit.edifact.segments import place
from edielkit.findings import LEVELS, guarded
from edielkit.harmless import name_of_something, quoted

__all__ = ("MessageLevels",)


class MessageLevels:
    """Checks messages by themselves, up to a level.

    Args:
        level: Number of the last level, one of `edielkit.findings.LEVELS`.
        checks: The checks of the levels beyond structure and codes.
        now: Aware instant of the validation, or None.

    Attributes:
        findings: Where what is wrong goes.
        seen: What the messages of the interchange have said so far.
        not_checked: What could not be checked, in words.
        parts: What checks of names have said of the message that was checked last.
    """

    def __init__(self, level: int, checks: tuple[MessageCheck, ...], now: dt.datetime | None) -> None:
        self.level = level
        self.checks = checks
        self.now = now
        self.findings = Collector()
        self.seen = SeenOnce()
        self.not_checked: dict[str, None] = {}
        self.parts: list[Part] = []

    def check(
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


def _directory(message: RawMessage, structure: Layout | None) -> str:
    """Return the directory of the formats: the service segments' own for CONTRL."""
    if message.type == "CONTRL":
        return "S.3"
    return structure.directory if structure else message.directory
