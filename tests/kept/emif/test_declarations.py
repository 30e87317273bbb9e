"""What the standard says, as the package declares it: aggregates, messages, simple types, wrappers, identity constraints."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.kept_answers import MOST, Answer, assert_kept
from tests.support.kept_values import text_of_value

from edielkit.emif.declare import declarations
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.rules import RULES
from edielkit.emif.simple_types import (
    ANNOUNCED_VERSIONS,
    CURRENT_VERSION,
    SIMPLE_CONTENTS,
    SIMPLE_TYPES,
    VERSIONS,
)
from edielkit.emif.soap import WRAPPERS
from edielkit.emif.values import words_for
from edielkit.emif.write.needed import needed
from edielkit.emif.write.unique import UNIQUE_PAYLOADS, UNIQUE_SEQUENCES

# a version that no declaration knows
_UNKNOWN = "1.0"


def answers() -> Iterator[Answer]:
    """Yield each declaration, some lines at a time."""
    yield Answer("versions", [text_of_value((VERSIONS, CURRENT_VERSION, ANNOUNCED_VERSIONS))])
    yield Answer("unique", [text_of_value(UNIQUE_PAYLOADS), text_of_value(UNIQUE_SEQUENCES)])
    for name, simple in SIMPLE_TYPES.items():
        yield Answer(
            f"type {name}", [text_of_value(simple), *(words_for(simple, v) for v in ("2.3", CURRENT_VERSION))]
        )
    for name, content in SIMPLE_CONTENTS.items():
        yield Answer(f"content {name}", [text_of_value(content)])
    for tag, wrapper in WRAPPERS.items():
        yield Answer(f"wrapper {tag}", [text_of_value(wrapper), f"{wrapper.tag} {wrapper.message_namespace}"])
    for code, rule in RULES.items():
        yield Answer(f"rule {code}", [text_of_value(rule)])
    for name, cls in {**AGGREGATES, **MESSAGES}.items():
        parts = declarations(cls)
        for number in range(0, len(parts), MOST):
            yield Answer(f"{name} {number}", map(text_of_value, parts[number : number + MOST]))
        for version in (CURRENT_VERSION, _UNKNOWN, "2.3"):
            yield Answer(
                f"{name} in {version}",
                [
                    text_of_value([d.in_version(version) for d in parts]),
                    *(text_of_value((d.is_simple, d.types())) for d in parts),
                ],
            )
    for name, message in MESSAGES.items():
        yield Answer(
            f"message {name}",
            [
                text_of_value(
                    (message.kind(), message.service_area(), message.namespace(), message.versions())
                )
            ],
        )
        yield Answer(
            f"needed in {name}",
            (text_of_value(list(needed(d, CURRENT_VERSION, d.field))) for d in declarations(message)),
        )


def test_declarations_are_the_kept_ones():
    """Names, types, occurrences, choices and versions."""
    assert_kept(__file__, answers())
