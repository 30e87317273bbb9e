"""Guides: what a market requires of a message, row by row, and which guide a message has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

import attrs

from edielkit.edifact.check.directory.layouts import GroupSpec, layout
from edielkit.edifact.check.directory.walker import Group
from edielkit.edifact.check.guides.conditions import Condition, Fact
from edielkit.edifact.check.guides.guide_files import GuideFile, Row, fact_rows, guide_file, guide_names
from edielkit.edifact.check.guides.patterns import Pattern, Step, Values
from edielkit.edifact.segments import Segment
from edielkit.findings import Reason, Severity, Trust

__all__ = (
    "ENVELOPE",
    "Guide",
    "GuidePlace",
    "GuideRow",
    "Requirement",
    "directories_of",
    "facts",
    "guide_for",
    "guide_gap",
    "may_lack",
    "process_of",
    "versions_of",
)

# a row within the interchange header instead of a group of the message
ENVELOPE = "UNB"
# 0065 is an..6; what is longer is no type, and cut it stays none
_LONGEST_TYPE = 7


class Requirement(Enum):
    """Whether an element is there, in the letters of the guides."""

    REQUIRED = "R"
    DEPENDENT = "D"
    OPTIONAL = "O"
    UNUSED = "-"


@attrs.frozen
class GuidePlace:
    """A component of the first segment of a kind in a message.

    Attributes:
        step: The segment, or the group that it starts.
        element: Element from 1.
        component: Component from 1.
    """

    step: Step
    element: int
    component: int

    @classmethod
    def of(cls, text: str) -> GuidePlace:
        """Return the place of *text*, such as ``SG1:RFF+Z13/1/2``."""
        segment, element, component = text.rsplit("/", 2)
        return cls(Step.of(segment), int(element), int(component))

    def value(self, tree: Group) -> str:
        """Return what stands there, empty when nothing does."""
        for item in tree.items:
            first = item
            if isinstance(item, Group):
                if item.name != self.step.group or not item.items:
                    continue
                first = item.items[0]
            elif self.step.group:
                continue
            if isinstance(first, Segment) and self.step.pattern.matches(first):
                return first.get(self.element, self.component)
        return ""


@attrs.frozen(eq=False)
class GuideRow:
    """What a guide says of one place, for one process.

    Attributes:
        within: Group that the segment belongs to, empty for the message, ``UNB`` for the interchange header.
        trigger: Only groups that such a segment starts, None for all of them.
        step: The segment, or the group that it starts.
        element: Element that the row is about; 0 for the segment.
        component: Component of it.
        status: Required, dependent, optional or not used.
        values: Values that the component may have, None for any.
        most: How often it may stand in its group; 0 when nothing says so.
        counted: The guide itself says how often.
        when: A dependent element is required where this holds, None when the condition is not known.
        only: It may stand only where this holds, None for everywhere.
        field: Number of the field in the guide, if it numbers them.
        reason: The partner's own code for a wrong value here, where it is not the guide's usual one.
        severity: Error for a row of a public guide in its own version, else a warning.
        trust: How well the row is known.
        source: Document that says so.
        name: What the element is.
        note: Why the row is as it is.
    """

    within: str
    trigger: Pattern | None
    step: Step
    element: int
    component: int
    status: Requirement
    values: Values | None
    most: int
    counted: bool
    when: Condition | None
    only: Condition | None
    field: str
    reason: Reason | None
    severity: Severity
    trust: Trust
    source: str
    name: str
    note: str

    @property
    def place(self) -> str:
        """The place as findings and pages spell it, such as ``SG2:NAD+MS/2/1``."""
        part = f"/{self.element}/{self.component}" if self.element else ""
        group = f"{self.step.group}:" if self.step.group else ""
        return f"{group}{self.step.pattern.text}{part}"

    @property
    def words(self) -> str:
        """What the row is about, in words: its name, and the number of the field."""
        return f"{self.name}, field {self.field}" if self.field else self.name


@attrs.frozen
class Reasons:
    """The codes that a partner answers with, None where none is public.

    Attributes:
        missing: Something required is not there.
        value: A value is not allowed.
        unused: Something is there that is not used.
        repeated: Something is there too often.
    """

    missing: Reason | None = None
    value: Reason | None = None
    unused: Reason | None = None
    repeated: Reason | None = None


@attrs.frozen(eq=False)
class Guide:
    """What a market requires of one message type, in one process.

    Attributes:
        profile: Code of the market.
        message_type: Such as ``UTILTS``.
        directory: Such as ``D.02B``.
        process: The process, such as ``E66``; empty when the message names none that the guide knows.
        processes: All processes that the guide speaks of.
        title: The guide's name.
        versions: Versions (0057) that the rows are sourced for.
        public: Whether the guide's text is public.
        whole: Whether all that it requires of the process is public.
        rows: What it says.
        reasons: What a partner answers.
        payload: Group and place of the identification of a part of the message that is answered by itself.
        not_found: What no public page says.
        root: The structure of the message.
    """

    profile: str
    message_type: str
    directory: str
    process: str
    processes: tuple[str, ...]
    title: str
    versions: tuple[str, ...]
    public: bool
    whole: bool
    rows: tuple[GuideRow, ...] = attrs.field(repr=False)
    reasons: Reasons = attrs.field(repr=False)
    payload: GuidePlace | None = attrs.field(repr=False)
    not_found: tuple[str, ...] = attrs.field(repr=False)
    root: GroupSpec = attrs.field(repr=False)


def guide_for(
    profile: str, message_type: str, directory: str, *, version: str = "", process: str = ""
) -> Guide | None:
    """Return the guide of a message, None when no public source says anything.

    Args:
        profile: Code of the market, such as ``se``.
        message_type: Element 0065.
        directory: Version and release, such as ``D.02B``.
        version: Element 0057; rows that are not sourced for it only warn.
        process: What `process_of` reads from the message.

    >>> guide = guide_for("se", "UTILTS", "D.02B", version="E5SE5A", process="E66")
    >>> [row.place for row in guide.rows if row.field == "223"][:2]
    ['STS+7', 'STS+7/3/1']
    >>> guide_for("no", "UTILTS", "D.02B") is None
    True
    """
    file = guide_file(profile, message_type, directory)
    if file is None:
        return None
    spoken_of = process if process in _processes(file) else ""
    named = version if any(version in _versions(file, row) for row in file.rows) else ""
    return _guide(profile, message_type, directory, named, spoken_of)


def guide_gap(profile: str, message_type: str, directory: str, *, version: str, process: str) -> str:
    """Return in words what is not known of what a message's guide requires, empty when all of it is.

    Args:
        profile: Code of the market, empty when none is known.
        message_type: Element 0065.
        directory: Version and release, such as ``D.02B``.
        version: Element 0057.
        process: What `process_of` reads from the message.

    >>> guide_gap("se", "UTILTS", "D.02B", version="E5SE5A", process="E66")
    ''
    >>> guide_gap("no", "MSCONS", "D.96A", version="EDIEL2", process="")
    'the guide of MSCONS in the profile no is not public'
    """
    if not profile:
        return f"no profile is known for {message_type[:6]}: neither 0057 nor the parties tell whose guide it follows"
    name = f"the guide of {message_type[:6]} in the profile {profile}"
    guide = guide_for(profile, message_type, directory, version=version, process=process)
    if guide is None:
        return f"{name} has no public source"
    if not guide.public:
        return f"{name} is not public"
    if version not in guide.versions:
        return f"{name} is public for version {', '.join(guide.versions)} alone"
    return (
        ""
        if guide.whole
        else f"what {name} requires of {process or 'a process that is not named'} is public in part"
    )


def process_of(tree: Group, profile: str, message_type: str, directory: str) -> str:
    """Return the process that a message names by what its guide takes for it, empty when it names none.

    Args:
        tree: The message.
        profile: Code of the market.
        message_type: Element 0065.
        directory: Version and release.
    """
    file = guide_file(profile, message_type, directory)
    place = file.head_text("process") if file else ""
    return GuidePlace.of(place).value(tree) if place else ""


def versions_of(profile: str, message_type: str, directory: str) -> frozenset[str]:
    """Return the versions (0057) that the guide of a market speaks of, none when it has no guide.

    >>> sorted(versions_of("se", "UTILTS", "D.02B")), versions_of("no", "UTILTS", "D.02B")
    (['E5SE5A'], frozenset())
    """
    file = guide_file(profile, message_type, directory)
    return frozenset(file.head_text("versions").split()) if file else frozenset()


@lru_cache(maxsize=1024)
def directories_of(profile: str, message_type: str, version: str | None = None) -> Mapping[str, str]:
    """Return the directories of a message type in a market, each with the agency (0051) that goes with it, if one does.

    Args:
        profile: Code of the market.
        message_type: Element 0065.
        version: Only the directories of the guides that speak of this version (0057).

    >>> dict(directories_of("se", "UTILTS", "E5SE5A")), dict(directories_of("se", "UTILTS", "FOO"))
    ({'D.02B': 'UN'}, {})
    """
    agencies = {}
    for market, kind, directory in guide_names():
        file = (
            guide_file(market, kind, directory)
            if (market, kind) == (profile, message_type[:_LONGEST_TYPE])
            else None
        )
        if file is not None and version in {None, *file.head_text("versions").split()}:
            agencies[directory] = file.head_text("directory agency")
    return MappingProxyType(agencies)


@lru_cache(maxsize=256)
def may_lack(profile: str, message_type: str, directory: str) -> frozenset[tuple[str, int, int]]:
    """Return the components that the directory requires and messages of a market go without: tag, element, component.

    Args:
        profile: Code of the market, empty when none is known.
        message_type: Element 0065.
        directory: Version and release, such as ``D.96A``.

    >>> sorted(may_lack("no", "APERAK", "D.96A")), sorted(may_lack("se", "APERAK", "D.96A"))
    ([('ERC', 1, 1)], [])
    """
    file = guide_file(profile, message_type[:_LONGEST_TYPE], directory)
    places = (text.rsplit("/", 2) for text in (file.head_text("lacking").split() if file else ()))
    return frozenset((tag, int(element), int(component)) for tag, element, component in places)


def facts(message_type: str, directory: str) -> dict[str, Fact]:
    """Return the facts that conditions about a message are made of, by name.

    >>> facts("UTILTS", "D.02B")["exchange"].words
    'the point is an exchange point'
    """
    return {
        row["name"]: Fact(
            name=row["name"],
            home=row["home"].removeprefix("."),
            steps=tuple(Step.of(step) for step in row["segment"].split(" > ")),
            element=_spot(row["element"])[0],
            component=_spot(row["element"])[1],
            values=Values(row["values"]) if row["values"] else None,
            words=row["words"],
            otherwise=row["otherwise"],
        )
        for row in fact_rows()
        if row["message"] == message_type and directory in row["directories"].split()
    }


def _spot(text: str) -> tuple[int, int]:
    element, _, component = text.partition("/")
    return int(element or 0), int(component or 0)


def _processes(file: GuideFile) -> tuple[str, ...]:
    groups = _process_groups(file)
    return tuple(dict.fromkeys(code for codes in groups.values() for code in codes))


def _process_groups(file: GuideFile) -> dict[str, tuple[str, ...]]:
    """Return the lists of processes that rows name by a word."""
    groups = {}
    for text in file.head.get("processes", ()):
        name, _, codes = text.partition(": ")
        groups[name] = tuple(codes.split())
    return groups


def _versions(file: GuideFile, row: Row) -> tuple[str, ...]:
    return tuple((row["versions"] or file.head_text("versions")).split())


# profiles, types and directories are those of the files, versions and processes those that they name
@lru_cache(maxsize=1024)
def _guide(profile: str, message_type: str, directory: str, version: str, process: str) -> Guide:
    file, structure = guide_file(profile, message_type, directory), layout(message_type, directory)
    if file is None or structure is None:
        raise ValueError(f"no structure of {message_type} {directory} for its guide")
    agency = file.head_text("agency")
    codes = {key: file.head_text(key) for key in ("missing", "value", "unused", "repeated")}
    return Guide(
        profile=profile,
        message_type=message_type,
        directory=directory,
        process=process,
        processes=_processes(file),
        title=file.head_text("guide"),
        versions=tuple(file.head_text("versions").split()),
        public=file.head_text("public") == "yes",
        whole=process in _process_groups(file).get(file.head_text("whole"), ()),
        rows=tuple(_rows(file, facts(message_type, directory), version, process)),
        reasons=Reasons(**{key: Reason(code, agency) if code else None for key, code in codes.items()}),
        payload=GuidePlace.of(file.head_text("payload")) if file.head_text("payload") else None,
        not_found=file.head.get("not found", ()),
        root=structure.root,
    )


def _rows(file: GuideFile, facts_by_name: dict[str, Fact], version: str, process: str) -> Iterator[GuideRow]:
    groups = _process_groups(file)
    for row in file.rows:
        status = _status(row["status"], process, groups)
        if status is not None:
            yield _row(file, row, facts_by_name, status, version)


def _status(text: str, process: str, groups: dict[str, tuple[str, ...]]) -> Requirement | None:
    """Return what a row says for a process, None when it says nothing: ``R``, or ``R:E31,E66 O:E30``."""
    for word in text.split():
        letter, colon, names = word.partition(":")
        if not colon:
            return Requirement(letter)
        if any(process and process in groups.get(name, (name,)) for name in names.split(",")):
            return Requirement(letter)
    return None


def _row(
    file: GuideFile, row: Row, facts_by_name: dict[str, Fact], status: Requirement, version: str
) -> GuideRow:
    within, _, trigger = row["within"].removeprefix(".").partition("(")
    element, component = _spot(row["element"])
    trust = Trust(row["trust"])
    is_sure = trust is Trust.SOURCED and not row["weight"] and version in _versions(file, row)
    return GuideRow(
        within=within,
        trigger=Pattern(trigger.removesuffix(")")) if trigger else None,
        step=Step.of(row["segment"]),
        element=element,
        component=component,
        status=status,
        values=Values(row["values"]) if row["values"] else None,
        most=int(row["most"].removesuffix("?") or 0),
        counted=not row["most"].endswith("?"),
        when=Condition.of(row["when"], facts_by_name) if row["when"] else None,
        only=Condition.of(row["only"], facts_by_name) if row["only"] else None,
        field=row["field"],
        reason=Reason(row["reason"], file.head_text("agency")) if row["reason"] else None,
        severity=Severity.ERROR if is_sure else Severity.WARNING,
        trust=trust,
        source=file.head_text(row["source"]),
        name=row["name"],
        note=row["note"],
    )
