"""A code or a word looked up: the codes that have it, and the rules that speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from edielkit.cli.language import language, translate
from edielkit.cli.output.code_text import both_names
from edielkit.cli.output.readable import json_text
from edielkit.cli.output.terminal import columns, dim, echo, strong, write_document
from edielkit.cli.usage_error import EXIT_OK, UsageError
from edielkit.suggest import near_names, one_of
from edielkit.translation import code_names, rule_in

if TYPE_CHECKING:
    from edielkit.codes import Code, CodeList
    from edielkit.findings import Rule

__all__ = ("explain_word", "is_word")

_MOST = 12
# codes that are shorter come near to every short word
_SHORTEST = 3
# a name of a file has a dot, a folder a slash; a pattern has signs of its own
_WORD = re.compile(r"[\w -]{2,60}")


def is_word(text: str) -> bool:
    """Tell whether *text* is a code or a word, and no file or folder."""
    return _WORD.fullmatch(text) is not None and not Path(text).exists()


def explain_word(word: str, *, as_json: bool) -> int:
    """Print the codes and rules that a word or a code names, and return the exit status.

    Args:
        word: The word.
        as_json: As plain data.

    Raises:
        UsageError: There are none; the text says which codes come near.
    """
    from edielkit.catalogue import search
    from edielkit.codes import find

    codes, rules = find(word, names=code_names("nb")), search(word)
    if not codes and not rules:
        raise UsageError(_nothing(word))
    if as_json:
        listed = [
            {
                "code": code.value,
                "list": home.name,
                "name": code.name or None,
                "name_no": code.name_no or None,
            }
            for home, code in codes
        ]
        write_document(
            [
                json_text(
                    {"codes": listed, "rules": [{"code": rule.code, "title": rule.title} for rule in rules]}
                )
            ]
        )
    else:
        echo(_lines(codes, [rule_in(rule, language()) for rule in rules]))
    return EXIT_OK


def _lines(codes: Sequence[tuple[CodeList, Code]], rules: Sequence[Rule]) -> Iterator[str]:
    if codes:
        yield strong("Codes")
        rows = [(code.value, home.name, both_names(code)) for home, code in codes[:_MOST]]
        yield from columns(rows, as_is=True)
        yield from _more(len(codes))
    if rules:
        yield strong("Rules")
        yield from columns([(rule.code, str(rule.reason or ""), rule.title) for rule in rules[:_MOST]])
        yield from _more(len(rules))
    yield dim("edielkit codes LIST CODE and edielkit rules CODE say more of one")


def _more(count: int) -> Iterator[str]:
    if count > _MOST:
        yield translate(f"  and {count - _MOST} more")
    yield ""


def _nothing(word: str) -> str:
    from edielkit.catalogue import rules
    from edielkit.codes import code_list, lists

    codes = (code.value for name in lists("emif") for code in code_list(name))
    names = [*rules(), *(code for code in codes if len(code) >= _SHORTEST)]
    filled = re.sub(r"(?<=[A-Za-z])[0-9]{1,2}$", lambda digits: digits[0].zfill(3), word[:40]).upper()
    near = [filled] if filled in names else near_names(word[:40], names)
    hint = f"; did you mean {one_of(near)}?" if near else ""
    return f"{word!r} is no file, no code and no rule{hint}"
