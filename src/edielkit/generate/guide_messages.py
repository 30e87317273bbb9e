"""Messages that a guide asks for, built from its tables: what it requires, and what further rows speak of."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import attrs

from edielkit.edifact.check.directory.layouts import GroupSpec, Item, layout, segment_layout
from edielkit.edifact.check.directory.walker import Group, walk_structure
from edielkit.edifact.check.guides import guide_for
from edielkit.edifact.check.guides.guide import ENVELOPE, Guide, GuideRow, Requirement
from edielkit.edifact.check.guides.guide_files import guide_file, guide_names
from edielkit.edifact.check.guides.patterns import Pattern, Step
from edielkit.edifact.check.guides.versions import version_at
from edielkit.edifact.collector import Collector
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.segments import Segment
from edielkit.generate.guide_values import USUAL, GuideValues
from edielkit.market_time import OSLO

__all__ = (
    "Node",
    "build",
    "first",
    "guides",
    "guides_of",
    "interchange_bytes",
    "name_of",
    "raw",
    "tree_of",
    "unb",
    "unh",
)

_ZONE = "+00"
# what stands where no fact and no code does
_PLAIN = ("X1", "1", "ABC")


@attrs.define(eq=False)
class Node:
    """A group of a message that is built, with its segments and groups in order.

    Attributes:
        name: Name of the group, empty for the message.
        items: Segments and groups.
    """

    name: str
    items: list[Segment | Node]

    def nodes(self) -> Iterator[Node]:
        """Yield the group and all below it."""
        yield self
        for item in self.items:
            if isinstance(item, Node):
                yield from item.nodes()

    def segments(self) -> Iterator[Segment]:
        """Yield all segments in order."""
        for item in self.items:
            if isinstance(item, Node):
                yield from item.segments()
            else:
                yield item


def first(item: Segment | Node) -> Segment:
    """Return the segment itself, or the first one of a group."""
    return item if isinstance(item, Segment) else first(item.items[0])


def name_of(item: Segment | Node) -> str:
    """Return the name of an item in its group."""
    return item.tag if isinstance(item, Segment) else item.name


@cache
def guides() -> tuple[Guide, ...]:
    """Return every guide, for each of its processes that differs from those before it.

    >>> len({guide.profile for guide in guides()})
    5
    """
    listed: dict[tuple[object, ...], Guide] = {}
    for profile, kind, directory in guide_names():
        for guide in guides_of(profile, kind, directory):
            rows = tuple((row.within, row.trigger, row.place, row.status, row.values) for row in guide.rows)
            listed.setdefault((profile, kind, directory, rows), guide)
    return tuple(listed.values())


@cache
def guides_of(profile: str, kind: str, directory: str) -> tuple[Guide, ...]:
    """Return the guide of a message for each of its processes.

    Args:
        profile: Code of the market.
        kind: Message type.
        directory: Version and release.
    """
    file = guide_file(profile, kind, directory)
    named = guide_for(profile, kind, directory)
    if file is None or named is None:
        return ()
    version = file.head_text("versions").split()[0]
    processes = (
        guide_for(profile, kind, directory, version=version, process=process)
        for process in named.processes or ("",)
    )
    return tuple(guide for guide in processes if guide is not None)


# facts of a message that stands for all of its guide, when nobody gives any
_NOW = dt.datetime(2026, 5, 4, 4, tzinfo=dt.UTC)


def _facts(guide: Guide) -> GuideValues:
    rng = random.Random(guide.profile)  # noqa: S311  (test data)
    return GuideValues.of(guide.profile, guide.message_type, rng, _NOW)


def build(guide: Guide, *rows: GuideRow, values: GuideValues | None = None) -> Node:
    """Return a message that has what the guide requires, and what further rows speak of.

    Args:
        guide: The guide, for one process.
        rows: Further rows of it.
        values: What stands in the message; if None the same for all messages of the guide, and as little as it takes.

    Raises:
        ValueError: The conditions of the guide give no message that has it all.
    """
    facts = values or _facts(guide)
    extra = tuple(row for wanted in rows for row in (wanted, *_reached(guide, wanted)))
    for _ in range(4):
        builder = _Builder(guide=guide, values=facts, extra=extra, is_bare=values is None)
        nodes = builder.group(guide.root, "")
        tree = tree_of(nodes, guide)
        more = [row for row in _dependent(guide, tree) if row not in extra]
        if not more:
            return nodes
        extra = (*extra, *more)
    raise ValueError(f"{guide.title} does not settle")


def _reached(guide: Guide, row: GuideRow) -> Iterator[GuideRow]:
    """Yield the groups that a row stands in as rows of their own."""
    within, trigger = row.within, row.trigger
    while within and within != ENVELOPE:
        parent, item = _parent(guide.root, within)
        pattern = trigger or Pattern(item.trigger)
        yield attrs.evolve(
            row, within=parent, trigger=None, step=Step(within, pattern), element=0, values=None
        )
        within, trigger = parent, None


def _parent(spec: GroupSpec, name: str) -> tuple[str, Item]:
    for item in spec.items:
        if item.name == name:
            return spec.name, item
        if item.group is not None and (below := _parent(item.group, name))[0] != "?":
            return below
    return "?", spec.items[0]


def _dependent(guide: Guide, tree: Group) -> Iterator[GuideRow]:
    """Yield the dependent rows whose condition holds."""
    for row in guide.rows:
        if any(_holds(row, tree, group) for group in _groups(tree, row.within)):
            yield row


def _holds(row: GuideRow, tree: Group, group: Group) -> bool:
    if row.when is None:
        return False
    homes = {"": tree, group.name: group}
    return any(
        all(fact.home in homes and fact.holds(homes[fact.home]) is said for fact, said in way)
        for way in row.when.ways
    )


def _groups(tree: Group, name: str) -> Iterator[Group]:
    if tree.name == name:
        yield tree
    for item in tree.items:
        if isinstance(item, Group):
            yield from _groups(item, name)


@attrs.frozen(kw_only=True, eq=False)
class _Builder:
    """One message on its way.

    Attributes:
        guide: The guide, for one process.
        values: What stands in the message.
        extra: Rows whose places are there though the guide does not require them.
        is_bare: Without what messages have though nobody asks for it.
    """

    guide: Guide
    values: GuideValues
    extra: tuple[GuideRow, ...]
    is_bare: bool

    def group(self, spec: GroupSpec, text: str) -> Node:
        """Return a group that begins with a segment of the pattern *text*."""
        trigger = self._segment(spec.name, text, None) if text else None
        wanted = [
            row
            for row in (*self.guide.rows, *self.extra)
            if row.within == spec.name
            and (not row.element or row in self.extra)
            and (row.status is Requirement.REQUIRED or row in self.extra)
            and (row.trigger is None or (trigger is not None and row.trigger.matches(trigger)))
        ]
        items: list[Segment | Node] = []
        for item in spec.items:
            if not items and trigger is not None:
                items.append(trigger)
            else:
                items += self._occurrences(spec.name, item, wanted, trigger)
        return Node(spec.name, items)

    def _occurrences(
        self, within: str, item: Item, wanted: list[GuideRow], trigger: Segment | None
    ) -> list[Segment | Node]:
        role = reference_of(self.guide).partition("-")[2].partition("-")[0]
        texts = [_plain(row.step.pattern.text, role) for row in wanted if row.step.item == item.name]
        # those that say least come last: another may be what they ask for
        texts.sort(key=lambda text: -len(text))
        if item.mandatory and not texts:
            texts = [item.trigger]
        nodes: list[Segment | Node] = []
        for text in texts:
            row = next((row for row in wanted if _plain(row.step.pattern.text, role) == text), None)
            if nodes and (row is None or any(row.step.pattern.matches(first(node)) for node in nodes)):
                continue
            if item.group is None:
                nodes.append(self._segment(within, text, trigger))
            else:
                nodes.append(self.group(item.group, text))
        return nodes

    def _segment(self, within: str, text: str, trigger: Segment | None) -> Segment:
        """Return a segment of a pattern with all that the rows and the directory require of it."""
        tag, *elements = text.split("+")
        if tag == "UNH":
            return unh(self.guide, self.values)
        fixed = {
            (e, c): part
            for e, element in enumerate(elements, 1)
            for c, part in enumerate(element.split(":"), 1)
            if part
        }
        parts = {**dict.fromkeys(_mandatory(tag, self.guide), ""), **fixed}
        if tag == "DTM":
            parts = {(1, 2): "", (1, 3): "", **parts}
        self._name_process(within, text, fixed, parts)
        # which rows speak of a component depends on the others
        for _ in range(3):
            rows = list(self._about(within, _of(tag, parts), trigger))
            for row in rows:
                if row.status is Requirement.REQUIRED or row in self.extra:
                    parts.setdefault((row.element, row.component), "")
            for spot in sorted(parts.keys() - fixed.keys()):
                parts[spot] = self._value(_of(tag, parts), spot, rows)
        if not self.is_bare:
            self._add_usual(parts, rows, _of(tag, parts))
        return _of(tag, parts)

    def _add_usual(self, parts: dict[tuple[int, int], str], rows: list[GuideRow], segment: Segment) -> None:
        """Fill what a message has though no row asks for it, where no row says otherwise."""
        spoken_of = {(row.element, row.component) for row in rows}
        for name in (segment.tag, f"{segment.tag}+{segment.get(1)}"):
            for spot in USUAL.get(name, ()):
                facts = self.values.candidates(segment, *spot)
                if facts and spot not in spoken_of | parts.keys():
                    parts[spot] = facts[0]

    def _name_process(
        self, within: str, text: str, fixed: dict[tuple[int, int], str], parts: dict[tuple[int, int], str]
    ) -> None:
        """Write the process where the guide takes it from."""
        guide = self.guide
        file = guide_file(guide.profile, guide.message_type, guide.directory)
        place = file.head_text("process") if file else ""
        if not (place and guide.process):
            return
        segment, element, component = place.rsplit("/", 2)
        step = Step.of(segment)
        if within == step.group and step.pattern.text in {text, text.partition("+")[0]}:
            fixed[int(element), int(component)] = parts[int(element), int(component)] = guide.process

    def _about(self, within: str, segment: Segment, trigger: Segment | None) -> Iterator[GuideRow]:
        """Yield the rows about components of a segment, wherever they are reached from."""
        for row in (*self.guide.rows, *self.extra):
            if (
                not row.element
                or not row.step.pattern.matches(segment)
                or within not in {row.within, row.step.group}
            ):
                continue
            if (
                within == row.within
                and row.trigger is not None
                and not row.trigger.matches(trigger or segment)
            ):
                continue
            yield row

    def _value(self, segment: Segment, spot: tuple[int, int], rows: list[GuideRow]) -> str:
        about = [
            row
            for row in rows
            if (row.element, row.component) == spot and row.status is not Requirement.UNUSED
        ]
        lists = [row.values for row in about if row.values]
        facts = self.values.candidates(segment, *spot)
        codes = [code for values in lists for code in values.text.split() if code in values.codes]
        # a list that knows only how values begin is met by its beginning
        begun = [f"{beginning}1" for values in lists for beginning in values.starts]
        for value in (*facts, *(f"{fact}{_ZONE}" for fact in facts), *codes, *begun, *_PLAIN):
            if all(values.allow(value) for values in lists):
                return value
        return "X1"


@lru_cache(maxsize=4096)
def _plain(text: str, role: str = "") -> str:
    """Return a pattern with the first of its alternatives, or with a role that is one of them."""
    return "+".join(
        ":".join(_alternative(part.split("|"), role) for part in element.split(":"))
        for element in text.split("+")
    )


def _alternative(codes: list[str], role: str) -> str:
    return role if role in codes else codes[0]


def _of(tag: str, parts: dict[tuple[int, int], str]) -> Segment:
    rows = [
        [parts.get((e, c), "") for c in range(1, max((c for f, c in parts if f == e), default=1) + 1)]
        for e in range(1, max((e for e, _ in parts), default=0) + 1)
    ]
    return Segment.of(tag, *rows)


def _mandatory(tag: str, guide: Guide) -> Iterator[tuple[int, int]]:
    spec = segment_layout(tag, guide.directory)
    if spec is None:
        return
    for e, element in enumerate(spec.elements, 1):
        if element.mandatory:
            for c, part in enumerate(element.parts, 1):
                if part.mandatory or (c == 1 and not any(part.mandatory for part in element.parts)):
                    yield e, c


# -- around it


def unh(guide: Guide, values: GuideValues | None = None) -> Segment:
    """Return the header of a message of the guide, in the version that is in force when it is made."""
    created = (values or _facts(guide)).created
    version = version_at(guide.profile, guide.message_type, next(iter(guide.versions), ""), created)
    return Segment.of("UNH", "1", (guide.message_type, *guide.directory.split("."), "UN", version))


# element of UNB that holds the application reference
_REFERENCE = 7


@lru_cache(maxsize=256)
def reference_of(guide: Guide) -> str:
    """Return an application reference of the guide, empty when it uses none."""
    rows = [row for row in guide.rows if row.within == ENVELOPE and row.element == _REFERENCE]
    if all(row.status is Requirement.UNUSED for row in rows):
        return ""
    lists = [row.values for row in rows if row.values]
    texts = [text for values in lists for text in values.text.split()]
    # a case may narrow what the whole guide lists
    fitting = (text for text in texts if all(values.allow(text) for values in lists))
    return next(fitting, texts[0] if texts else "23-DDQ-PRODAT")


def _references(guide: Guide) -> frozenset[str]:
    """Return the application references that the guide lists."""
    rows = [row for row in guide.rows if row.within == ENVELOPE and row.element == _REFERENCE and row.values]
    return frozenset(text for row in rows if row.values for text in row.values.text.split())


def unb(guide: Guide, values: GuideValues | None = None) -> Segment:
    """Return an interchange header as the guide wants it."""
    facts = values or _facts(guide)
    local = facts.created.astimezone(OSLO)
    return Segment.of(
        "UNB",
        ("UNOC", "3"),
        (facts.sender.identification, facts.sender.qualifier),
        (facts.recipient.identification, facts.recipient.qualifier),
        (f"{local:%y%m%d}", f"{local:%H%M}"),
        "R1",
        "",
        reference_of(guide),
    )


def raw(message: Node) -> RawMessage:
    """Return a message as its segments, each with a place in the bytes of its own."""
    segments = list(message.segments())
    segments[-1] = Segment.of("UNT", str(len(segments)), "1")
    placed, offset = [], 0
    for segment in segments:
        text = _text(segment)
        placed.append(attrs.evolve(segment, offset=offset, raw=text.encode()))
        offset += len(text)
    return RawMessage(tuple(placed))


def interchange_bytes(message: Node, guide: Guide, values: GuideValues | None = None) -> bytes:
    """Return a message in an interchange of its own, as bytes."""
    content = raw(message).segments
    header = unb(guide, values)
    reference = _fitting(header.get(_REFERENCE), content, guide)
    header = Segment.of("UNB", *header.elements[: _REFERENCE - 1], reference)
    segments = [header, *content, Segment.of("UNZ", "1", "R1")]
    return b"UNA:+.? '" + b"".join(_text(segment).encode("latin-1") for segment in segments)


# end of a Swedish application reference by the unit of the resolution: T of time series in minutes, S of months
_KIND_OF_UNIT = {"806": "T", "802": "S"}


def _fitting(reference: str, content: Iterable[Segment], guide: Guide) -> str:
    """Return *reference* with the end that goes with the resolution of the message, where the guide has it with both."""
    units = [segment.get(1, 3) for segment in content if segment.tag == "DTM" and segment.get(1) == "354"]
    head, mark, kind = reference.rpartition("-")
    if not mark or kind not in _KIND_OF_UNIT.values() or not units:
        return reference
    fitting = f"{head}-{_KIND_OF_UNIT.get(units[0], kind)}"
    return fitting if fitting in _references(guide) else reference


def _text(segment: Segment) -> str:
    released = [":".join(re.sub(r"[?:+']", r"?\g<0>", part) for part in parts) for parts in segment.elements]
    return "+".join([segment.tag, *released]) + "'"


def tree_of(message: Node, guide: Guide, collector: Collector | None = None) -> Group:
    """Return a message as the groups that its structure makes of it."""
    structure = layout(guide.message_type, guide.directory)
    assert structure is not None
    return walk_structure(raw(message), structure, collector or Collector())
