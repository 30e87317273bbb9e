"""A template as a piece of Python: the same fields, with comments where the plain data has them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from edielkit.plain_values import COMMENT

__all__ = ("template_snippet",)

_STEP, _WIDTH = "    ", 100


def template_snippet(template: Mapping[str, Any]) -> str:
    """Return Python that builds and writes the message of a template, to be filled in.

    Args:
        template: What `edielkit.generate.template.template` gives.

    >>> print(
    ...     template_snippet(
    ...         {"kind": "PollForData", "//header": "required", "header": {"identification": None}}
    ...     )
    ... )
    import edielkit
    <BLANKLINE>
    message = edielkit.build(
        "PollForData",
        {
            # required
            "header": {
                "identification": None,
            },
        },
    )
    data = edielkit.serialize(message)
    """
    fields = {key: value for key, value in template.items() if key != "kind"}
    lines = [
        "import edielkit",
        "",
        "message = edielkit.build(",
        f"{_STEP}{_text(template['kind'])},",
        *_lines("", fields, 1),
        ")",
        "data = edielkit.serialize(message)",
    ]
    return "\n".join(lines)


def _lines(before: str, value: Any, level: int) -> Iterator[str]:
    """Yield the lines of a value behind its key."""
    pad = _STEP * level
    if isinstance(value, Mapping):
        yield f"{pad}{before}{{"
        for key, inner in value.items():
            if key.startswith(COMMENT):
                yield from (f"{pad}{_STEP}# {line}" for line in textwrap.wrap(str(inner), _WIDTH - len(pad)))
            else:
                yield from _lines(f"{_text(key)}: ", inner, level + 1)
        yield f"{pad}}},"
    elif isinstance(value, list) and value:
        yield f"{pad}{before}["
        for item in value:
            yield from _lines("", item, level + 1)
        yield f"{pad}],"
    else:
        yield f"{pad}{before}{_text(value)},"


def _text(value: Any) -> str:
    """Return a literal of Python, texts in double quotes.

    >>> _text("a"), _text(None)
    ('"a"', 'None')
    """
    if not isinstance(value, str):
        return repr(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
