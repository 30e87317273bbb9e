"""What becomes of a message under another version of EMIF: which elements break there, and what to write instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from edielkit.codes.changes import Change, changes
from edielkit.emif.declare import Aggregate, Message, declarations
from edielkit.emif.read.document import version_of
from edielkit.emif.simple_types import VERSIONS
from edielkit.emif.soap import SoapDocument
from edielkit.errors import ParseError
from edielkit.findings import Finding, Position, Severity
from edielkit.inputs import XmlInput, check_message, is_emif, open_input
from edielkit.validation import validate

__all__ = ("Break", "Impact", "upgrade")

# What each version has in it: EI-270 and EI-1763 are two branches of 2.4.3.
_HOLDS = {
    "2.3": frozenset({"2.3"}),
    "2.4.3": frozenset({"2.3", "2.4.3"}),
    "EI-270": frozenset({"2.3", "2.4.3", "EI-270"}),
    "EI-1763": frozenset({"2.3", "2.4.3", "EI-1763"}),
}
_ANNOUNCED = "XSD050"
_NAME = re.compile(r"\w+(?=\[|/|$)")


@attrs.frozen(kw_only=True)
class Break:
    """A place of a message that is right now and wrong in the other version.

    Attributes:
        path: Where it is.
        line: Its line in the bytes, None where these were not read.
        message: What is wrong there under the other version.
        code: Code of the finding of `validate`; empty for what no schema says.
        change: The change that it comes from; None where the table has none.
        instead: What to write, as far as a page says so; else empty.
    """

    path: str
    line: int | None
    message: str
    code: str
    change: Change | None
    instead: str


@attrs.frozen(kw_only=True)
class Impact:
    """What another version means for a message.

    Attributes:
        version: The version that the message is of.
        to: The other version.
        kinds: Names of its messages.
        breaks: What breaks, in the order of the message.
        news: What the other version adds for these messages.
    """

    version: str
    to: str
    kinds: tuple[str, ...]
    breaks: tuple[Break, ...]
    news: tuple[Change, ...]

    @property
    def fits(self) -> bool:
        """Nothing breaks."""
        return not self.breaks


def upgrade(data: Any, to: str) -> Impact:
    """Return what breaks in a message under another version of EMIF, and what to write instead where a page says so.

    Faults that the message has today are no part of it: `edielkit.validate` names these.

    Args:
        data: Bytes of an EMIF message (plain, gzip, wrapped), or what `edielkit.parse` gives for one.
        to: ``2.3``, ``2.4.3``, ``EI-270`` or ``EI-1763``.

    Raises:
        ParseError: The bytes are no message, or one of EDIFACT, which has no version of EMIF.
        ValueError: *to* is no version.
        TypeError: *data* is a text or a path.

    >>> from edielkit.generate import generate_message
    >>> import datetime as dt
    >>> message = generate_message(
    ...     "CollectedData", seed=1, now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC), version="2.4.3"
    ... )
    >>> upgrade(message.data, "EI-1763").fits
    True
    """
    if to not in VERSIONS:
        raise ValueError(f"expected one of {', '.join(VERSIONS)}, found {to!r}")
    source = data if is_emif(data) else _opened(data)
    document = source if is_emif(source) else _document(source)
    own = version_of(document)
    messages = document.messages if isinstance(document, SoapDocument) else (document,)
    kinds = tuple(dict.fromkeys(message.kind() for message in messages))
    breaks = [*_by_schema(source, own, to, kinds), *_by_table(messages, own, to)] if own != to else []
    news = tuple(
        change
        for change in changes()
        if change.effect != "removes"
        and change.version in _HOLDS[to] - _HOLDS[own]
        and not set(kinds).isdisjoint(change.messages)
    )
    return Impact(version=own, to=to, kinds=kinds, breaks=tuple(breaks), news=news)


def _opened(data: Any) -> XmlInput:
    opened = open_input(data, verb="upgrade")
    check_message(opened)
    if not isinstance(opened, XmlInput):
        raise ParseError("a message of EDIFACT has no version of EMIF", Position(), "SYS011")
    return opened


def _document(opened: XmlInput) -> Message | SoapDocument:
    from edielkit.emif.fast.reading import read_document

    return read_document(opened.content)


# -- what the schemas say


def _by_schema(source: Any, own: str, to: str, kinds: tuple[str, ...]) -> Iterator[Break]:
    """Yield what `validate` says under the other version and does not say under the message's own."""
    before = Counter(_faults(source, own))
    for finding in _errors(source, to):
        if before[_fault(finding)]:
            before[_fault(finding)] -= 1
            continue
        change = _change_of(finding, own, to, kinds)
        yield Break(
            path=finding.position.path,
            line=finding.position.line,
            message=finding.message,
            code=finding.code,
            change=change,
            instead=_instead(change, to),
        )


def _errors(source: Any, version: str) -> Iterator[Finding]:
    for finding in validate(source, level="codes", version=version):
        if finding.severity is Severity.ERROR and finding.code != _ANNOUNCED:
            yield finding


def _faults(source: Any, version: str) -> Iterator[tuple[str, str]]:
    return map(_fault, _errors(source, version))


def _fault(finding: Finding) -> tuple[str, str]:
    # the words of a fault may name what a version has: code and place are the same in all
    return finding.code, finding.position.path


def _change_of(finding: Finding, own: str, to: str, kinds: tuple[str, ...]) -> Change | None:
    """Return the change that a finding comes from: one that the other version has, or one that it lacks."""
    names = {*_NAME.findall(finding.position.path), *re.findall(r"\w+", finding.message)}
    differing = _HOLDS[to] ^ _HOLDS[own]
    candidates = [
        change
        for change in changes()
        if change.version in differing
        and (change.effect == "removes") == (change.version in _HOLDS[to])
        and not set(kinds).isdisjoint(change.messages)
        and (
            change.element in names
            or (change.element == "the message" and names.intersection(change.messages))
        )
        and (not change.codes or names.intersection(change.codes))
    ]
    return candidates[-1] if candidates else None


def _instead(change: Change | None, to: str) -> str:
    if change is None:
        return ""
    if change.version in _HOLDS[to]:
        return change.instead
    return f"leave out what {to} does not have"


# -- what no schema says


def _by_table(messages: Any, own: str, to: str) -> Iterator[Break]:
    rows = [
        change
        for change in changes()
        if not change.is_in_schema
        and change.effect == "removes"
        and change.version in _HOLDS[to] - _HOLDS[own]
    ]
    for message in messages:
        for change in rows:
            if message.kind() in change.messages:
                yield from _uses(message, change)


def _uses(message: Message, change: Change) -> Iterator[Break]:
    for path, text in _texts(message, f"/{message.kind()}"):
        if path.endswith(f"/{change.element}") and text in change.codes:
            words = f"expected {change.instead}, found {text}: {change.what}"
            yield Break(path=path, line=None, message=words, code="", change=change, instead=change.instead)


def _texts(value: Aggregate, path: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each simple element."""
    for declared in declarations(type(value)):
        part = getattr(value, declared.field)
        items = part if declared.many else () if part is None else (part,)
        for number, item in enumerate(items, 1):
            place = f"{path}/{declared.name}"
            if isinstance(item, Aggregate):
                yield from _texts(item, f"{place}[{number}]" if declared.many else place)
            elif declared.is_simple:
                yield place, str(item)
