"""How an EMIF type is declared: once, on the fields of its class; reading, writing and checks walk the declarations.

Which types there are is in `edielkit.emif.messages`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform

import attrs

from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES, VERSIONS

__all__ = (
    "ABIE",
    "Aggregate",
    "Declaration",
    "Extra",
    "Message",
    "aggregate",
    "as_class",
    "attribute",
    "columns",
    "declarations",
    "element",
    "message",
    "remembered",
)

ABIE = "urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2"
_KEY = "emif"


@attrs.frozen(kw_only=True)
class Declaration:
    """What the standard says of one element or attribute of a type.

    Attributes:
        field: Name of the Python field.
        name: Name in the standard.
        type: Name of the type in the standard.
        min: Fewest occurrences.
        max: Most occurrences.
        many: The field is a tuple.
        choice: Fields with the same choice are alternatives, exactly one of which is there.
        fixed: The only value allowed, as text.
        is_attribute: An attribute, not an element.
        is_columns: A block of observations that is held as columns.
        versions: The versions that have it.
        changes: What is different in a version: min, max or type.
    """

    field: str = ""
    name: str
    type: str
    min: int
    max: int
    many: bool
    choice: str | None = None
    fixed: str | None = None
    is_attribute: bool = False
    is_columns: bool = False
    versions: tuple[str, ...] = VERSIONS
    changes: Mapping[str, Mapping[str, Any]] = MappingProxyType({})

    @property
    def is_simple(self) -> bool:
        """The value is text, with attributes or without."""
        return self.type in SIMPLE_TYPES or self.type in SIMPLE_CONTENTS

    def types(self) -> tuple[str, ...]:
        """Return the names of all types that the element has in one version or another."""
        return (self.type, *(c["type"] for c in self.changes.values() if "type" in c))

    def in_version(self, version: str) -> Declaration | None:
        """Return the declaration as it is in *version*, None when that version lacks it."""
        if version not in self.versions:
            return None
        change = self.changes.get(version)
        return attrs.evolve(self, **change) if change else self


@attrs.frozen
class Extra:
    """Something that the type does not declare, kept as it was read.

    Attributes:
        after: Name of the sibling element that stood before it, empty for the first place.
        text: XML: an element that stands alone, or escaped text.
    """

    after: str
    text: str


@attrs.frozen(kw_only=True)
class Aggregate:
    """A part of a message; subclasses declare what it is made of.

    Attributes:
        extra: What was read and is not declared: such a value can be shown, but not written as a valid message.
    """

    # the name in the standard; `aggregate` gives it
    type_name: ClassVar[str] = ""

    extra: tuple[Extra, ...] = ()


@attrs.frozen(kw_only=True)
class Message(Aggregate):
    """One document of Elhub's EMIF, with the standard's own structure and names.

    The decorator `message` gives each class its names.
    """

    _area: ClassVar[str] = ""
    _versions: ClassVar[tuple[str, ...]] = VERSIONS
    # by which `edielkit.inputs.is_emif` tells it from the values of the other wire
    wire: ClassVar[str] = "emif"

    @classmethod
    def kind(cls) -> str:
        """Return the standard's name of the message."""
        return cls.type_name

    @classmethod
    def service_area(cls) -> str:
        """Return the folder of the standard that has the message: market, metering and so on; empty for the common ones."""
        return cls._area

    @classmethod
    def namespace(cls) -> str:
        """Return the XML namespace of the document."""
        folder = f"{cls._area}:" if cls._area else ""
        return f"urn:no:elhub:emif:{folder}{cls.type_name}:v2"

    @classmethod
    def versions(cls) -> tuple[str, ...]:
        """Return the EMIF versions that have the message."""
        return cls._versions


_A = TypeVar("_A", bound=Aggregate)
_M = TypeVar("_M", bound=Message)


def element(
    name: str,
    type: str,  # noqa: A002  (the standard's own word)
    *,
    max: int = 1,  # noqa: A002  (the standard's own word)
    default: Any = attrs.NOTHING,
    choice: str | None = None,
    fixed: str | None = None,
    versions: tuple[str, ...] = VERSIONS,
    changes: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> Any:
    """Declare an element; one with a default may be absent, one with a maximum above 1 is a tuple.

    Args:
        name: Name in the standard.
        type: Name of the type in the standard.
        max: Most occurrences in any version.
        default: None or () for what may be absent.
        choice: Name of the choice that the element belongs to.
        fixed: The only value allowed, as text.
        versions: The versions that have the element.
        changes: What is different in a version, such as ``{"2.3": {"min": 1}}``.
    """
    many = max > 1
    declared = Declaration(
        name=name,
        type=type,
        min=1 if choice or default is attrs.NOTHING else 0,
        max=max,
        many=many,
        choice=choice,
        fixed=fixed,
        versions=versions,
        changes=changes,
    )
    return attrs.field(default=default, converter=tuple if many else None, metadata={_KEY: declared})


def columns(
    name: str,
    type: str,  # noqa: A002  (the standard's own word)
    *,
    max: int,  # noqa: A002  (the standard's own word)
    default: Any = attrs.NOTHING,
    choice: str | None = None,
) -> Any:
    """Declare repeated elements that the class holds as columns."""
    declared = Declaration(name=name, type=type, min=1, max=max, many=False, choice=choice, is_columns=True)
    return attrs.field(default=default, metadata={_KEY: declared})


def attribute(
    name: str,
    type: str,  # noqa: A002  (the standard's own word)
    *,
    default: Any = attrs.NOTHING,
) -> Any:
    """Declare an attribute of an aggregate."""
    declared = Declaration(
        name=name, type=type, min=1 if default is attrs.NOTHING else 0, max=1, many=False, is_attribute=True
    )
    return attrs.field(default=default, metadata={_KEY: declared})


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(element, columns, attribute)
)
def aggregate(name: str) -> Callable[[type[_A]], type[_A]]:
    """Declare the decorated class as the standard's aggregate type *name*."""

    def declare(cls: type[_A]) -> type[_A]:
        declared = attrs.frozen(kw_only=True)(cls)
        declared.type_name = name
        return declared

    return declare


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(element, columns, attribute)
)
def message(
    name: str,
    area: str = "",
    *,
    versions: tuple[str, ...] = VERSIONS,
) -> Callable[[type[_M]], type[_M]]:
    """Declare the decorated class as the message *name* of a service area."""

    def declare(cls: type[_M]) -> type[_M]:
        declared = attrs.frozen(kw_only=True)(cls)
        declared.type_name, declared._area, declared._versions = name, area, versions  # noqa: SLF001  (its own class)
        return declared

    return declare


_F = TypeVar("_F", bound=Callable[..., Any])


def remembered(function: _F) -> _F:
    """Return *function* with a cache that keeps its signature for type checkers."""
    return cast("_F", cache(function))


@remembered
def declarations(cls: type[Aggregate]) -> tuple[Declaration, ...]:
    """Return the declarations of *cls* in the order of the standard."""
    return tuple(
        attrs.evolve(field.metadata[_KEY], field=field.name)
        for field in attrs.fields(cls)
        if _KEY in field.metadata
    )


def as_class(value: Aggregate, cls: type[Aggregate]) -> Aggregate | None:
    """Return *value* as a value of *cls*, whose parts have the same names, or None when *cls* cannot hold it all.

    A part that has one type in one version and another in the next is read as either where it fits both.
    """
    if isinstance(value, cls):
        return value
    present = {
        declared.field: declared
        for declared in declarations(type(value))
        if getattr(value, declared.field) not in (None, ())
    }
    targets = {declared.field: declared for declared in declarations(cls)}
    if any(field not in targets or targets[field].type != part.type for field, part in present.items()):
        return None
    parts = {
        field: getattr(value, field) if field in present else () if target.many else None
        for field, target in targets.items()
    }
    return cls(extra=value.extra, **parts)


def in_version(cls: type[Aggregate], version: str) -> Iterator[Declaration]:
    """Yield the declarations of *cls* as they are in *version*."""
    for declared in declarations(cls):
        versioned = declared.in_version(version)
        if versioned is not None:
            yield versioned
