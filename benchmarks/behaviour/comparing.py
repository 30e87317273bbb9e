"""Two records held against each other: every difference with its input, its place, and both sides."""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

ABSENT = "(absent)"


class Difference(NamedTuple):
    """One difference between two records."""

    name: str
    what: str
    before: Any
    after: Any


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], ignore: Collection[str] = ()
) -> Iterator[Difference]:
    """Yield the differences of two records, input by input.

    Args:
        before: Results by the name of the input.
        after: The same of the other revision.
        ignore: Keys that are not compared, wherever they stand.
    """
    for name in dict.fromkeys((*before, *after)):
        for what, old, new in _in_values(
            before.get(name, ABSENT), after.get(name, ABSENT), (), frozenset(ignore)
        ):
            yield Difference(name, what, old, new)


def place_of(difference: Difference) -> str:
    """Return where a difference is, the same for like ones: rows without their numbers, a finding by its code.

    Scenarios are one place each kind of fact, whatever their titles.
    """
    parts = difference.what.split(" / ")
    if difference.name.endswith(" played"):
        parts[0] = "scenario"
    codes = sorted({side["code"] for side in difference[2:] if isinstance(side, dict) and "code" in side})
    return " / ".join((*(part for part in parts if not part.startswith("[")), *codes))


def _in_values(
    before: Any, after: Any, path: tuple[str, ...], ignore: frozenset[str]
) -> Iterator[tuple[str, Any, Any]]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            if key not in ignore:
                yield from _in_values(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key), ignore)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(before, after, path, ignore)
    else:
        yield " / ".join(path), before, after


def _in_lists(
    before: list[Any], after: list[Any], path: tuple[str, ...], ignore: frozenset[str]
) -> Iterator[tuple[str, Any, Any]]:
    """Compare two lists so that a row more or less is one difference, and does not move all that follow."""
    old_texts = [json.dumps(_without(row, ignore), sort_keys=True) for row in before]
    new_texts = [json.dumps(_without(row, ignore), sort_keys=True) for row in after]
    matcher = difflib.SequenceMatcher(None, old_texts, new_texts, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(left_end - left, right_end - right)):
            old = before[left + step] if left + step < left_end else ABSENT
            new = after[right + step] if right + step < right_end else ABSENT
            place = left + step if old is not ABSENT else right + step
            yield from _in_values(old, new, (*path, f"[{place}]"), ignore)


def _without(value: Any, ignore: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(inner, ignore) for key, inner in value.items() if key not in ignore}
    if isinstance(value, list):
        return [_without(inner, ignore) for inner in value]
    return value
