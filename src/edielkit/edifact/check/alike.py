"""Reports of large messages that are written alike: what is said of the first is said of the others, at their places.

A message is written as an earlier one of its interchange when their bytes are the same but for a few names, the control total
and the amounts (`edielkit.edifact.fast.message_shape`). What is said of it is then what was said of the earlier one, but for what
the checks say that look at just these parts: those are asked anew (``Part``). A shape counts as soon as a second message had the
same report both ways.

Messages of another interchange count too when its header is the same but for its reference (`alike_headers`): what is said of the header
is said at the first message of each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs
import numpy as np
import numpy.typing as npt

from edielkit.edifact.check.alike_headers import REFERENCE_OF_UNB, header_but_reference
from edielkit.edifact.check.directory.segment_kinds import Contents, SegmentKind
from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.check.message_checks import MessageContext, named_tags
from edielkit.edifact.check.once import SeenOnce
from edielkit.edifact.check.places import MessagePlaces
from edielkit.edifact.check.reported import Reported, ReportedSeries
from edielkit.edifact.fast.message_shape import DOCUMENT, POINT, TOTAL, MessageShape, Written
from edielkit.edifact.fast.outline import Outline
from edielkit.edifact.fast.read import qualifier_text
from edielkit.edifact.fast.stretch import Workspace
from edielkit.edifact.interchange import Interchange, RawMessage
from edielkit.edifact.profiles import Profile
from edielkit.edifact.read.envelopes import UnreadBody
from edielkit.edifact.segments import Segment
from edielkit.edifact.series.value_codes import may_be_missing
from edielkit.findings import Finding, payload_name

__all__ = ("AlikeMessage", "AlikeReports", "CheckedMessage", "Part")

_Int = npt.NDArray[np.int64]

# shapes that are kept, and messages that are learned from before it has to be worth it
_MOST_SHAPES, _PATIENCE = 4, 4
# element and component, from 0, of the part of a segment that may differ
_SPOTS = {DOCUMENT: (1, 0), POINT: (1, 0), TOTAL: (0, 1)}
# a shorter name may stand in a text by chance
_TELLING = 6


@attrs.frozen
class CheckedMessage:
    """A message under check, with its segments by kind and the directory of their formats."""

    context: MessageContext
    contents: Contents
    directory: str


@attrs.frozen
class Part:
    """What a check has said that looks at parts which may differ between messages that are written alike.

    Attributes:
        check: Says it of another message.
        begin: Index of its first finding.
        end: The index behind the last one.
    """

    check: Callable[[AlikeMessage], None]
    begin: int
    end: int


@attrs.frozen(eq=False)
class _Places:
    """Places in a message that are found again in others of its shape: how far each is behind an anchor."""

    anchor: _Int
    distance: _Int

    @classmethod
    def of(cls, offsets: Sequence[int], anchors: _Int) -> _Places:
        order = np.argsort(anchors, kind="stable")
        places = np.array(offsets, np.int64)
        anchor = order[np.searchsorted(anchors[order], places, "right") - 1]
        return cls(anchor, places - anchors[anchor])

    def among(self, anchors: _Int) -> list[int]:
        places: list[int] = (anchors[self.anchor] + self.distance).tolist()
        return places


@attrs.frozen(eq=False)
class _Said:
    """Findings that are the same for all messages of a shape.

    Attributes:
        findings: The findings, each with whether it is about the message by its reference.
        places: Where they stand, those of the header at UNH.
        headed: Of those of the header, how far behind the beginning of UNB they stand; None of others.
    """

    findings: tuple[tuple[Finding, bool], ...]
    places: _Places
    headed: tuple[int | None, ...]

    def of(self, reference: str, anchors: _Int, unb: int | None) -> Iterator[Finding]:
        """Yield what is said of a message.

        Args:
            reference: Its reference.
            anchors: Its anchors.
            unb: First byte of the header of its interchange, None when that is of another message.
        """
        if not self.findings:
            return
        name = payload_name(reference[:40] or None)
        places = self.places.among(anchors)
        for (finding, is_about), offset, headed in zip(self.findings, places, self.headed, strict=True):
            about = name if is_about else finding.payload
            if headed is None:
                yield finding.elsewhere(offset, about)
            elif unb is not None:
                yield finding.elsewhere(unb + headed, about)


@attrs.define(eq=False, slots=False)
class _ReportShape:
    """What is said of the messages of a shape.

    Attributes:
        shape: How they are written.
        first: The first of them.
        written: How that one is written.
        segments: The segments of its outline that may have names, or checks of names look at.
        paths: Their paths.
        places: Where they stand.
        names: By its number among the segments, which of the names a segment has.
        series: The series that it reports: each with the number of its head among the segments.
        parts: What is said, in order.
        is_headed: The first of them is the first of its interchange, of which the header is checked too.
        is_sure: A second message had the same report both ways.
    """

    shape: MessageShape
    first: CheckedMessage
    written: Written
    segments: tuple[Segment, ...]
    paths: tuple[str, ...]
    places: _Places
    names: Mapping[int, int]
    series: tuple[tuple[int, ReportedSeries], ...]
    parts: tuple[_Said | Callable[[AlikeMessage], None], ...]
    is_headed: bool = False
    is_sure: bool = False

    @cached_property
    def kinds(self) -> tuple[Mapping[SegmentKind, int], Mapping[SegmentKind, Segment]]:
        """How often each kind of segment stands in a message, and the first of it: amounts are among what is left out."""
        first = self.first.contents
        firsts = {kind: segment for kind, segment in first.firsts.items() if segment.tag != "QTY"}
        counts = {kind: first.counts[kind] for kind in firsts}
        for kind, segment in first.firsts.items():
            if segment.tag == "QTY":
                # the unit of the value counts
                code, _, *unit = segment.elements[0]
                unvalued = Segment("QTY", ((code, "0", *unit),))
                firsts[kind[0], "QTY", unvalued.elements] = unvalued
                counts[kind[0], "QTY", unvalued.elements] = 0
        return counts, firsts


@attrs.frozen(eq=False, slots=False)
class AlikeMessage:
    """A message that is written as an earlier one.

    Attributes:
        message: The message.
        body: Where it is read from.
        written: How it is written.
        like: What is said of messages like it.
        interchange: The interchange that it stands in.
        seen: What earlier messages of that have said.
    """

    message: RawMessage
    body: UnreadBody
    written: Written
    like: _ReportShape
    interchange: Interchange
    seen: SeenOnce

    @property
    def is_sure(self) -> bool:
        """A second message of the shape had the same report both ways."""
        return self.like.is_sure

    def parts(self) -> Iterator[Sequence[Finding] | Callable[[AlikeMessage], None]]:
        """Yield what is said of the message, in order: findings, or the check that has to be asked."""
        unb = self.interchange.unb
        header = unb.offset if unb is not None and self.message.index == 0 else None
        for part in self.like.parts:
            if isinstance(part, _Said):
                yield tuple(part.of(self.message.reference, self.written.anchors, header))
            else:
                yield part

    @cached_property
    def context(self) -> MessageContext:
        """The message for a check of its names: the segments that such checks look at, with the series of all of it."""
        first = self.like.first.context
        segments = tuple(self._segments())
        message = RawMessage(segments, self.message.index)
        # quicker than to evolve the first one: most of what a small message costs is costs of this kind
        context = MessageContext(
            self.interchange, message, None, first.profile, first.now, self.seen, None, first.is_full
        )
        places, reported = MessagePlaces(message), Reported(message, first.market)
        vars(places)["_paths"] = dict(zip(map(id, segments), self.like.paths, strict=True))
        vars(reported).update(series=tuple(self._series(segments)), **first.reported.periods_read())
        vars(context).update(process=first.process, places=places, reported=reported)
        return context

    def _series(self, segments: Sequence[Segment]) -> Iterator[ReportedSeries]:
        """Yield what the message reports: the series of the first one with the names of this one."""
        before = self.like.segments
        renamed = {
            (before[number].tag, before[number].elements): (segments[number].tag, segments[number].elements)
            for number in self.like.names
        }
        for head, series in self.like.series:
            own = tuple([renamed.get(part, part) for part in series.key])
            yield series.of(segments[head], own)

    def contents(self) -> tuple[Contents, Group]:
        """Return the segments by kind, with what all values say together, and the control totals of the message."""
        message, (counts, firsts) = self.context.message, self.like.kinds
        octets = np.frombuffer(self.body.data, np.uint8)
        left_out = self.written.left_out(octets, self.like.shape.mark)
        totals = tuple(segment for segment in message.segments if segment.tag == "CNT")
        unplaced = self.like.first.contents.unplaced
        return Contents(message, None, counts, firsts, unplaced, left_out), Group("", 1, totals)

    def _segments(self) -> Iterator[Segment]:
        like = self.like
        last = len(like.segments) - 1
        for number, offset in enumerate(like.places.among(self.written.anchors)):
            segment = like.segments[number]
            name = like.names.get(number)
            if number in {0, last}:
                yield self.body.unt if number else self.body.unh
            elif name is None:
                yield Segment(segment.tag, segment.elements, offset, segment.raw, segment.separators)
            else:
                yield self._named(segment, offset, name)

    def _named(self, segment: Segment, offset: int, number: int) -> Segment:
        """Return a segment of the first message with the name that this one has."""
        element, component = _SPOTS[self.like.shape.kinds[number]]
        name, before = self.written.names[number], self.like.written.names[number]
        elements = [list(parts) for parts in segment.elements]
        elements[element][component] = name.decode("ascii")
        at = self.like.written.spots[number] - (segment.offset or 0)
        raw = segment.raw or b""
        return Segment(
            segment.tag,
            tuple(map(tuple, elements)),
            offset,
            raw[:at] + name + raw[at + len(before) :],
            segment.separators,
        )


class AlikeReports:
    """The shapes of messages that were checked so far, in interchanges of one header."""

    def __init__(self) -> None:
        self._header: Hashable = None
        self._loads: Workspace | None = None
        self._shapes: list[_ReportShape] = []
        self._learned = 0
        self._tried = 0
        self._found = 0

    def begin(self, interchange: Interchange) -> None:
        """Forget the messages of interchanges with other headers.

        Args:
            interchange: The one whose messages come now.
        """
        header = header_but_reference(interchange)
        if header is None or header != self._header:
            self._shapes.clear()
        self._header = header

    def find(
        self, interchange: Interchange, message: RawMessage, chosen: Profile | None, seen: SeenOnce
    ) -> AlikeMessage | None:
        """Return a message as one that is written as an earlier one, None when it is not.

        Args:
            interchange: The interchange that it stands in.
            message: The message.
            chosen: Its profile.
            seen: What earlier messages of the interchange have said.
        """
        body = message.unread
        if not self._shapes or not isinstance(body, UnreadBody) or not body.is_regular:
            return None
        loads = self._loads_of(body)
        # a shape that is sure needs no second look
        for like in sorted(self._shapes, key=lambda like: not like.is_sure):
            is_for_it = like.first.context.profile == chosen and (message.index > 0 or like.is_headed)
            written = like.shape.read(body, loads) if is_for_it else None
            if written is not None:
                self._found += 1
                return AlikeMessage(message, body, written, like, interchange, seen)
        return None

    def is_worth_learning(self, message: RawMessage, least: int) -> bool:
        """Tell whether to make the outline of a message that is written as no earlier one.

        Of a small one that costs what its segments do, and pays where others are written alike.

        Args:
            message: The message.
            least: Bytes from which on an outline costs less than all segments.
        """
        body = message.unread
        if isinstance(body, UnreadBody) and body.stop - body.start < least:
            self._tried += 1
            return self._tried <= _PATIENCE + self._found // 4
        return True

    def learn(
        self, checked: CheckedMessage, outline: Outline, findings: Sequence[Finding], parts: Sequence[Part]
    ) -> None:
        """Keep what was said of a message for those that are written alike.

        Args:
            checked: The message, as it was checked by its outline.
            outline: The outline.
            findings: All that was said of it.
            parts: The findings that others of its shape may not have.
        """
        values = outline.values
        if values is None or self._learned >= _PATIENCE + self._found // 4:
            return
        self._learned += 1
        if any(
            may_be_missing(qualifier_text(code))
            for chunk in {id(chunk): chunk for line in values.span.lines for chunk, _ in line.parts}.values()
            for code in np.unique(chunk.qualifier).tolist()
        ):
            return
        written = MessageShape.of(values, self._loads_of(values.body))
        like = None if written is None else _report_shape(*written, checked, findings, parts)
        if like is not None:
            self._shapes.append(like)
            del self._shapes[:-_MOST_SHAPES]

    def confirm(self, alike: AlikeMessage, *, is_same: bool) -> None:
        """Take a shape as sure, or forget it.

        Args:
            alike: A message that was checked both ways.
            is_same: Both ways said the same.
        """
        alike.like.is_sure = is_same
        if not is_same:
            self._shapes.remove(alike.like)

    def _loads_of(self, body: UnreadBody) -> Workspace:
        if self._loads is None or self._loads.data is not body.data:
            self._loads = Workspace(body.data)
        return self._loads


def _report_shape(
    shape: MessageShape,
    written: Written,
    checked: CheckedMessage,
    findings: Sequence[Finding],
    parts: Sequence[Part],
) -> _ReportShape | None:
    """Return what is said of messages of a shape, None when that cannot be known from one."""
    message = checked.context.message
    said: list[_Said | Callable[[AlikeMessage], None]] = []
    begin = 0
    for part in (*parts, None):
        own = findings[begin : part.begin if part else len(findings)]
        same = _said(own, shape, written, checked.context)
        if same is None:
            return None
        said += [same, *((part.check,) if part else ())]
        begin = part.end if part else 0
    context = checked.context
    tree = context.tree
    paths = {id(segment): path for path, segment in tree.paths()} if tree else {}
    looked_at = named_tags(context.market, message.type) | {"UNH", "UNT", "CNT"}
    segments = tuple(segment for segment in message.segments if segment.tag in looked_at)
    numbers = {id(segment): number for number, segment in enumerate(segments)}
    series = context.reported.series
    if not all(id(line.head) in numbers for line in series):
        return None
    offsets = [segment.offset or 0 for segment in segments]
    behind = np.searchsorted(offsets, written.spots, "right").tolist()
    return _ReportShape(
        shape=shape,
        first=checked,
        written=written,
        segments=segments,
        paths=tuple(paths.get(id(segment), "") for segment in segments),
        places=_Places.of(offsets, written.anchors),
        names={number - 1: name for name, number in enumerate(behind)},
        series=tuple((numbers[id(line.head)], line) for line in series),
        parts=tuple(said),
        is_headed=message.index == 0,
    )


def _said(
    findings: Sequence[Finding], shape: MessageShape, written: Written, context: MessageContext
) -> _Said | None:
    """Return findings that others of a shape have too, None when one speaks of what they have otherwise."""
    message, unb = context.message, context.interchange.unb
    unh = message.unh.offset or 0
    offsets = [finding.position.offset for finding in findings]
    begin = 0 if unb is None else unb.offset or 0
    headed = tuple(offset - begin if offset is not None and offset < unh else None for offset in offsets)
    names = [name.decode("ascii") for name in {*written.names} if len(name) >= _TELLING]
    if None in offsets or any(name in finding.message for finding in findings for name in names):
        return None
    if any(finding.position.segment.startswith(REFERENCE_OF_UNB) for finding in findings):
        return None
    places = _Places.of([max(offset or 0, unh) for offset in offsets], written.anchors)
    # what is said at an amount may be said of the amount
    of_values = (places.anchor >= written.first_value) & (
        places.anchor < written.first_value + shape.bounds[-1]
    )
    about = [finding.is_about(message.reference) for finding in findings]
    are_known = all(finding.payload is None or is_it for finding, is_it in zip(findings, about, strict=True))
    if not are_known or of_values.any():
        return None
    return _Said(tuple(zip(findings, about, strict=True)), places, headed)
