"""The checks of a message beyond syntax and structure: what each gets to see, and the table of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property

import attrs

from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.check.guides import (
    Allowance,
    Guide,
    allowance,
    check_guide,
    check_identifiers,
    guide_for,
    identifier_places,
    process_of,
)
from edielkit.edifact.check.header import check_header
from edielkit.edifact.check.lines import check_lines
from edielkit.edifact.check.offers import check_offers
from edielkit.edifact.check.once import SeenOnce, check_once, once_tags
from edielkit.edifact.check.parties import answered_parties, check_parties, sent_to_itself
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.reported import Reported
from edielkit.edifact.check.responses import check_responses
from edielkit.edifact.check.series import check_series
from edielkit.edifact.check.times import check_times
from edielkit.edifact.check.version_days import check_version_days
from edielkit.edifact.collector import Surplus, never_full
from edielkit.edifact.fast.outline import Outline
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.profiles import Profile
from edielkit.findings import Finding

__all__ = ("JUDGED", "MESSAGE_CHECKS", "MessageCheck", "MessageContext", "guide_of", "named_tags")


@attrs.frozen(slots=False)
class MessageContext:
    """What a check of a message gets to see.

    Attributes:
        interchange: The interchange.
        message: The message as segments.
        tree: The message as groups; None when its structure is not known.
        profile: The profile that it follows, or None.
        now: Aware instant of the validation, or None.
        seen: What earlier messages of the interchange have said.
        outline: The outline of a large message: the message above is that of the outline.
        is_full: Tells whether further findings of a rule are only counted.
    """

    interchange: Interchange
    message: RawMessage
    tree: Group | None
    profile: Profile | None
    now: dt.datetime | None = None
    seen: SeenOnce = attrs.field(factory=SeenOnce)
    outline: Outline | None = None
    is_full: Callable[[str], bool] = attrs.field(default=never_full, eq=False)

    @property
    def market(self) -> str:
        """Code of the profile, empty when there is none."""
        return self.profile.code if self.profile else ""

    @cached_property
    def process(self) -> str:
        """The process that the message names by what its guide takes for it, empty when it names none."""
        if self.tree is None:
            return ""
        return process_of(self.tree, self.market, self.message.type, self.message.directory)

    @cached_property
    def allowed(self) -> Allowance:
        """What the guide of the message allows in its series."""
        bgm = next((segment for segment in self.message.segments if segment.tag == "BGM"), None)
        return allowance(
            self.market,
            self.message.type,
            process=self.process,
            document=bgm.get(1) if bgm else "",
            application=self.interchange.application_reference,
        )

    @cached_property
    def places(self) -> MessagePlaces:
        """The places of the message."""
        return MessagePlaces(self.message, self.tree)

    @cached_property
    def reported(self) -> Reported:
        """What the message reports."""
        return Reported(self.message, self.market)


@attrs.frozen
class MessageCheck:
    """A check of messages, run from a level on.

    Attributes:
        level: One of `edielkit.findings.LEVELS`.
        check: Yields findings for one message.
        types: Message types it is for, None for all.
        by_columns: It looks at all values as columns, also at those that an outline leaves out.
        by_names: It looks at references, numbers of documents or identifications of points, by which alone messages may differ.
    """

    level: str
    check: Callable[[MessageContext], Iterable[Finding | Surplus]]
    types: frozenset[str] | None = frozenset({"MSCONS"})
    by_columns: bool = False
    by_names: bool = False


def _series(context: MessageContext) -> Iterable[Finding | Surplus]:
    profile = context.profile.code if context.profile else None
    source = context.outline or context.message
    application = context.interchange.application_reference
    return check_series(source, profile, application=application, is_full=context.is_full)


def guide_of(context: MessageContext) -> Guide | None:
    """Return the guide that a message follows, None when none is known."""
    message, tree, chosen = context.message, context.tree, context.profile
    if tree is None or chosen is None:
        return None
    name = (chosen.code, message.type, message.directory)
    return guide_for(*name, version=message.association, process=context.process)


def _guides(context: MessageContext) -> Iterable[Finding | Surplus]:
    guide = guide_of(context)
    if guide is None or context.tree is None:
        return ()
    # the header of the interchange is that of all its messages
    unb = context.interchange.unb if context.message.index == 0 else None
    return check_guide(context.tree, guide, unb=unb, is_full=context.is_full)


def _parties(context: MessageContext) -> Iterable[Finding]:
    yield from check_parties(context.interchange, context.places, context.market)
    yield from sent_to_itself(context.interchange, context.places)
    if context.message.type == "CONTRL":
        guided = guide_of(context) is not None
        yield from answered_parties(context.interchange, context.places, guided=guided)


def _header(context: MessageContext) -> Iterable[Finding]:
    if context.profile is None:
        return
    yield from check_header(context.interchange, context.places, context.profile, context.process)
    yield from check_version_days(context.places, context.reported, now=context.now)


def _responses(context: MessageContext) -> Iterable[Finding]:
    return check_responses(context.places, context.interchange.syntax_version)


def _lines(context: MessageContext) -> Iterable[Finding]:
    return check_lines(context.places, context.market)


def _offers(context: MessageContext) -> Iterable[Finding]:
    return check_offers(context.places, context.reported)


def _identifiers(context: MessageContext) -> Iterable[Finding | Surplus]:
    unb = context.interchange.unb if context.message.index == 0 else None
    return check_identifiers(context.places, context.market, unb=unb, is_full=context.is_full)


def _times(context: MessageContext) -> Iterable[Finding]:
    return check_times(
        context.places,
        context.reported,
        context.process,
        now=context.now,
        allowed=context.allowed,
        unb=context.interchange.unb if context.message.index == 0 else None,
    )


def _once(context: MessageContext) -> Iterable[Finding | Surplus]:
    return check_once(
        context.places,
        context.reported,
        context.process,
        context.seen,
        single_values=context.allowed.single_values,
        is_full=context.is_full,
    )


# messages whose content has rules of its own, or is all in the rows of its guides; of others a report says that it is not judged
JUDGED = frozenset({"APERAK", "CONTRL", "MSCONS", "PRODAT", "UTILTS"})
# The checks of a message that every validation runs; a caller adds its own by the argument ``further_checks``.
MESSAGE_CHECKS: tuple[MessageCheck, ...] = (
    MessageCheck("codes", _identifiers, None, by_names=True),
    MessageCheck("codes", _responses, frozenset({"CONTRL"})),
    MessageCheck("process", _guides, None),
    MessageCheck("process", _header, None),
    MessageCheck("process", _parties, None),
    MessageCheck("process", _lines, frozenset({"MSCONS", "PRODAT", "UTILTS"})),
    MessageCheck("process", _offers, frozenset({"QUOTES"})),
    MessageCheck("process", _times, None),
    MessageCheck("process", _once, None, by_names=True),
    MessageCheck("process", _series, frozenset({"MSCONS"}), by_columns=True),
    MessageCheck("process", _series, frozenset({"UTILTS"})),
)


def named_tags(profile: str, message_type: str) -> frozenset[str]:
    """Return the tags of the segments that checks of names look at, those of series apart from their heads.

    Args:
        profile: Code of the market, empty when none is known.
        message_type: Element 0065.

    >>> {"BGM", "LOC", "LIN", "NAD"} <= named_tags("no", "MSCONS"), "QTY" in named_tags("no", "MSCONS")
    (True, False)
    """
    return (
        frozenset(identifier_places(profile, message_type))
        | once_tags(profile, message_type)
        | {"LIN", "IDE"}
    )
