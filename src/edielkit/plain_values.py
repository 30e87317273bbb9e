"""The values of plain data: what kind each is, in words, and the faults of a key or a value that is another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from edielkit.errors import Faults
from edielkit.harmless import quoted as quoted_text
from edielkit.suggest import nearest, one_of

__all__ = (
    "COMMENT",
    "as_list",
    "as_mapping",
    "as_text",
    "as_whole_number",
    "check_keys",
    "entries",
    "is_unfilled",
    "joined",
    "json_fault",
    "quoted",
    "words_of",
)

# what the reader of JSON says, and what would be right
_TRAILING = "trailing"
_RIGHT_IN_JSON = (
    ("property", "a name in double quotes; none after a last comma"),
    (_TRAILING, "no comma behind the last part"),
    ("','", "a comma between two parts, or the end of the object or list"),
    ("':'", "a colon behind the name"),
    ("Unterminated", "the end of a text in double quotes"),
    ("control", "no line end and no tab in a text: \\n and \\t stand for them"),
    ("escape", "two backslashes for one in a text"),
    ("Extra", "one object, found more behind it"),
    ("BOM", "a text without a byte order mark"),
    ("", "a value: a text in double quotes, a number, an object, a list, true, false or null"),
)
# a key that begins with it is a comment: nobody reads its value
COMMENT = "//"
_LONGEST_KEY = 60
# no template has so many
_MOST_PARTS = 10_000
# what a fault says of a value; bool stands before int, which it is a kind of
_WORDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a float"),
    (str, "text"),
    (Mapping, "an object"),
    (list, "a list"),
    (tuple, "a list"),
)


def words_of(value: Any) -> str:
    """Return what kind of value this is, in words: never the value itself, which may be a person's.

    >>> words_of(None), words_of(True), words_of([1]), words_of(0.5)
    ('nothing', 'true or false', 'a list', 'a float')
    """
    if value is None:
        return "nothing"
    return next((words for kind, words in _WORDS if isinstance(value, kind)), type(value).__name__)


def quoted(value: Any, most: int = 40) -> str:
    """Return what a fault says of a value: a text in quotes, cut after so many characters, and of all else its kind.

    >>> quoted("E99"), quoted(10**5000), quoted(None)
    ("'E99'", 'a number', 'nothing')
    """
    return quoted_text(value, most) if isinstance(value, str) else words_of(value)


def joined(field: str, key: str) -> str:
    """Return the path of a key below *field*.

    >>> joined("header", "creation"), joined("", "header")
    ('header.creation', 'header')
    """
    return f"{field}.{key}" if field else key


def entries(mapping: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the keys of an object with their values, comments left out."""
    for key, value in mapping.items():
        if not (isinstance(key, str) and key.startswith(COMMENT)):
            yield key, value


def is_unfilled(value: Any) -> bool:
    """Tell whether a part of a template was left as it is: an object with keys and not one value, or a list of those.

    >>> is_unfilled({"//a": "text", "a": None}), is_unfilled([{"a": None}]), is_unfilled({}), is_unfilled([])
    (True, True, False, False)
    """
    pending = [value]
    for number in range(_MOST_PARTS):
        if not pending:
            return True
        part = pending.pop()
        if part is None and number:
            continue
        if isinstance(part, Mapping) and part:
            pending.extend(inner for _, inner in entries(part))
        elif isinstance(part, (list, tuple)) and part:
            pending.extend(part)
        else:
            return False
    return False


def check_keys(
    mapping: Mapping[Any, Any], names: Iterable[str], field: str, faults: Faults, *, owner: str
) -> None:
    """Keep a fault for each key of *mapping* that is none of *names*, with the name that comes near.

    Args:
        mapping: What was written.
        names: The keys that there are.
        field: Where the object stands.
        faults: Where the faults go.
        owner: What has the keys, such as ``Header``.
    """
    expected = dict.fromkeys(names)
    for key, _ in entries(mapping):
        if isinstance(key, str) and key in expected:
            continue
        text = key if isinstance(key, str) else words_of(key)
        near = nearest(text, expected)
        meant = f"did you mean {near}?" if near else f"expected {one_of(expected)}"
        faults.add(
            f"{owner} has no {quoted(text, _LONGEST_KEY)}; {meant}",
            joined(field, text[:_LONGEST_KEY] or "''"),
        )


def as_text(value: Any, field: str, faults: Faults, *, empty: bool = True) -> str | None:
    """Return *value* if it is text, else None with its fault kept.

    Args:
        value: What stands there.
        field: Where.
        faults: Where the fault goes.
        empty: A text of no characters is one.
    """
    if not isinstance(value, str):
        faults.add(f"expected text, found {words_of(value)}", field)
        return None
    if not value and not empty:
        faults.add("expected text, found none", field)
        return None
    return value


def as_mapping(
    value: Any, field: str, faults: Faults, *, what: str = "an object"
) -> Mapping[Any, Any] | None:
    """Return *value* if it is an object, else None with its fault kept; *what* says what is due."""
    if isinstance(value, Mapping):
        return value
    faults.add(f"expected {what}, found {words_of(value)}", field)
    return None


def as_list(value: Any, field: str, faults: Faults, *, what: str = "a list") -> Sequence[Any] | None:
    """Return *value* if it is a list, else None with its fault kept; *what* says what is due."""
    if isinstance(value, (list, tuple)):
        return value
    faults.add(f"expected {what}, found {words_of(value)}", field)
    return None


def as_whole_number(value: Any, field: str, faults: Faults, *, least: int, most: int) -> int | None:
    """Return *value* if it is a whole number of these bounds, else None with its fault kept."""
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    is_number = isinstance(value, int) and not isinstance(value, bool)
    shown = "another" if is_number else words_of(value)
    faults.add(f"expected a whole number of {least} to {most}, found {shown}", field)
    return None


def json_fault(error: json.JSONDecodeError) -> str:
    """Return what is wrong with a text that is no JSON: the place, and what would be right there.

    Args:
        error: What the reader says.

    >>> try:
    ...     json.loads("{'a': 1}")
    ... except json.JSONDecodeError as error:
    ...     json_fault(error)
    'line 1, column 2: expected a name in double quotes; none after a last comma'
    """
    before = error.doc[: error.pos].rstrip()
    # up to Python 3.12 the bracket behind the comma is at fault, from 3.13 on the comma
    if before.endswith(",") and error.doc[error.pos : error.pos + 1] in {"]", "}"}:
        error = json.JSONDecodeError(_TRAILING, error.doc, len(before) - 1)
    right = next(words for part, words in _RIGHT_IN_JSON if part in error.msg)
    return f"line {error.lineno}, column {error.colno}: expected {right}"
