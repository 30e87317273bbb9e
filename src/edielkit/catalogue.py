"""All rules of the package in one place: what a finding, a loss or an answer of the hub can name.

Their reference pages are made from here: ``python -m edielkit.catalogue docs/reference``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from edielkit.findings import Rule

__all__ = ("every_rule", "pages", "search", "tables")


def tables() -> Mapping[str, Mapping[str, Rule]]:
    """Return each table of rules by the name of the part that has it.

    >>> "EXC001" in tables()["exchange points"]
    True
    """
    from edielkit.conversion.losses import RULES as LOSSES
    from edielkit.edifact.check.series.rules import RULES as EDIFACT_SERIES
    from edielkit.exchange.rules import RULES as EXCHANGE
    from edielkit.hub.core.rules import RULES as HUB
    from edielkit.process_rules.declare import rules

    return {
        "messages": rules(),
        "series in EDIFACT": EDIFACT_SERIES,
        "exchange points": EXCHANGE,
        "conversion": LOSSES,
        "hub": HUB,
    }


@cache
def every_rule() -> Mapping[str, Rule]:
    """Return every rule by code, in the order of the codes.

    Raises:
        ValueError: Two parts use one code for two rules.

    >>> [every_rule()[code].title for code in ("EXC001", "CNV013")]
    ['both directions are there', 'registration time']
    """
    found: dict[str, Rule] = {}
    for table in tables().values():
        for code, rule in table.items():
            if found.setdefault(code, rule) != rule or code != rule.code:
                raise ValueError(f"the code {code} is taken")
    return MappingProxyType(dict(sorted(found.items())))


def search(text: str) -> tuple[Rule, ...]:
    """Return the rules whose code, reason, title, source or documentation has *text*, those with the code first.

    >>> [each.code for each in search("summation point")]
    ['EXC008']
    """
    from edielkit.process_rules.declare import search as among

    return among(text, every_rule())


def pages() -> dict[str, str]:
    """Return the name and content of each page that is made from the rules."""
    from edielkit.process_rules import pages

    return pages.pages(every_rule())


def _main() -> None:
    import sys
    from pathlib import Path

    folder = Path(sys.argv[1])
    for name, content in pages().items():
        (folder / name).write_text(content, "utf-8")


if __name__ == "__main__":
    _main()
