"""Interchanges and typed messages as plain data that JSON can hold, and back.

Messages that have a typed value stand as that; every other message stands as its segments. White space between
segments is no part of the value, but is kept beside it, so that lines stay lines.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from edielkit.edifact.charset import CHARSETS
from edielkit.edifact.interchange import FunctionalGroup, Interchange, RawMessage
from edielkit.edifact.messages import MESSAGES, Message, read_message
from edielkit.edifact.messages.message import Other, Part, plan_of
from edielkit.edifact.segments import DEFAULT, Limits, Segment, Separators
from edielkit.edifact.write.build import build_interchange
from edielkit.edifact.write.envelope import Address
from edielkit.edifact.write.writer import to_bytes
from edielkit.errors import BuildError

_Content = RawMessage | FunctionalGroup | Segment
P = TypeVar("P", bound=Part)

__all__ = (
    "interchange_from_dict",
    "interchange_to_dict",
    "message_from_dict",
    "message_to_dict",
    "part_from_dict",
    "part_to_dict",
)


def interchange_to_dict(interchange: Interchange) -> dict[str, Any]:
    """Return *interchange* as dicts, lists and strings.

    A segment stands as its tag and its elements, each a list of components.

    >>> from edielkit.edifact.read.assembler import parse_interchanges
    >>> (interchange,), _ = parse_interchanges(b"UNB+UNOC:3+A+B+260101:0000+R'UNZ+0+R'")
    >>> interchange_to_dict(interchange)["unz"]
    ['UNZ', ['0'], ['R']]
    """
    plain: dict[str, Any] = {
        "kind": "Interchange",
        "una": interchange.separators.una.decode("latin-1")[3:] if interchange.una else None,
        "unb": _row_or_none(interchange.unb),
        "content": [_content(item) for item in interchange.content],
        "unz": _row_or_none(interchange.unz),
    }
    runs = _tail_runs(interchange)
    if runs:
        plain["between"] = runs
    for name in ("leading", "trailing"):
        around: bytes = getattr(interchange, name)
        if around:
            plain[name] = around.decode("latin-1")
    return plain


def _tail_runs(interchange: Interchange) -> list[list[Any]]:
    """Return what stands behind the segments of an interchange in runs: how many in a row have which text behind them."""
    tails = itertools.groupby(segment.tail for segment in interchange.segments)
    runs = [[sum(1 for _ in group), tail.decode("latin-1")] for tail, group in tails]
    return runs if any(text for _, text in runs) else []


def _row(segment: Segment) -> list[Any]:
    return [segment.tag, *(list(element) for element in segment.elements)]


def _row_or_none(segment: Segment | None) -> list[Any] | None:
    return None if segment is None else _row(segment)


def _content(item: RawMessage | FunctionalGroup | Segment) -> dict[str, Any]:
    if isinstance(item, Segment):
        return {"segment": _row(item)}
    if isinstance(item, FunctionalGroup):
        return {
            "ung": _row_or_none(item.ung),
            "content": [_content(inner) for inner in item.content],
            "une": _row_or_none(item.une),
        }
    typed = read_message(item)
    if typed is not None and tuple(typed.write()) == item.segments:
        return message_to_dict(typed)
    return {"segments": [_row(segment) for segment in item.segments]}


def interchange_from_dict(mapping: Mapping[str, Any]) -> Interchange:
    """Return the interchange that *mapping* describes.

    Two forms are read. The form of `interchange_to_dict` has ``unb``, ``content`` and ``unz`` and is taken as it is.
    The short form has ``sender``, ``recipient``, ``reference``, ``prepared`` (ISO time with zone) and ``messages``,
    and may have ``syntax``, ``version``, ``application_reference``, ``ack_request``, ``agreement`` and ``test``:
    envelope, counts and totals are made.

    Raises:
        BuildError: The data describes no interchange; the error names the field.
    """
    fields = {key: value for key, value in mapping.items() if key != "kind"}
    try:
        return _short(fields) if "messages" in fields else _whole(fields)
    except (KeyError, TypeError, AttributeError) as error:
        raise BuildError(f"expected the plain data of an interchange: {error}", "Interchange") from None


_WHOLE = frozenset({"una", "unb", "content", "unz", "between", "leading", "trailing"})
_SHORT = frozenset(
    {"sender", "recipient", "reference", "prepared", "messages", "syntax", "version"}
    | {"application_reference", "ack_request", "agreement", "test", "una"}
)


def _only(mapping: Mapping[str, Any], keys: frozenset[str]) -> None:
    for key in mapping:
        if key not in keys:
            raise BuildError(f"expected one of {', '.join(sorted(keys))}", str(key)[:60])


def _whole(mapping: Mapping[str, Any]) -> Interchange:
    _only(mapping, _WHOLE)
    advice = mapping.get("una")
    separators = _separators(advice)
    interchange = Interchange(
        unb=_segment_or_none(mapping.get("unb"), "unb"),
        content=_numbered(
            _from_content(item, f"content[{n}]") for n, item in enumerate(mapping.get("content", ()))
        ),
        unz=_segment_or_none(mapping.get("unz"), "unz"),
        una=None if advice is None else Segment("UNA", ((advice,),), None, None, separators),
        separators=separators,
        leading=str(mapping.get("leading", "")).encode("latin-1"),
        trailing=str(mapping.get("trailing", "")).encode("latin-1"),
    )
    return _spaced(interchange, mapping["between"]) if mapping.get("between") else interchange


def _spaced(interchange: Interchange, runs: Any) -> Interchange:
    """Return an interchange whose segments are written with what stood between them."""
    tails = _tails(runs, sum(1 for _ in interchange.segments))
    charset = interchange.syntax_id if interchange.syntax_id in CHARSETS else "UNOC"

    def space(segment: Segment) -> Segment:
        written = to_bytes([segment], interchange.separators, charset)
        return attrs.evolve(segment, raw=written + next(tails, b""), separators=interchange.separators)

    def content(item: _Content) -> _Content:
        if isinstance(item, Segment):
            return space(item)
        if isinstance(item, RawMessage):
            return attrs.evolve(item, segments=tuple([space(segment) for segment in item.segments]))
        ung = space(item.ung)
        inner = tuple([_inner(content(below), "content") for below in item.content])
        return FunctionalGroup(ung, inner, space(item.une) if item.une else None)

    # in the order of the bytes
    una = space(interchange.una) if interchange.una else None
    unb = space(interchange.unb) if interchange.unb else None
    spaced = tuple([content(item) for item in interchange.content])
    unz = space(interchange.unz) if interchange.unz else None
    return attrs.evolve(interchange, una=una, unb=unb, content=spaced, unz=unz)


def _tails(runs: Any, segments: int) -> Iterator[bytes]:
    """Yield what stands behind each segment; where their number has changed, what stood behind most of them.

    Raises:
        BuildError: The data is no list of counts and texts.
    """
    if isinstance(runs, str) or not isinstance(runs, Sequence):
        raise BuildError("expected runs of a count and a text", "between")
    checked = [_run(run, f"between[{number}]") for number, run in enumerate(runs)]
    if sum(count for count, _ in checked) != segments:
        _, most = max(checked, default=(0, b""))
        checked = [(segments - 1, most), (1, checked[-1][1])] if checked else []
    return itertools.chain.from_iterable(itertools.repeat(tail, count) for count, tail in checked)


def _run(run: Any, field: str) -> tuple[int, bytes]:
    count, text = run if isinstance(run, Sequence) and len(run) == 2 else (None, None)
    if type(count) is not int or not 0 <= count <= _MOST_SEGMENTS:
        raise BuildError(f"expected a count of segments, at most {_MOST_SEGMENTS}", field)
    if not isinstance(text, str) or _NO_SPACE.search(text):
        raise BuildError("expected white space behind the count", field)
    return count, text.encode("latin-1")


_MOST_SEGMENTS = Limits().max_segments
_NO_SPACE = re.compile(r"[^ \t\r\n']")


def _numbered(content: Iterable[_Content]) -> tuple[_Content, ...]:
    """Number the messages through the interchange, those in groups too."""
    numbers = itertools.count()
    done: list[_Content] = []
    for item in content:
        if isinstance(item, FunctionalGroup):
            inner = tuple(
                attrs.evolve(m, index=next(numbers)) if isinstance(m, RawMessage) else m for m in item.content
            )
            done.append(attrs.evolve(item, content=inner))
        else:
            done.append(attrs.evolve(item, index=next(numbers)) if isinstance(item, RawMessage) else item)
    return tuple(done)


def _separators(advice: Any) -> Separators:
    if advice is None:
        return DEFAULT
    if not isinstance(advice, str) or len(advice) != 6:
        raise BuildError("expected the six service characters, such as :+.? '", "una")
    component, element, mark, release, reserved, terminator = tuple(advice)
    release = "" if release == " " else release
    return Separators(component, element, mark, release, reserved, terminator, explicit=True)


def _segment(row: Any, field: str) -> Segment:
    if isinstance(row, str) or not isinstance(row, Sequence) or not row or not isinstance(row[0], str):
        raise BuildError("expected a tag followed by elements", field)
    elements = []
    for number, element in enumerate(row[1:], 1):
        parts = (element,) if isinstance(element, str) else tuple(element)
        if not all(isinstance(part, str) for part in parts):
            raise BuildError("expected text components", f"{field}/{number}")
        elements.append(parts)
    return Segment(row[0], tuple(elements))


def _segment_or_none(row: Any, field: str) -> Segment | None:
    return None if row is None else _segment(row, field)


def _from_content(item: Mapping[str, Any], field: str) -> RawMessage | FunctionalGroup | Segment:
    if "segment" in item:
        return _segment(item["segment"], field)
    if "ung" in item:
        return FunctionalGroup(
            ung=_segment(item["ung"], f"{field}.ung"),
            content=tuple(
                _inner(_from_content(inner, f"{field}.content[{n}]"), f"{field}.content[{n}]")
                for n, inner in enumerate(item.get("content", ()))
            ),
            une=_segment_or_none(item.get("une"), f"{field}.une"),
        )
    return _message(item, field)


def _inner(item: RawMessage | FunctionalGroup | Segment, field: str) -> RawMessage | Segment:
    if isinstance(item, FunctionalGroup):
        raise BuildError("a group cannot stand in a group", field)
    return item


def _message(item: Mapping[str, Any], field: str) -> RawMessage:
    if "segments" in item:
        return RawMessage(
            tuple(_segment(row, f"{field}.segments[{n}]") for n, row in enumerate(item["segments"]))
        )
    if item.get("kind") not in MESSAGES:
        raise BuildError(f"expected segments, or a kind of {', '.join(MESSAGES)}", f"{field}.kind")
    try:
        typed = message_from_dict(item)
        # what says its own count keeps it, wrong or right: plain data loses nothing
        return RawMessage(tuple(typed.write()) if "trailer" in item else typed.segments())
    except ValueError as error:
        raise BuildError(str(error), field) from None


def _short(mapping: Mapping[str, Any]) -> Interchange:
    _only(mapping, _SHORT)
    fields = dict(mapping)
    messages = []
    for number, message in enumerate(fields.pop("messages")):
        raw = _message(message, f"messages[{number}]")
        messages.append(read_message(raw) or raw)
    for side in ("sender", "recipient"):
        if isinstance(fields.get(side), Mapping):
            fields[side] = Address(**fields[side])
    try:
        fields["prepared"] = dt.datetime.fromisoformat(fields["prepared"])
    except ValueError:
        raise BuildError("expected an ISO time with its zone", "prepared") from None
    return build_interchange(messages, **fields)


# -- typed messages


def message_to_dict(message: Message) -> dict[str, Any]:
    """Return a typed message as plain data with its type under ``kind``; nothing of it is lost.

    >>> from edielkit.edifact.messages import Mscons
    >>> message_to_dict(Mscons(reference="1"))
    {'kind': 'MSCONS', 'reference': '1'}
    """
    return {"kind": message.TYPE, **part_to_dict(message)}


def message_from_dict(mapping: Mapping[str, Any]) -> Message:
    """Return the message that `message_to_dict` made plain; ``kind`` names its type.

    Raises:
        ValueError: The kind is unknown, or the data is not that of such a message.
    """
    kind = MESSAGES.get(str(mapping.get("kind", "")))
    if kind is None:
        raise ValueError(f"expected one of {', '.join(MESSAGES)} as kind, found {mapping.get('kind')!r}")
    return part_from_dict(kind, {key: value for key, value in mapping.items() if key != "kind"})


def part_to_dict(part: Part) -> dict[str, Any]:
    """Return a part of a message as plain data: fields that say nothing are left out.

    The result holds only dicts, lists, texts and numbers; `part_from_dict` gives an equal value back.
    """
    plan = plan_of(type(part))
    plain: dict[str, Any] = {name: text for name, _, _ in plan.texts if (text := getattr(part, name))}
    if part.more:
        plain["more"] = [list(component) for component in part.more]
    for child in plan.children:
        value = getattr(part, child.name)
        if child.single and value is not None:
            plain[child.name] = part_to_dict(value)
        elif not child.single and value:
            plain[child.name] = [part_to_dict(below) for below in value]
    if part.others:
        plain["others"] = [_other_to_dict(other) for other in part.others]
    return plain


def _other_to_dict(other: Other) -> dict[str, Any]:
    return {
        "tag": other.tag,
        "elements": [list(element) for element in other.elements],
        "slot": other.slot,
        "after": other.after,
    }


def part_from_dict(cls: type[P], mapping: Mapping[str, Any]) -> P:
    """Return the part of class *cls* that `part_to_dict` made plain.

    Raises:
        ValueError: A key is unknown, or a value has the wrong type.
    """
    plan = plan_of(cls)
    fields = {name for name, _, _ in plan.texts} | {child.name for child in plan.children}
    unknown = set(mapping) - fields - {"more", "others"}
    if unknown:
        raise ValueError(f"expected fields of {cls.__name__}, found {sorted(unknown)!r}")
    values: dict[str, Any] = {
        name: _text(mapping[name], name) for name, _, _ in plan.texts if name in mapping
    }
    try:
        values["more"] = tuple((int(e), int(c), _text(t, "more")) for e, c, t in mapping.get("more", ()))
        values["others"] = tuple(_other_from_dict(other) for other in mapping.get("others", ()))
        for child in plan.children:
            if child.name not in mapping:
                continue
            below = mapping[child.name]
            values[child.name] = (
                part_from_dict(child.kind, below)
                if child.single
                else tuple(part_from_dict(child.kind, part) for part in below)
            )
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"expected the plain data of {cls.__name__}") from error
    return cls(**values)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected text in {name}, found {type(value).__name__}")  # noqa: TRY004 - one error for callers
    return value


def _other_from_dict(mapping: Mapping[str, Any]) -> Other:
    elements = tuple(tuple(_text(c, "others") for c in element) for element in mapping["elements"])
    return Other(
        tag=_text(mapping["tag"], "others"),
        elements=elements,
        slot=int(mapping["slot"]),
        after=int(mapping["after"]),
    )
