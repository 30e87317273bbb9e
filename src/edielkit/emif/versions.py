"""Which version of EMIF a value is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from edielkit.emif.declare import Aggregate, Declaration, Message, as_class, declarations, remembered
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.simple_types import CURRENT_VERSION, VERSIONS
from edielkit.emif.soap import SoapDocument

__all__ = ("needed_version", "version_of")


def version_of(document: Message | SoapDocument) -> str:
    """Return the EMIF version that the messages of *document* need, the current one where any fits."""
    messages = document.messages if isinstance(document, SoapDocument) else (document,)
    versions = (needed_version(message) for message in messages)
    return next((version for version in versions if version != CURRENT_VERSION), CURRENT_VERSION)


def needed_version(message: Message) -> str:
    """Return the EMIF version that *message* is of: the current one unless its parts say otherwise.

    A part that the current version lacks decides; otherwise every version that fits is as good, and the current one
    is taken.
    """
    possible = set(message.versions())
    for versions in _demands(message):
        possible &= set(versions)
    for version in (CURRENT_VERSION, *reversed(VERSIONS)):
        if version in possible:
            return version
    return CURRENT_VERSION


def _demands(value: Aggregate) -> Iterator[Iterable[str]]:
    """Yield, for each part that is there, the versions that allow it."""
    for declared in _varying(type(value)):
        part = getattr(value, declared.field)
        if part is None or part == ():
            continue
        if declared.versions != VERSIONS:
            yield declared.versions
        items = part if declared.many else (part,)
        if declared.changes:
            yield (v for v in declared.versions if _fits(items, declared.in_version(v)))
        if not declared.is_simple and not declared.is_columns:
            for item in items:
                if isinstance(item, Aggregate) and (_varies(type(item))):
                    yield from _demands(item)


def _fits(items: tuple[Any, ...], declared: Declaration | None) -> bool:
    return (
        declared is not None
        and len(items) <= declared.max
        and (
            declared.is_simple
            or all(isinstance(i, Aggregate) and as_class(i, AGGREGATES[declared.type]) for i in items)
        )
    )


@remembered
def _varying(cls: type[Aggregate]) -> tuple[Declaration, ...]:
    """Return the parts of *cls* that differ between versions, or that something inside them does."""
    return tuple(
        d
        for d in declarations(cls)
        if d.versions != VERSIONS
        or bool(d.changes)
        or (not d.is_simple and not d.is_columns and any(_varies(AGGREGATES[t]) for t in d.types()))
    )


def _varies(cls: type[Aggregate]) -> bool:
    return bool(_varying(cls))
