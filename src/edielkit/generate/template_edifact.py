"""Templates of EDIFACT messages: MSCONS from its table of keys, every other message from its guide."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from edielkit.edifact.as_dict import interchange_to_dict
from edielkit.edifact.from_dict import KINDS
from edielkit.edifact.messages import MESSAGES
from edielkit.edifact.messages.message import Part, plan_of
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.write.plain_fields import INTERCHANGE_FIELDS, MESSAGE_FIELDS, SERIES_FIELDS, Field
from edielkit.generate.docstrings import lowered, meanings_of
from edielkit.generate.edifact_messages import draw_guide, guide_bytes, guides_for
from edielkit.plain_values import COMMENT

__all__ = ("TEMPLATE_KINDS", "edifact_template", "edifact_uses")

_VALUES, _INTERCHANGE = "MSCONS", "Interchange"
TEMPLATE_KINDS = tuple(kind for kind in KINDS if kind != _INTERCHANGE)
# two messages of one guide, made of different numbers at different times: what they share is the guide's
_SEEDS = (
    ("1", dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)),
    ("2", dt.datetime(2024, 11, 17, 21, 43, tzinfo=dt.UTC)),
)


def edifact_template(
    kind: str, *, full: bool, process: str | None, version: str | None, profile: str | None
) -> dict[str, Any]:
    """Return the plain data of a message with nothing filled in but what its guide says.

    Args:
        kind: Type of the message.
        full: With all parts that it may have.
        process: Process of the guide; the first if None.
        version: Version or directory of the guide; the first if None.
        profile: Market; the first with a guide if None.

    Raises:
        BuildError: There is no such message; the error says what there is.

    >>> edifact_template("MSCONS", full=False, process=None, version=None, profile=None)["profile"]
    'no'
    """
    if kind == _VALUES:
        return _values_template(full=full, process=process, profile=profile)
    guide = draw_guide(kind, process=process, version=version, profile=profile)
    contents = [
        _message(guide_bytes(guide, random.Random(seed), now, full=full))  # noqa: S311  (test data)
        for seed, now in _SEEDS
    ]
    fields = _commented(INTERCHANGE_FIELDS, full=full)
    message = _shared(*contents)
    fields["messages"] = [_with_comments(MESSAGES[kind], message) if kind in MESSAGES else message]
    fields[f"{COMMENT}messages"] += f" ({guide.title})"
    return {"kind": kind, **fields}


@cache
def edifact_uses(kind: str) -> tuple[tuple[str, str], ...]:
    """Return each market that has a guide of a message, with each process of it.

    >>> edifact_uses("PRODAT")[:2]
    (('se', 'Z01'), ('se', 'Z02'))
    """
    return tuple(dict.fromkeys((guide.profile, guide.process) for guide in guides_for(kind)))


def _values_template(*, full: bool, process: str | None, profile: str | None) -> dict[str, Any]:
    market = profile or "no"
    guide = draw_guide(_VALUES, process=process, version=None, profile=market)
    fields = _commented(MESSAGE_FIELDS, full=full)
    if guide.process:
        fields[f"{COMMENT}process"], fields["process"] = "required; process id of RFF+Z13", guide.process
    fields[f"{COMMENT}profile"], fields["profile"] = "the market whose form the message has", market
    fields["series"] = [_commented(SERIES_FIELDS, full=full)]
    fields["series"][0]["values"] = [None]
    return {"kind": _VALUES, **fields}


def _commented(listed: Sequence[Field], *, full: bool) -> dict[str, Any]:
    """Return keys with null, each behind its comment."""
    fields: dict[str, Any] = {}
    for field in listed:
        if field.needed or full:
            label = "required" if field.needed else "optional"
            fields[f"{COMMENT}{field.name}"] = f"{label}; {field.words}; {field.meaning}"
            fields[field.name] = None
    return fields


def _with_comments(cls: type[Part], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a segment and of those below it, with a comment before each that is to be filled in."""
    meanings = meanings_of(cls)
    children = {child.name: child for child in plan_of(cls).children}
    fields: dict[str, Any] = {}
    for name, value in data.items():
        child = children.get(name)
        if value is None:
            meaning = lowered(meanings.get(name, "")) or _place(cls)
            fields[f"{COMMENT}{name}"] = f"required; text; {meaning}"
        if child is None or value is None:
            fields[name] = value
        elif child.single:
            fields[name] = _with_comments(child.kind, value)
        else:
            fields[name] = [_with_comments(child.kind, item) for item in value]
    return fields


def _place(cls: type[Part]) -> str:
    """Return which segment a value stands in, with what its docstring says behind the tag that it begins with."""
    _, _, summary = " ".join((cls.__doc__ or "").split("\n\n")[0].split()).partition(": ")
    return f"a value of {cls.TAG}: {lowered(summary.rstrip('.'))}" if summary else f"a value of {cls.TAG}"


def _message(data: bytes) -> Mapping[str, Any]:
    (interchange,), _ = parse_interchanges(data)
    (message,) = interchange_to_dict(interchange)["content"]
    # counts are made
    return {key: value for key, value in message.items() if key != "trailer"}


def _shared(first: Any, second: Any) -> Any:
    """Return what two values share; null where they differ."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return {key: _shared(value, second.get(key)) for key, value in first.items()}
    if isinstance(first, list) and isinstance(second, list):
        return [_shared(item, second[n] if n < len(second) else None) for n, item in enumerate(first)]
    return first if first == second else None
