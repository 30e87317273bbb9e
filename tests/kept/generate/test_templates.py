"""Templates: of each message and each use of it, with what is required and with all, and as lines of Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import digest
from tests.support.kept_values import called

from edielkit.emif.messages import MESSAGES
from edielkit.emif.simple_types import CURRENT_VERSION
from edielkit.generate import template, template_kinds, template_snippet, template_uses

# of all other guides the rows that may stand together are looked for half a second
QUICK = ("APERAK", "CONTRL", "MSCONS", "QUOTES")


def answers() -> Iterator[Answer]:
    """Yield the templates of each message, then of other versions and markets, then what is refused."""
    for kind in template_kinds():
        is_edifact = kind not in MESSAGES
        uses = template_uses(kind)
        yield Answer(f"uses of {kind}", [f"{uses}"])
        for first, second in uses:
            asked = (
                {"profile": first, "process": second or None}
                if is_edifact
                else {"process": first, "role": second}
            )
            lines = _lines(template(kind, **asked))
            if not is_edifact or kind in QUICK:
                lines += _lines(template(kind, full=True, **asked))
            yield Answer(f"{kind} {first} {second}".rstrip(), lines)
    for kind, message in MESSAGES.items():
        for version in message.versions():
            if version != CURRENT_VERSION:
                yield Answer(f"{kind} {version}", _lines(template(kind, full=True, version=version)))
    for kind in ("PollForData", "Acknowledgement", "CollectedData", "CONTRL", "MSCONS"):
        lines = template_snippet(template(kind)).splitlines()
        yield from (Answer(f"snippet {kind} {at}", lines[at : at + 6]) for at in range(0, len(lines), 6))
    yield from _refusals()


def _lines(data: Mapping[str, Any]) -> list[str]:
    """Return which fields stand there, which of them are filled in, and a digest of it all."""
    text = json.dumps(data, ensure_ascii=False)
    filled = [f"{name}={value}" for name, value in _leaves(data) if value is not None]
    return [f"{len(text)} {digest(text)}", " ".join(filled)]


def _leaves(data: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if not key.startswith("//"):
                yield from _leaves(value, key)
    elif isinstance(data, list):
        for item in data:
            yield from _leaves(item, name)
    else:
        yield name, data


def _refusals() -> Iterator[Answer]:
    for case, kind, options in (
        ("a role of EDIFACT", "MSCONS", {"role": "DDQ"}),
        ("a market of EMIF", "CollectedData", {"profile": "no"}),
        ("no such message", "CollectedDta", {}),
        ("no message at all like it", "x" * 80, {}),
        ("no text", 7, {}),
        ("no such process", "CollectedData", {"process": "101"}),
        ("no such role", "CollectedData", {"role": "AG"}),
        ("no such version", "CollectedData", {"version": "1.0"}),
        ("no such market", "MSCONS", {"profile": "xx"}),
        ("no such process of a guide", "MSCONS", {"profile": "de", "process": "1"}),
        ("no such version of a guide", "APERAK", {"version": "1"}),
    ):
        yield Answer(case, [called(template, kind, **options)])
    for value in ("", 'a "b" \\c', None, True, 1.5, [], {}, [1, "x"], [[{}]]):
        yield Answer(
            f"literal {value!r}",
            template_snippet({"kind": "A", "b": value, "//c": "w " * 70, "c": None}).splitlines()[3:-2],
        )


def test_templates_are_the_kept_ones():
    """Fields, what is filled in, and every comment."""
    assert_kept(__file__, answers())
