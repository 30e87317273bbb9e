"""Values to XML text: the same walk as the reader, and the check that nothing invalid leaves.

The form is canonical: UTF-8, prefixes rsm and abie, two blanks a level, an observation a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any

import attrs

from edielkit.emif.declare import ABIE, Aggregate, Declaration, Extra, Message, as_class, declarations
from edielkit.emif.messages import AGGREGATES
from edielkit.emif.quantities import CalculatedQuantity, EstimatedQuantity, ReadQuantity, TemporaryQuantity
from edielkit.emif.read.xml import escape, escape_attribute
from edielkit.emif.simple_types import SIMPLE_CONTENTS, SIMPLE_TYPES, SimpleContent
from edielkit.emif.values import Code, Identifier, UnreadableXml, check_text, write_text
from edielkit.emif.write.needed import needed
from edielkit.emif.write.observation_lines import block_faults, block_lines
from edielkit.emif.write.unique import unique_faults
from edielkit.errors import BuildError, Faults

__all__ = ("OnFault", "message_lines")


class OnFault(Enum):
    """What the writer does with a value that the schema refuses: refuse it too, or write it as it is."""

    RAISE = "raise"
    KEEP = "keep"


_STEP = "  "


def _attributes(pairs: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> str:
    return "".join(f' {name}="{escape_attribute(text)}"' for name, text in pairs)


def _other_type(value: object, cls: type) -> str:
    """Return the words for a value of another class; classes with one name are told apart by their modules."""
    actual = type(value)
    if actual.__name__ != cls.__name__:
        return f"expected {cls.__name__}, found {actual.__name__}"
    return f"expected {cls.__name__} of edielkit.emif.messages, found that of {actual.__module__}"


@attrs.define
class _Writer:
    """One run over one message: the version, what to do with faults, the lines and the faults so far."""

    version: str
    on_fault: OnFault
    lines: list[str | bytes] = attrs.field(factory=list)
    faults: Faults = attrs.field(factory=Faults)

    def refuse(self, message: str, field: str) -> None:
        if self.on_fault is OnFault.RAISE:
            self.faults.add(message, field)

    def aggregate(self, value: Any, cls: type[Aggregate], *, tag: str, attributes: str, prefix: str, indent: int, field: str) -> None:  # fmt: skip
        """Write *value* as element *tag*; its children take *prefix*."""
        pad = _STEP * indent
        if not isinstance(value, cls):
            self.refuse(_other_type(value, cls), field)
            if not isinstance(value, Aggregate):
                self.lines.append(f"{pad}<{tag}{attributes}>{escape(str(value))}</{tag}>")
                return
            cls = type(value)
        self._check_choices(value, cls, field)
        if value.extra:
            self.refuse(_undeclared(cls, value.extra[0]), f"{field}.extra".lstrip("."))
        written = "".join(self._attribute(value, d, field) for d in declarations(cls) if d.is_attribute)
        self.lines.append(f"{pad}<{tag}{attributes}{written}>")
        self._extra(value, "", indent + 1)
        for declared in declarations(cls):
            if not declared.is_attribute:
                self._part(value, declared, prefix=prefix, indent=indent + 1, field=field)
        self.lines.append(f"{pad}</{tag}>")

    def _extra(self, value: Aggregate, after: str, indent: int) -> None:
        self.lines.extend(_STEP * indent + extra.text for extra in value.extra if extra.after == after)

    def _attribute(self, value: Aggregate, declared: Declaration, field: str) -> str:
        part = getattr(value, declared.field)
        where = _join(field, declared.field)
        if part is None:
            if declared.min:
                self.refuse(f"the attribute {declared.name} is mandatory", where)
            return ""
        return _attributes([(declared.name, self._text(part, declared.type, where))])

    def _check_choices(self, value: Aggregate, cls: type[Aggregate], field: str) -> None:
        choices: dict[str, list[Declaration]] = {}
        for declared in declarations(cls):
            if declared.choice:
                choices.setdefault(declared.choice, []).append(declared)
        for alternatives in choices.values():
            there = [d for d in alternatives if getattr(value, d.field) not in (None, ())]
            if len(there) != 1:
                names = ", ".join(d.field for d in alternatives)
                self.refuse(f"expected exactly one of {names}; found {len(there)}", field or "message")

    def _part(self, value: Aggregate, declared: Declaration, *, prefix: str, indent: int, field: str) -> None:
        part = getattr(value, declared.field)
        where = _join(field, declared.field)
        items = part if declared.many else (() if part is None else (part,))
        there = declared.in_version(self.version)
        if there is None:
            if items:
                self.refuse(f"version {self.version} has no {declared.name}", where)
                if self.on_fault is OnFault.RAISE:
                    return
            there = declared
        if not there.choice and len(items) < there.min:
            for message, place in needed(there, self.version, where):
                self.refuse(message, place)
        if declared.is_columns:
            if part is not None:
                self._columns(part, there, prefix=prefix, indent=indent, field=where)
        else:
            if len(items) > there.max:
                self.refuse(
                    f"expected at most {there.max} in version {self.version}, found {len(items)}", where
                )
            texts = self._texts(items, there, prefix, indent)
            for number, item in enumerate(items):
                text = next(texts, None)
                if text is not None:
                    self.lines.extend(text)
                    continue
                place = f"{where}[{number}]" if declared.many else where
                self._item(item, there, prefix=prefix, indent=indent, field=place)
        self._extra(value, declared.name, indent)

    def _texts(
        self, items: tuple[Any, ...], declared: Declaration, prefix: str, indent: int
    ) -> Iterator[tuple[str, bytes, str] | None]:
        """Return what many payloads with series are written as; None for one that has to be written part by part."""
        cls = AGGREGATES.get(declared.type)
        if len(items) < _MANY or cls is None or not any(d.is_columns for d in declarations(cls)):
            return iter(())
        from edielkit.emif.write.series_writer import payload_texts

        return payload_texts(
            items,
            cls,
            tag=f"{prefix}:{declared.name}",
            pad=_STEP * indent,
            step=_STEP,
            write=lambda payload, part: _written(payload, part, self.version, indent + 1),
        )

    def _item(self, item: Any, declared: Declaration, *, prefix: str, indent: int, field: str) -> None:
        tag = f"{prefix}:{declared.name}"
        if declared.is_simple:
            self._leaf(item, declared, tag, indent, field)
            return
        allowed = AGGREGATES[declared.type]
        if isinstance(item, Aggregate):
            same = as_class(item, allowed)
            if same is None:
                self.refuse(
                    f"version {self.version} has {allowed.__name__} here, found {type(item).__name__}", field
                )
                allowed = type(item)
            item = same or item
        self.aggregate(item, allowed, tag=tag, attributes="", prefix="abie", indent=indent, field=field)

    def _leaf(self, item: Any, declared: Declaration, tag: str, indent: int, field: str) -> None:
        content = SIMPLE_CONTENTS.get(declared.type)
        pad = _STEP * indent
        if isinstance(item, UnreadableXml):
            self.refuse("holds elements where the type has text", field)
            self.lines.append(f"{pad}<{tag}>{item}</{tag}>")
            return
        if content is None or not content.attributes:
            base = declared.type if content is None else content.base
            text = self._text(item, base, field)
            written = ""
        else:
            core, values = _parts(item, content)
            before = len(self.faults)
            text = self._text(core, content.base, field)
            # the agency of a code that is none is nobody's question
            written = self._attributes_of(content, values, field) if len(self.faults) == before else ""
        if declared.fixed is not None and text != declared.fixed:
            self.refuse(f"the value is fixed: {declared.fixed}", field)
        self.lines.append(f"{pad}<{tag}{written}>{escape(text)}</{tag}>")

    def _attributes_of(self, content: SimpleContent, values: dict[str, Any], field: str) -> str:
        pairs: list[tuple[str, str]] = []
        for use in content.attributes:
            part = values.get(use.name)
            where = f"{field}.{_snake(use.name)}"
            if part is None:
                if use.required:
                    self.refuse(f"the attribute {use.name} is mandatory", where)
                continue
            type_name = use.type if use.type in SIMPLE_TYPES else "Elhub_boolean"
            text = self._text(part, type_name, where)
            if use.fixed is not None and text != use.fixed:
                self.refuse(f"the value is fixed: {use.fixed}", where)
            pairs.append((use.name, text))
        return _attributes(pairs)

    def _text(self, value: Any, type_name: str, field: str) -> str:
        simple = SIMPLE_TYPES[type_name]
        try:
            text = write_text(simple, value)
        except ValueError as error:
            self.refuse(str(error), field)
            return "" if value is None or self.on_fault is OnFault.RAISE else str(value)
        if self.on_fault is OnFault.RAISE:
            wrong = check_text(simple, text, self.version)
            if wrong:
                self.refuse(wrong, field)
        return text

    def _columns(self, block: Any, declared: Declaration, *, prefix: str, indent: int, field: str) -> None:
        if self.on_fault is OnFault.RAISE:
            before = len(self.faults)
            for message, place in block_faults(block, declared, self.version, field):
                self.refuse(message, place)
            if len(self.faults) > before:
                return
        self.lines.extend(block_lines(block, declared, prefix, _STEP * indent))


# fewer payloads are written as fast one by one
_MANY = 8


def _written(payload: Aggregate, declared: Declaration, version: str, indent: int) -> str | None:
    """Return the lines of one part of a payload, None when they would not be valid."""
    writer = _Writer(version, OnFault.RAISE)
    writer._part(payload, declared, prefix="abie", indent=indent, field="")  # noqa: SLF001  (its own class)
    if writer.faults:
        return None
    return "".join(line.decode() if isinstance(line, bytes) else f"{line}\n" for line in writer.lines)


_NAME = re.compile(r"<(?:[^\s<>/:]+:)?([^\s<>/:]+)")


def _undeclared(cls: type[Aggregate], extra: Extra) -> str:
    """Return what is wrong with *extra*: the name of the element, never its content, which may be a person's."""
    match = _NAME.match(extra.text)
    what = f"a second or unknown {match[1][:60]}" if match else "text between elements"
    return (
        f"expected the parts of {cls.__name__} alone, found {what}; leave it out, or write with OnFault.KEEP"
    )


def _join(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


# asked for every attribute that is written, of the few names that the schemas have
@cache
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def _parts(item: Any, content: SimpleContent) -> tuple[Any, dict[str, Any]]:
    """Return the text value of a simple content and its attributes by name."""
    if isinstance(item, Code):
        return item.value, {"listAgencyIdentifier": item.list_agency_identifier}
    if isinstance(item, Identifier):
        return item.value, {"schemeAgencyIdentifier": item.scheme_agency_identifier}
    if isinstance(item, ReadQuantity):
        return item.quantity, {"MeterReadReasonCode": item.meter_read_reason_code}
    if isinstance(item, (CalculatedQuantity, EstimatedQuantity, TemporaryQuantity)):
        return item.quantity, {use.name: getattr(item, _snake(use.name), None) for use in content.attributes}
    return item, {}


def message_lines(
    message: Message,
    *,
    version: str,
    tag: str | None = None,
    declare: str | None = None,
    indent: int = 0,
    on_fault: OnFault = OnFault.RAISE,
) -> list[str | bytes]:
    """Return the XML of *message*, without an XML declaration, as lines or several lines together.

    Bytes among them are lines in UTF-8 that have their line feeds.

    Args:
        message: What to write.
        version: EMIF version whose rules hold.
        tag: Name of the root element with its prefix, ``rsm:`` and the message's name if None.
        declare: Namespace declarations of the root, the usual two if None.
        indent: Level of the root element.
        on_fault: Raise at what the schema refuses, or write it as it is.

    Raises:
        BuildError: The schema of *version* would refuse the text; the error names every faulty field.
    """
    cls = type(message)
    if version not in cls.versions() and on_fault is OnFault.RAISE:
        raise BuildError(f"version {version} has no message {cls.kind()}", cls.kind())
    writer = _Writer(version, on_fault)
    if declare is None:
        declare = f' xmlns:rsm="{cls.namespace()}" xmlns:abie="{ABIE}"'
    writer.aggregate(
        message,
        cls,
        tag=tag or f"rsm:{cls.kind()}",
        attributes=declare,
        prefix="rsm",
        indent=indent,
        field="",
    )
    if on_fault is OnFault.RAISE:
        for fault, field in unique_faults(message):
            writer.refuse(fault, field)
        writer.faults.raise_all()
    return writer.lines
