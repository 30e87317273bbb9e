"""Every rule of every room: what a finding, a loss or an answer of the hub can name, with its documentation.

The registry is a value that is built when it is first asked for; `docs/generate.py` makes the reference pages from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from edielkit.codes.rules import RULES as CODES
from edielkit.conversion.losses import RULES as LOSSES
from edielkit.edifact.check.guides import RULES as GUIDES
from edielkit.edifact.check.series.rules import RULES as EDIFACT_SERIES
from edielkit.edifact.check.time_rules import RULES as EDIFACT_TIMES
from edielkit.edifact.rules import RULES as EDIFACT
from edielkit.emif.rules import RULES as XML
from edielkit.exchange.exchange_rules import RULES as EXCHANGE
from edielkit.findings import Rule
from edielkit.hub.core.rules import RULES as HUB
from edielkit.identifiers import RULES as IDENTIFIERS
from edielkit.inputs import RULES as INPUTS
from edielkit.process_rules import checks
from edielkit.search_words import folded, spellings
from edielkit.suggest import near_names
from edielkit.translation import rule_in
from edielkit.value_files import RULES as VALUE_FILES

__all__ = ("checks", "get", "rules", "search", "tables")


@cache
def tables() -> Mapping[str, Mapping[str, Rule]]:
    """Return the rules of each room, by the name of what they speak of.

    >>> "EXC001" in tables()["exchange points"]
    True
    """
    return MappingProxyType(
        {
            "inputs": INPUTS,
            "XML": XML,
            "EDIFACT": EDIFACT,
            "guides of EDIFACT": GUIDES,
            "series in EDIFACT": EDIFACT_SERIES,
            "times in EDIFACT": EDIFACT_TIMES,
            "identifiers": IDENTIFIERS,
            "codes": CODES,
            "processes": MappingProxyType({code: check.rule for code, check in checks().items()}),
            "exchange points": EXCHANGE,
            "conversion": LOSSES,
            "files of values": VALUE_FILES,
            "hub": HUB,
        }
    )


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by code, in the order of the codes.

    Raises:
        ValueError: Two rooms use one code for two rules.

    >>> [rules()[code].title for code in ("EXC001", "CNV013")]
    ['both directions are there', 'registration time']
    """
    return _merged(tables().values())


def _merged(parts: Iterable[Mapping[str, Rule]]) -> Mapping[str, Rule]:
    by_code: dict[str, Rule] = {}
    for part in parts:
        for code, rule in part.items():
            if by_code.setdefault(code, rule) != rule or code != rule.code:
                raise ValueError(f"the code {code} is taken")
    return MappingProxyType(dict(sorted(by_code.items())))


def get(code: str) -> Rule:
    """Return the rule *code*, whatever the case of its letters.

    Raises:
        KeyError: There is none; the text says which codes come near.

    >>> get("ser105").title
    'as many values as steps between start and end'
    """
    wanted = code.strip().upper()
    rule = rules().get(wanted)
    if rule is None:
        near = near_names(wanted[:20], rules())
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise KeyError(f"no rule {code[:40]!r}{hint}")
    return rule


def search(text: str) -> tuple[Rule, ...]:
    """Return the rules whose code, reason, title, source or documentation has *text*, those with the code first.

    Args:
        text: A code or the beginning of one, a reason of the market, or any words of English or bokmål; case and
            accents do not matter, and what the thing is called otherwise is searched for too.

    >>> [rule.code for rule in search("summation point")]
    ['EXC008']
    """
    words = spellings(text)
    if not words:
        return ()
    by_code, by_reason, by_words = [], [], []
    for rule in rules().values():
        if words[0] in rule.code.casefold():
            by_code.append(rule)
        elif rule.reason is not None and words[0] in str(rule.reason).casefold():
            by_reason.append(rule)
        elif any(word in _words_of(rule.code) for word in words):
            by_words.append(rule)
    return (*by_code, *by_reason, *by_words)


@cache
def _words_of(code: str) -> str:
    """Return what rule *code* says of itself in both languages, folded."""
    rule = rules()[code]
    norwegian = rule_in(rule, "nb")
    return folded(f"{rule.title}\n{rule.source}\n{rule.text}\n{norwegian.title}\n{norwegian.text}")
