"""The message and segment tables, read from the text files of this package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import attrs

from edielkit.edifact.data_lines import data_lines

__all__ = (
    "FALLBACK",
    "ComponentSpec",
    "ElementSpec",
    "GroupSpec",
    "Item",
    "Layout",
    "SegmentSpec",
    "borders",
    "layout",
    "layouts",
    "segment_layout",
    "segment_layouts",
)


@attrs.frozen(eq=False)
class Item:
    """A segment or group in its place.

    Attributes:
        name: Segment tag, or group name such as ``SG6``.
        trigger: Tag that starts it: the segment itself, or the first segment of the group.
        mandatory: It has to be there.
        maximum: How often it may be there.
        group: The group's own items, or None for a segment.
    """

    name: str
    trigger: str
    mandatory: bool
    maximum: int
    group: GroupSpec | None = None


@attrs.frozen(eq=False)
class GroupSpec:
    """A group, or the message as the outermost group, with its items in order."""

    name: str
    items: tuple[Item, ...]
    slots: dict[str, tuple[int, ...]] = attrs.field(init=False, repr=False)
    tags: frozenset[str] = attrs.field(init=False, repr=False)

    @slots.default
    def _slots(self) -> dict[str, tuple[int, ...]]:
        slots: dict[str, tuple[int, ...]] = {}
        for i, item in enumerate(self.items):
            slots[item.trigger] = (*slots.get(item.trigger, ()), i)
        return slots

    @tags.default
    def _tags(self) -> frozenset[str]:
        inner = (item.group.tags for item in self.items if item.group)
        return frozenset(item.name for item in self.items if not item.group).union(*inner)


@attrs.frozen(eq=False)
class Layout:
    """The structure of a message in one directory.

    Attributes:
        message_type: Such as ``MSCONS``.
        directory: Such as ``D.96A``.
        root: The message as a group.
    """

    message_type: str
    directory: str
    root: GroupSpec


# components are keys of caches that are asked for each value at fault
@attrs.frozen(cache_hash=True)
class ComponentSpec:
    """One component, or one simple element.

    Attributes:
        name: Data element, such as ``6060``; ``...`` when what stands here is not known.
        mandatory: It has to be there when its composite is.
        kind: ``a``, ``n`` or ``an``; empty when not known.
        maximum: Greatest length.
        fixed: The length is exact.
    """

    name: str
    mandatory: bool = False
    kind: str = ""
    maximum: int = 0
    fixed: bool = False


@attrs.frozen
class ElementSpec:
    """One element of a segment with its components.

    Attributes:
        name: Composite such as ``C186``, or the data element.
        mandatory: It has to be there.
        parts: Its components; one for a simple element.
        open: More components may follow than are known.
    """

    name: str
    mandatory: bool
    parts: tuple[ComponentSpec, ...]
    open: bool = False


@attrs.frozen
class SegmentSpec:
    """The layout of a segment in one directory."""

    tag: str
    directory: str
    elements: tuple[ElementSpec, ...]
    open: bool = False


# Where a directory's own layout is not known, the next known one is used and its findings are warnings:
# later directories first look at their neighbours of the same generation, earlier ones at D.96A.
FALLBACK: dict[str, tuple[str, ...]] = {
    "D.96A": ("D.96A",),
    "D.97A": ("D.97A", "D.96A"),
    # ids grew after D.96A (Swiss 33 characters in LOC), so D.99A takes nothing from there
    "D.99A": ("D.97A",),
    "D.02B": ("D.02B", "D.04B", "D.04A"),
    "D.04A": ("D.04A", "D.04B", "D.02B"),
    "D.04B": ("D.04B", "D.02B", "D.04A"),
    "D.07B": ("D.04B", "D.04A", "D.02B"),
    "D.18A": ("D.04B", "D.04A", "D.02B"),
    "S.3": ("S.3",),
    "S.4": ("S.4", "S.3"),
}
# Service segments keep one directory for each syntax version, whatever the message.
_SERVICE = frozenset({"UNB", "UNH", "UNG", "UNE", "UNS", "UNT", "UNZ", "UCI", "UCF", "UCM", "UCS", "UCD"})

_PACKAGE = "edielkit.edifact.check.directory"
_CARDINALITY = re.compile(r"(\w+)([!*])(\d*)")
_PART = re.compile(r"(\w{4})(!?) (an|a|n)(\.\.)?(\d+)(?:\*(\d+))?")


# -- messages


@cache
def layouts() -> dict[tuple[str, str], Layout]:
    """Return all message structures by type and directory."""
    table: dict[tuple[str, str], Layout] = {}
    head: list[str] = []
    rows: dict[str, str] = {}

    def close() -> None:
        for directory in head[1:]:
            table[head[0], directory] = Layout(head[0], directory, _group(".", rows))

    for line in data_lines(_PACKAGE, "messages.txt"):
        words = line.split()
        if words[0] == "message":
            close()
            head, rows = words[1:], {}
        else:
            rows[words[0]] = " ".join(words[1:])
    close()
    return table


def _group(name: str, rows: dict[str, str]) -> GroupSpec:
    items = []
    for word in rows[name].split():
        match = _CARDINALITY.fullmatch(word)
        if match is None:
            raise ValueError(f"messages.txt: cannot read {word!r} in {name}")
        child = match[1]
        group = _group(child, rows) if child in rows else None
        trigger = group.items[0].name if group else child
        items.append(Item(child, trigger, match[2] == "!", int(match[3] or 1), group))
    return GroupSpec("" if name == "." else name, tuple(items))


def layout(message_type: str, directory: str) -> Layout | None:
    """Return the structure of a message, or None when it is not known here.

    Args:
        message_type: Element 0065, such as ``MSCONS``.
        directory: Version and release, ``D.96A``; ``D:96A`` and ``D96A`` are understood too.

    >>> layout("MSCONS", "D.04B").root.items[-1].name
    'UNT'
    """
    name = directory.replace(":", ".")
    if "." not in name:
        name = f"{name[:1]}.{name[1:]}"
    return layouts().get((message_type, name))


# -- segments


@cache
def _segments() -> dict[str, dict[str, SegmentSpec]]:
    table: dict[str, dict[str, SegmentSpec]] = {}
    directory = ""
    composites: dict[str, tuple[tuple[ComponentSpec, ...], bool]] = {}
    for line in data_lines(_PACKAGE, "segments.txt"):
        if line.startswith("directory "):
            directory, composites = line.split()[1], {}
            table[directory] = {}
            continue
        name, _, body = line.partition(" = ")
        if len(name) == 4:
            composites[name] = _parts(body)
        else:
            table[directory][name] = _segment(name, directory, body, composites)
    return table


def _parts(body: str) -> tuple[tuple[ComponentSpec, ...], bool]:
    words = body.split(" | ")
    is_open = words[-1] == "..."
    parts = [part for word in words if word != "..." for part in _components(word)]
    return tuple(parts), is_open


def _components(word: str) -> Iterator[ComponentSpec]:
    match = _PART.fullmatch(word)
    if match is None:
        raise ValueError(f"segments.txt: cannot read {word!r}")
    part = ComponentSpec(match[1], bool(match[2]), match[3], int(match[5]), not match[4])
    for _ in range(int(match[6] or 1)):
        yield part


def _segment(
    tag: str, directory: str, body: str, composites: dict[str, tuple[tuple[ComponentSpec, ...], bool]]
) -> SegmentSpec:
    elements: list[ElementSpec] = []
    words = body.split(" + ")
    for word in words:
        if word == "...":
            continue
        if " " in word:
            elements.extend(ElementSpec(part.name, part.mandatory, (part,)) for part in _components(word))
            continue
        name, _, count = word.partition("*")
        parts, is_open = composites[name.rstrip("!")]
        spec = ElementSpec(name.rstrip("!"), name.endswith("!"), parts, is_open)
        elements.extend([spec] * int(count or 1))
    return SegmentSpec(tag, directory, tuple(elements), words[-1] == "...")


@cache
def segment_layouts(tag: str) -> tuple[SegmentSpec, ...]:
    """Return the layouts of a segment in all directories, the oldest first; none for a tag that is not known.

    >>> [spec.directory for spec in segment_layouts("NAD")][:2]
    ['D.96A', 'D.97A']
    """
    return tuple(segments[tag] for segments in _segments().values() if tag in segments)


def segment_layout(tag: str, directory: str, syntax_version: str = "3") -> SegmentSpec | None:
    """Return the layout of a segment, of the directory itself or of the next one in its chain.

    Args:
        tag: Segment tag.
        directory: The message's directory.
        syntax_version: Element 0002, for the service segments.

    >>> segment_layout("QTY", "D.07B").directory
    'D.04B'
    """
    if tag in _SERVICE:
        directory = "S.4" if syntax_version == "4" else "S.3"
    table = _segments()
    for name in FALLBACK.get(directory, ()):
        if tag in table[name]:
            return table[name][tag]
    return None


def borders(structure: Layout | None, trigger: str) -> frozenset[int]:
    """Return the numbers of groups of a kind, from 0 in what they stand in, at which there may be one too many.

    Args:
        structure: The structure of a message, None when it is not known.
        trigger: Tag of the segment that begins such a group.

    >>> sorted(borders(layout("MSCONS", "D.96A"), "QTY"))
    [9998, 9999]
    """
    if structure is None:
        return frozenset()
    return frozenset(row for most in _most_groups(structure.root, trigger) for row in (most - 1, most))


def _most_groups(spec: GroupSpec, trigger: str) -> Iterator[int]:
    for item in spec.items:
        if item.group is not None:
            if item.trigger == trigger:
                yield item.maximum
            yield from _most_groups(item.group, trigger)
