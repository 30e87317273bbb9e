"""The table of rules about series."""

from edielkit.edifact.check.series.rules import RULES
from edielkit.findings import Severity, Trust


def test_the_rules_as_a_whole():
    """Codes are in order, every rule has its title, source and text, and only sourced rules are errors."""
    assert sorted(RULES) == list(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.title
        assert rule.source
        assert rule.text
        assert rule.severity is not Severity.ERROR or rule.trust is Trust.SOURCED
