"""Interchanges and typed messages from plain data: every leaf is text where text is due, all faults are named at once.

Three forms are read: that of `edielkit.edifact.as_dict`, taken as it is; a short one of partners, a reference and
messages, for which envelope, counts and totals are made; and for MSCONS one of points, days and values
(`edielkit.edifact.write.mscons_from_dict`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from edielkit.edifact.charset import CHARSETS
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.messages import MESSAGES, Message, read_message
from edielkit.edifact.messages.message import Other, Part, plan_of
from edielkit.edifact.segments import DEFAULT, Segment, Separators
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.envelope import Address
from edielkit.edifact.write.mscons_from_dict import mscons_from_dict
from edielkit.edifact.write.plain_fields import INTERCHANGE_FIELDS
from edielkit.edifact.write.spacing import numbered, spaced
from edielkit.errors import BuildError, Faults
from edielkit.plain_values import (
    as_list,
    as_mapping,
    as_text,
    as_whole_number,
    check_keys,
    entries,
    is_unfilled,
    joined,
    quoted,
    words_of,
)
from edielkit.suggest import LOOSE, nearest, one_of

_Content = RawMessage | FunctionalGroup | Segment
P = TypeVar("P", bound=Part)

__all__ = ("KINDS", "from_dict", "interchange_from_dict", "message_from_dict", "part_from_dict")

_INTERCHANGE, _VALUES = "Interchange", "MSCONS"
# what `from_dict` takes; QUOTES has guides, and no value of its own: it is written as its segments
KINDS = (_INTERCHANGE, *sorted({*MESSAGES, "QUOTES"}))
_WHOLE = ("una", "unb", "content", "unz", "between", "leading", "trailing")
_OPTIONS = tuple(field.name for field in INTERCHANGE_FIELDS if not field.needed)
_MOST_PLACES = 10**6


def from_dict(kind: str, mapping: Mapping[str, Any]) -> Interchange:
    """Return the interchange that *mapping* describes.

    Args:
        kind: ``Interchange`` for any message; ``MSCONS`` for one of points, days and values; another type, such as
            ``UTILTS``, for the short form of `interchange_from_dict` with messages of that type alone.
        mapping: Plain data; the key ``kind`` may be left out, ``null`` is what is not there, and a key that begins with
            ``//`` is a comment.

    Raises:
        BuildError: The data describes no such interchange; the error names every faulty field.
    """
    if kind not in KINDS:
        near = nearest(kind, KINDS, likeness=LOOSE) if isinstance(kind, str) else ""
        meant = f"; did you mean {near}?" if near else f"; expected {one_of(KINDS)}"
        raise BuildError(f"no message {quoted(kind, 60)}{meant}", "kind")
    if kind == _VALUES:
        return mscons_from_dict(mapping)
    faults = Faults()
    fields = _fields(mapping, kind, faults)
    interchange = None if fields is None else _read(kind, fields, faults)
    faults.raise_all()
    assert interchange is not None
    return interchange


def interchange_from_dict(mapping: Mapping[str, Any]) -> Interchange:
    """Return the interchange that *mapping* describes.

    Two forms are read. The form of `edielkit.edifact.as_dict.interchange_to_dict` has ``unb``, ``content`` and ``unz`` and is
    taken as it is. The short form has ``sender``, ``recipient``, ``reference``, ``prepared`` (ISO time with zone) and
    ``messages``, and may have ``syntax``, ``version``, ``application_reference``, ``ack_request``, ``agreement`` and
    ``test``: envelope, counts and totals are made.

    Raises:
        BuildError: The data describes no interchange; the error names every faulty field.
    """
    return from_dict(_INTERCHANGE, mapping)


def message_from_dict(mapping: Mapping[str, Any]) -> Message:
    """Return the message that `edielkit.edifact.as_dict.message_to_dict` made plain; ``kind`` names its type.

    Raises:
        BuildError: The kind is unknown, or the data is not that of such a message; the error names every faulty field.
    """
    faults = Faults()
    message = _Reader(faults).typed(mapping, "")
    faults.raise_all()
    assert message is not None
    return message


def part_from_dict(cls: type[P], mapping: Mapping[str, Any]) -> P:
    """Return the part of class *cls* that `edielkit.edifact.as_dict.part_to_dict` made plain.

    Raises:
        BuildError: A key is unknown, or a value has the wrong type; the error names every faulty field.
    """
    faults = Faults()
    part = _Reader(faults).part(cls, mapping, "")
    faults.raise_all()
    assert part is not None
    return part


def _fields(mapping: Any, kind: str, faults: Faults) -> dict[str, Any] | None:
    checked = as_mapping(mapping, kind, faults)
    if checked is None:
        return None
    if checked.get("kind", kind) != kind:
        faults.add(f"expected {kind}", "kind")
    return {key: value for key, value in entries(checked) if key != "kind"}


def _read(kind: str, fields: Mapping[str, Any], faults: Faults) -> Interchange | None:
    if kind != _INTERCHANGE:
        return _Reader(faults, kind).short(fields)
    return _Reader(faults).short(fields) if _is_short(fields) else _Reader(faults).whole(fields)


def _is_short(fields: Mapping[str, Any]) -> bool:
    """Tell whether it is the short form: also when nothing or little of it is there."""
    return "messages" in fields or not any(key in fields for key in ("unb", "content", "unz"))


@attrs.frozen(eq=False)
class _Reader:
    """One walk over plain data; what is faulty is None, and its fault is kept.

    Attributes:
        faults: Where faults go.
        kind: The type of all messages, empty for any.
    """

    faults: Faults
    kind: str = ""

    # -- the form of to_dict

    def whole(self, fields: Mapping[str, Any]) -> Interchange | None:
        """Return an interchange as it is written."""
        check_keys(fields, _WHOLE, "", self.faults, owner=_INTERCHANGE)
        separators = self.separators(fields.get("una"))
        content = self.contents(fields.get("content"), "content")
        rows = [self.segment_or_none(fields.get(name), name) for name in ("unb", "unz")]
        around = [self.bytes_around(fields.get(name), name) for name in ("leading", "trailing")]
        if self.faults:
            return None
        advice = fields.get("una")
        interchange = Interchange(
            unb=rows[0],
            content=numbered(content),
            unz=rows[1],
            una=None if advice is None else Segment("UNA", ((advice,),), None, None, separators),
            separators=separators,
            leading=around[0],
            trailing=around[1],
        )
        with self.faults:
            return spaced(interchange, fields["between"]) if fields.get("between") else interchange
        return None

    def bytes_around(self, value: Any, field: str) -> bytes:
        """Return what stands before or behind an interchange."""
        text = "" if value is None else as_text(value, field, self.faults) or ""
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            self.faults.add("expected one character of Latin-1 for each byte", field)
            return b""

    def separators(self, advice: Any) -> Separators:
        """Return the service characters of UNA."""
        if advice is None:
            return DEFAULT
        if not isinstance(advice, str) or len(advice) != 6 or max(advice) > "\xff":
            self.faults.add("expected the six service characters, such as :+.? '", "una")
            return DEFAULT
        component, element, mark, release, reserved, terminator = tuple(advice)
        release = "" if release == " " else release
        return Separators(component, element, mark, release, reserved, terminator, explicit=True)

    def contents(self, value: Any, field: str) -> tuple[_Content, ...]:
        """Return messages, groups and loose segments."""
        items = () if value is None else as_list(value, field, self.faults) or ()
        contents = [self.content(item, f"{field}[{number}]") for number, item in enumerate(items)]
        return tuple([content for content in contents if content is not None])

    def content(self, value: Any, field: str) -> _Content | None:
        """Return a message, a group or a loose segment."""
        what = "an object with segment, segments, ung or the kind of a message"
        item = as_mapping(value, field, self.faults, what=what)
        if item is None:
            return None
        if "segment" in item:
            check_keys(item, ("segment",), field, self.faults, owner="a loose segment")
            return self.segment(item["segment"], joined(field, "segment"))
        if "ung" in item:
            return self.group(item, field)
        return self.message(item, field)

    def group(self, item: Mapping[str, Any], field: str) -> FunctionalGroup | None:
        """Return a functional group."""
        check_keys(item, ("ung", "content", "une"), field, self.faults, owner="a group")
        ung = self.segment(item["ung"], joined(field, "ung"))
        une = self.segment_or_none(item.get("une"), joined(field, "une"))
        inner: list[RawMessage | Segment] = []
        below = joined(field, "content")
        items = () if item.get("content") is None else as_list(item["content"], below, self.faults) or ()
        for number, part in enumerate(items):
            place = f"{below}[{number}]"
            if isinstance(part, Mapping) and "ung" in part:
                self.faults.add("a group cannot stand in a group", place)
                continue
            content = self.content(part, place)
            if isinstance(content, (RawMessage, Segment)):
                inner.append(content)
        return None if ung is None else FunctionalGroup(ung, tuple(inner), une)

    def segment_or_none(self, row: Any, field: str) -> Segment | None:
        """Return a segment, or None where none is."""
        return None if row is None else self.segment(row, field)

    def segment(self, row: Any, field: str) -> Segment | None:
        """Return the segment of a tag and its elements, each a text or a list of texts."""
        items = as_list(row, field, self.faults, what="a tag followed by elements")
        if items is None:
            return None
        if not items or not isinstance(items[0], str):
            self.faults.add("expected a tag followed by elements", field)
            return None
        before = len(self.faults)
        elements = [self.element(element, f"{field}/{number}") for number, element in enumerate(items[1:], 1)]
        return Segment(items[0], tuple(elements)) if len(self.faults) == before else None

    def element(self, element: Any, field: str) -> tuple[str, ...]:
        """Return the components of an element."""
        if isinstance(element, str):
            return (element,)
        parts = as_list(element, field, self.faults, what="text or a list of texts") or ()
        wrong = next((part for part in parts if not isinstance(part, str)), None)
        if wrong is not None or None in parts:
            self.faults.add(f"expected text components, found {words_of(wrong)}", field)
            return ()
        return tuple(parts)

    # -- the short form

    def short(self, fields: Mapping[str, Any]) -> Interchange | None:
        """Return an interchange around messages."""
        owner = f"the interchange of {self.kind}" if self.kind else _INTERCHANGE
        check_keys(fields, [field.name for field in INTERCHANGE_FIELDS], "", self.faults, owner=owner)
        sides = {side: self.partner(fields.get(side), side) for side in ("sender", "recipient")}
        reference = self.needed_text(fields.get("reference"), "reference")
        prepared = self.instant(fields.get("prepared"), "prepared")
        options = self.options(fields)
        messages = self.messages(fields.get("messages"))
        if self.faults or prepared is None or reference is None:
            return None
        with self.faults:
            return build_interchange(
                messages,
                sender=sides["sender"],  # type: ignore[arg-type]  # a fault is kept
                recipient=sides["recipient"],  # type: ignore[arg-type]  # the same
                reference=reference,
                prepared=prepared,
                **options,
            )
        return None

    def messages(self, value: Any) -> list[Message | RawMessage]:
        """Return the messages of the short form."""
        if value is None or is_unfilled(value):
            self.faults.add(f"expected a list of messages{self.expected_kind()}, found nothing", "messages")
            return []
        messages: list[Message | RawMessage] = []
        items = as_list(value, "messages", self.faults, what=f"a list of messages{self.expected_kind()}")
        for number, item in enumerate(items or ()):
            field = f"messages[{number}]"
            mapping = as_mapping(item, field, self.faults)
            raw = None if mapping is None else self.message(mapping, field)
            if raw is not None:
                messages.append(read_message(raw) or raw)
        if items is not None and not items:
            self.faults.add("an interchange holds at least one message", "messages")
        return messages

    def expected_kind(self) -> str:
        """Return of which type messages are, in words."""
        return f" of type {self.kind}" if self.kind else ""

    def partner(self, value: Any, side: str) -> Address | str | None:
        """Return a partner as UNB names it."""
        if isinstance(value, str):
            return value if self.is_gln(value, side) else None
        what = "a GLN, or an object with identification and qualifier"
        mapping = as_mapping(value, side, self.faults, what=what)
        if mapping is None:
            return None
        names = [attribute.name for attribute in attrs.fields(Address)]
        check_keys(mapping, names, side, self.faults, owner="a partner")
        texts = {"identification": mapping.get("identification")}
        texts |= {name: mapping[name] for name in names if mapping.get(name) is not None}
        parts = {name: as_text(text, joined(side, name), self.faults) for name, text in texts.items()}
        return None if None in parts.values() else Address(**parts)  # type: ignore[arg-type]  # none of them is None

    def is_gln(self, value: str, field: str) -> bool:
        """Tell whether a text has the form of a GLN; if not, the fault is kept."""
        if len(value) == 13 and value.isascii() and value.isdigit():
            return True
        self.faults.add("expected a GLN of 13 digits, or an object with identification and qualifier", field)
        return False

    def needed_text(self, value: Any, field: str) -> str | None:
        """Return a text that has to be there."""
        return as_text(value, field, self.faults, empty=False)

    def instant(self, value: Any, field: str) -> dt.datetime | None:
        """Return an instant with its zone."""
        try:
            instant = dt.datetime.fromisoformat(value)
        except (TypeError, ValueError):
            instant = None
        if instant is None or instant.tzinfo is None:
            shown = "" if isinstance(value, str) else f", found {words_of(value)}"
            self.faults.add(
                f"expected an ISO time with its zone, such as 2026-03-30T06:30+02:00{shown}", field
            )
            return None
        return instant

    def options(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a caller may say of the envelope."""
        options: dict[str, Any] = {}
        for name in _OPTIONS:
            value = fields.get(name)
            if value is None:
                continue
            if name in {"ack_request", "test"} or (name == "una" and isinstance(value, bool)):
                if not isinstance(value, bool):
                    self.faults.add(f"expected true or false, found {words_of(value)}", name)
                options[name] = value
            elif name == "version":
                options[name] = as_whole_number(value, name, self.faults, least=1, most=4)
            elif name == "una":
                options[name] = self.separators(value)
            elif name == "syntax" and isinstance(value, str) and value not in CHARSETS:
                self.faults.add(f"expected {one_of(CHARSETS)}, found {quoted(value)}", name)
            else:
                options[name] = as_text(value, name, self.faults)
        return options

    # -- messages

    def message(self, item: Mapping[str, Any], field: str) -> RawMessage | None:
        """Return a message of segments, or a typed one."""
        if "segments" in item:
            check_keys(item, ("segments",), field, self.faults, owner="a message of segments")
            below = joined(field, "segments")
            rows = as_list(item["segments"], below, self.faults, what="a list of segments") or ()
            segments = [self.segment(row, f"{below}[{number}]") for number, row in enumerate(rows)]
            if not segments:
                self.faults.add("a message has at least one segment", below)
            if None in segments or not segments:
                return None
            raw = RawMessage(tuple(segments))  # type: ignore[arg-type]  # none of them is None
            if self.kind and raw.type != self.kind:
                self.faults.add(f"expected UNH with the type {self.kind}", f"{below}[0]")
            return raw
        typed = self.typed(item, field)
        if typed is None:
            return None
        # what says its own count keeps it, wrong or right: plain data loses nothing
        return RawMessage(tuple(typed.write()) if "trailer" in item else typed.segments())

    def typed(self, item: Any, field: str) -> Message | None:
        """Return a typed message."""
        mapping = as_mapping(item, field or "message", self.faults)
        if mapping is None:
            return None
        name = mapping.get("kind", self.kind or None)
        cls = MESSAGES.get(name) if isinstance(name, str) else None
        if cls is None or (self.kind and name != self.kind):
            there = [kind for kind in MESSAGES if self.kind in {"", kind}]
            kinds = f", or a kind of {one_of(there)}" if there else ""
            named = quoted(name, 40) if isinstance(name, str) else words_of(name)
            expected = f"expected segments{kinds}, found {named}"
            self.faults.add(expected, joined(field, "kind"))
            return None
        return self.part(cls, {key: value for key, value in entries(mapping) if key != "kind"}, field)

    def part(self, cls: type[P], data: Any, field: str) -> P | None:
        """Return a segment with its fields and what stands below it."""
        mapping = as_mapping(data, field or cls.__name__, self.faults, what=f"an object with the fields of {cls.__name__}")  # fmt: skip
        if mapping is None:
            return None
        plan = plan_of(cls)
        names = [*(name for name, _, _ in plan.texts), *(child.name for child in plan.children)]
        check_keys(mapping, (*names, "more", "others"), field, self.faults, owner=cls.__name__)
        before = len(self.faults)
        values: dict[str, Any] = {
            name: as_text(mapping[name], joined(field, name), self.faults)
            for name, _, _ in plan.texts
            if mapping.get(name) is not None
        }
        for name, read in (("more", self.component), ("others", self.other)):
            if mapping.get(name) is not None:
                values[name] = self.listed(mapping[name], joined(field, name), read)
        for child in plan.children:
            below, place = mapping.get(child.name), joined(field, child.name)
            if below is None or is_unfilled(below):
                continue
            values[child.name] = (
                self.part(child.kind, below, place)
                if child.single
                else self.listed(below, place, lambda item, at, kind=child.kind: self.part(kind, item, at))
            )
        return cls(**values) if len(self.faults) == before else None

    def listed(self, data: Any, field: str, read: Any) -> tuple[Any, ...]:
        """Return what *read* makes of each item of a list."""
        items = as_list(data, field, self.faults) or ()
        return tuple([read(item, f"{field}[{number}]") for number, item in enumerate(items)])

    def component(self, data: Any, field: str) -> tuple[int, int, str] | None:
        """Return a component that no field names: element, component and text."""
        items = as_list(data, field, self.faults, what="an element, a component and a text")
        if items is None:
            return None
        if len(items) != 3:
            self.faults.add("expected an element, a component and a text", field)
            return None
        places = [self.place(items[n], f"{field}[{n}]", least=1) for n in (0, 1)]
        return (*places, as_text(items[2], f"{field}[2]", self.faults))  # type: ignore[return-value]  # a fault is kept

    def place(self, data: Any, field: str, *, least: int = 0) -> int | None:
        """Return a number of a place."""
        return as_whole_number(data, field, self.faults, least=least, most=_MOST_PLACES)

    def other(self, data: Any, field: str) -> Other | None:
        """Return a segment that no field holds."""
        mapping = as_mapping(data, field, self.faults, what="an object with tag, elements, slot and after")
        if mapping is None:
            return None
        check_keys(mapping, ("tag", "elements", "slot", "after"), field, self.faults, owner="a segment")
        before = len(self.faults)
        tag = as_text(mapping.get("tag"), joined(field, "tag"), self.faults)
        elements = self.listed(mapping.get("elements", ()), joined(field, "elements"), self.element)
        slot, after = (self.place(mapping.get(key, 0), joined(field, key)) for key in ("slot", "after"))
        if len(self.faults) > before:
            return None
        return Other(tag=tag, elements=elements, slot=slot, after=after)  # type: ignore[arg-type]  # none of them is None
