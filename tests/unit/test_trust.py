"""What the pages promise of trust and severity holds for every rule of the catalogue."""

from __future__ import annotations

from edielkit import catalogue
from edielkit.findings import Severity, Trust


def test_an_error_is_sourced_or_says_why_it_is_one_all_the_same():
    """A limit is the toolkit's own; a hub has to answer. Nothing else is an error without a source."""
    doubtful = [
        rule.code
        for rule in catalogue.rules().values()
        if rule.severity is Severity.ERROR
        and rule.trust not in {Trust.SOURCED, Trust.LIMIT}
        and not rule.code.startswith("HUB")
    ]

    assert [] == doubtful


def test_limits_are_of_the_toolkit():
    """No rule about the market hides behind a limit."""
    families = {rule.code[:3] for rule in catalogue.rules().values() if rule.trust is Trust.LIMIT}

    assert {"EDI", "SYS", "XSD", "EXC", "TAB"} >= families
    assert all(
        "edielkit" in rule.source or "this package" in rule.source
        for rule in catalogue.rules().values()
        if rule.trust is Trust.LIMIT
    )


def test_a_rule_from_memory_is_named_so():
    """What nobody could look up is off: no such rule is more than a warning."""
    assert all(
        rule.severity is not Severity.ERROR
        for rule in catalogue.rules().values()
        if rule.trust is Trust.MEMORY
    )


def test_every_rule_says_where_it_is_from():
    """A source is a document, an address, or the package itself."""
    assert all(rule.source.strip() for rule in catalogue.rules().values())
