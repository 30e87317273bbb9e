"""The reference page of the portal's calls, made from their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from docs.generators.markdown import NOTE
from edielkit.hub.engine.portal import CALLS

__all__ = ("page",)

_HEAD = f"""\
# Calls of the portal

{NOTE}

What is done in Elhub's portal, by its staff or beside the messages, is a call of the hub: a method of `hub.portal(now)`, which a type checker
knows, or `hub.call(name, now=..., ...)` of [`Hub`](../explanation/hub.md); `hub.call(name, ...)` of the fixture [`hub`](../how-to/test-with-the-hub.md), where names of parties,
areas and points stand for their numbers, and `call:` in a [scenario](scenario-language.md). Arguments are plain data: texts, whole
numbers, truths, lists; a day is `YYYY-MM-DD`. A call that is refused raises ValueError with the reason, and changes nothing.
"""
# What the arguments say that the docstrings of short calls leave to their names.
_USUAL = {
    "area": "EIC of the grid area.",
    "sender": "GLN of the grid company.",
    "wanted": "It is wanted.",
}
_SECTION = re.compile(r"^(Args|Returns|Raises):$")


def page() -> str:
    """Return the page that lists the calls."""
    lines = (line for name, call in CALLS.items() for line in _call(name, call))
    return "\n".join((_HEAD.rstrip(), *lines)) + "\n"


def _call(name: str, call: Callable[..., Any]) -> Iterator[str]:
    first, sections = _read(inspect.getdoc(call) or "")
    yield from ("", f"## {name}", "", *first)
    _, *parameters = inspect.signature(call).parameters.values()
    words = dict(_arguments(sections.get("Args", [])))
    if parameters:
        yield from ("", "| argument | | |", "|---|---|---|")
    for parameter in parameters:
        name, default = parameter.name, parameter.default
        needed = "" if default is parameter.empty else f"by default {_default(default)}"
        yield f"| `{name}` | {words.get(name) or _USUAL[name]} | {needed} |"
    if "Returns" in sections:
        yield from ("", f"Gives: {_one_line(sections['Returns'])}")


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value}`" if value else "none"


def _read(doc: str) -> tuple[list[str], dict[str, list[str]]]:
    """Return the first paragraphs of a docstring and its sections."""
    first: list[str] = []
    sections: dict[str, list[str]] = {}
    into = first
    for line in doc.splitlines():
        heading = _SECTION.match(line)
        if heading is not None:
            into = sections.setdefault(heading[1], [])
        elif line.startswith(">>>"):
            break
        else:
            into.append(line)
    while first and not first[-1]:
        first.pop()
    return first, sections


def _arguments(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield name and words of each argument; what is indented further goes on."""
    name = ""
    words: list[str] = []
    for line in lines:
        argument = re.match(r"^ {4}(\w+): (.*)$", line)
        if argument is not None:
            if name:
                yield name, _one_line(words)
            name, words = argument[1], [argument[2]]
        else:
            words.append(line)
    if name:
        yield name, _one_line(words)


def _one_line(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split()).replace("|", "/").replace("``", "`")
