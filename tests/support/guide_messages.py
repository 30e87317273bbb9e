"""Messages that guides ask for: built from the tables with invented values, and changed in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from edielkit.edifact.check.directory.tables import GroupSpec, Item, layout, segment_layout
from edielkit.edifact.check.directory.walker import Group, walk_structure
from edielkit.edifact.check.guides import guide_for
from edielkit.edifact.check.guides.guide import ENVELOPE, Guide, GuideRow, Status
from edielkit.edifact.check.guides.patterns import Pattern, Step
from edielkit.edifact.check.guides.reading import guide_file, guide_names
from edielkit.edifact.interchange import RawMessage
from edielkit.edifact.rules import Collector
from edielkit.edifact.segments import Segment

WRONG = "ZQ9"

# what stands in a component that no row gives values for: segment, element, component; else "X1"
EXAMPLES = {
    ("DTM", 1, 3): "203",
    ("DTM+137", 1, 2): "202602020500",
    ("DTM+171", 1, 2): "202602020500",
    ("DTM+178", 1, 2): "202602020500",
    ("DTM+324", 1, 2): "202602010000202602010100",
    ("DTM+597", 1, 2): "202602020400",
    ("DTM+368", 1, 2): "202602020400",
    ("DTM+354", 1, 2): "60",
    ("DTM+354", 1, 3): "806",
    ("DTM+163", 1, 2): "202602010000",
    ("DTM+164", 1, 2): "202602010100",
    ("DTM+672", 1, 2): "60",
    ("LIN", 1, 1): "1",
    ("LIN", 3, 1): "8716867000030",
    ("SEQ", 2, 1): "1",
    ("QTY", 1, 2): "1",
    ("CNT", 1, 2): "1",
    ("MOA", 1, 2): "1",
    ("PRI", 1, 2): "1",
    ("LOC+172", 2, 1): "735999000000001232",
    ("LOC+239", 2, 1): "ABC",
    ("LOC+239", 2, 2): "SVK",
    ("MEA", 3, 1): "KWH",
    ("NAD", 2, 1): "10001",
    ("UNS", 1, 1): "D",
    ("UCI", 4, 1): "4",
    ("UCI", 5, 1): "12",
    ("UCM", 3, 1): "4",
    ("UCI", 2, 1): "10001",
    ("UCI", 3, 1): "20002",
}
# versions that a message carries where its guide names none
_ZONE = "+00"


@attrs.define(eq=False)
class Node:
    """A group of a message that is built, with its segments and groups in order."""

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


def guides() -> list[Guide]:
    """Return every guide, for each of its processes that differs from those before it."""
    listed: dict[tuple[object, ...], Guide] = {}
    for profile, kind, directory in guide_names():
        version = guide_file(profile, kind, directory).one("versions").split()[0]
        for process in guide_for(profile, kind, directory).processes or ("",):
            guide = guide_for(profile, kind, directory, version=version, process=process)
            rows = tuple((row.within, row.trigger, row.place, row.status, row.values) for row in guide.rows)
            listed.setdefault((profile, kind, directory, rows), guide)
    return list(listed.values())


def build(guide: Guide, *rows: GuideRow) -> Node:
    """Return a message that has what the guide requires, and what further rows speak of."""
    extra = tuple(row for wanted in rows for row in (wanted, *_reached(guide, wanted)))
    for _ in range(4):
        nodes = _group(guide, guide.root, "", extra)
        tree = tree_of(nodes, guide)
        more = [row for row in _dependent(guide, tree) if row not in extra]
        if not more:
            return nodes
        extra = (*extra, *more)
    raise AssertionError(f"{guide} does not settle")


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
        if row.when is not None and any(_holds(row, tree, group) for group in _groups(tree, row.within)):
            yield row


def _holds(row: GuideRow, tree: Group, group: Group) -> bool:
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


def _group(guide: Guide, spec: GroupSpec, text: str, extra: tuple[GuideRow, ...]) -> Node:
    """Return a group that begins with a segment of the pattern *text*."""
    trigger = _segment(guide, spec.name, text, extra, None) if text else None
    wanted = [
        row
        for row in (*guide.rows, *extra)
        if row.within == spec.name
        and (not row.element or row in extra)
        and (row.status is Status.REQUIRED or row in extra)
        and (row.trigger is None or (trigger is not None and row.trigger.matches(trigger)))
    ]
    items: list[Segment | Node] = []
    for item in spec.items:
        if not items and trigger is not None:
            items.append(trigger)
        else:
            items += _occurrences(guide, spec.name, item, wanted, extra, trigger)
    return Node(spec.name, items)


def _occurrences(
    guide: Guide,
    within: str,
    item: Item,
    wanted: list[GuideRow],
    extra: tuple[GuideRow, ...],
    trigger: Segment | None,
) -> list[Segment | Node]:
    texts = [_plain(row.step.pattern.text) for row in wanted if row.step.item == item.name]
    # those that say least come last: another may be what they ask for
    texts.sort(key=lambda text: -len(text))
    if item.mandatory and not texts:
        texts = [item.trigger]
    nodes: list[Segment | Node] = []
    for text, row in [
        (text, next((r for r in wanted if _plain(r.step.pattern.text) == text), None)) for text in texts
    ]:
        if nodes and (row is None or any(row.step.pattern.matches(first(node)) for node in nodes)):
            continue
        if item.group is None:
            nodes.append(_segment(guide, within, text, extra, trigger))
        else:
            nodes.append(_group(guide, item.group, text, extra))
    return nodes


def _plain(text: str) -> str:
    """Return a pattern with the first of its alternatives."""
    return "+".join(
        ":".join(part.partition("|")[0] for part in element.split(":")) for element in text.split("+")
    )


def _segment(
    guide: Guide, within: str, text: str, extra: tuple[GuideRow, ...], trigger: Segment | None
) -> Segment:
    """Return a segment of a pattern with all that the rows and the directory require of it."""
    tag, *elements = text.split("+")
    fixed = {
        (e, c): part
        for e, element in enumerate(elements, 1)
        for c, part in enumerate(element.split(":"), 1)
        if part
    }
    if tag == "UNH":
        return unh(guide)
    parts = {**dict.fromkeys(_mandatory(tag, guide), ""), **fixed}
    if tag == "DTM":
        parts = {(1, 2): "", (1, 3): "", **parts}
    place = guide_file(guide.profile, guide.message_type, guide.directory).one("process")
    if place and guide.process:
        segment, element, component = place.rsplit("/", 2)
        step = Step.of(segment)
        if within == step.group and step.pattern.text in {text, tag}:
            fixed[int(element), int(component)] = parts[int(element), int(component)] = guide.process
    # which rows speak of a component depends on the others
    for _ in range(3):
        rows = list(_about(guide, within, _of(tag, parts), extra, trigger))
        for row in rows:
            if row.status is Status.REQUIRED or row in extra:
                parts.setdefault((row.element, row.component), "")
        for spot in sorted(parts.keys() - fixed.keys()):
            parts[spot] = _value(_of(tag, parts), spot, rows)
    return _of(tag, parts)


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


def _about(
    guide: Guide, within: str, segment: Segment, extra: tuple[GuideRow, ...], trigger: Segment | None
) -> Iterator[GuideRow]:
    """Yield the rows about components of a segment, wherever they are reached from."""
    for row in (*guide.rows, *extra):
        if (
            not row.element
            or not row.step.pattern.matches(segment)
            or within not in {row.within, row.step.group}
        ):
            continue
        if within == row.within and row.trigger is not None and not row.trigger.matches(trigger or segment):
            continue
        yield row


def _value(segment: Segment, spot: tuple[int, int], rows: list[GuideRow]) -> str:
    about = [row for row in rows if (row.element, row.component) == spot and row.status is not Status.UNUSED]
    lists = [row.values for row in about if row.values]
    names = [f"{segment.tag}+{segment.get(1)}", segment.tag]
    examples = [EXAMPLES[name, *spot] for name in names if (name, *spot) in EXAMPLES]
    codes = [code for values in lists for code in values.text.split() if code in values.codes]
    for value in (*examples, *(f"{example}{_ZONE}" for example in examples), *codes):
        if all(values.allow(value) for values in lists):
            return value
    return "X1"


# -- around it


def unh(guide: Guide) -> Segment:
    """Return the header of a message of the guide."""
    version = next(iter(guide.versions), "")
    return Segment.of("UNH", "1", (guide.message_type, *guide.directory.split("."), "UN", version))


def unb(guide: Guide) -> Segment:
    """Return an interchange header as the guide wants it."""
    rows = [row for row in guide.rows if row.within == ENVELOPE and row.values]
    reference = next((row.values.text.split()[0] for row in rows), "23-DDQ-PRODAT")
    parts = ("UNOC", "3"), ("10001", "ZZ"), ("20002", "ZZ"), ("260202", "0600"), "R1"
    required = any(row.within == ENVELOPE and row.status is not Status.UNUSED for row in guide.rows)
    return Segment.of("UNB", *parts, "", reference if required else "")


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


def written(message: Node, guide: Guide) -> bytes:
    """Return a message in an interchange of its own, as bytes."""
    segments = [unb(guide), *raw(message).segments, Segment.of("UNZ", "1", "R1")]
    return b"UNA:+.? '" + b"".join(_text(segment).encode() for segment in segments)


def _text(segment: Segment) -> str:
    released = [":".join(re.sub(r"[?:+']", r"?\g<0>", part) for part in parts) for parts in segment.elements]
    return "+".join([segment.tag, *released]) + "'"


def tree_of(message: Node, guide: Guide, collector: Collector | None = None) -> Group:
    """Return a message as the groups that its structure makes of it."""
    structure = layout(guide.message_type, guide.directory)
    return walk_structure(raw(message), structure, collector or Collector())


# -- changed in one place


def scope_of(message: Node, row: GuideRow) -> Node:
    """Return the first group that a row is about."""
    return next(
        node
        for node in message.nodes()
        if node.name == row.within and (row.trigger is None or row.trigger.matches(first(node)))
    )


def met(scope: Node, row: GuideRow) -> list[int]:
    """Return the places in a group of what a row is about."""
    return [
        n
        for n, item in enumerate(scope.items)
        if name_of(item) == row.step.item and row.step.pattern.matches(first(item))
    ]


def drop(message: Node, row: GuideRow) -> None:
    """Take away all that a row is about."""
    scope = scope_of(message, row)
    for n in reversed(met(scope, row)):
        del scope.items[n]


def double(message: Node, row: GuideRow) -> None:
    """Put what a row is about there until it is once too often."""
    scope = scope_of(message, row)
    while len(met(scope, row)) <= row.most:
        n = met(scope, row)[0]
        scope.items.insert(n, _copy(scope.items[n]))


def _copy(item: Segment | Node) -> Segment | Node:
    if isinstance(item, Segment):
        return attrs.evolve(item)
    return Node(item.name, [_copy(below) for below in item.items])


def put(message: Node, row: GuideRow, value: str) -> None:
    """Write a value into the component that a row is about, in the first segment that it means."""
    scope = scope_of(message, row)
    put_at(scope, met(scope, row)[0], row.element, row.component, value)


def put_at(scope: Node, n: int, element: int, component: int, value: str) -> None:
    """Write a value into a component of the segment, or of the first one of the group, at a place in a group."""
    item = scope.items[n]
    if isinstance(item, Node):
        put_at(item, 0, element, component, value)
        return
    elements = [list(parts) for parts in item.elements]
    while len(elements) < element:
        elements.append([""])
    while len(elements[element - 1]) < component:
        elements[element - 1].append("")
    elements[element - 1][component - 1] = value
    scope.items[n] = Segment.of(item.tag, *elements)


def wrong_value(row: GuideRow) -> str:
    """Return a value that a row does not allow."""
    return next(
        value for value in (WRONG, "9", "WRONGVALUE") if row.values is None or not row.values.allow(value)
    )
