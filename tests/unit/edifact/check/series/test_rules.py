"""The table of rules about series."""

from edielkit.edifact.check.series.rules import RULES
from edielkit.edifact.check.time_rules import RULES as TIME_RULES
from edielkit.findings import Severity, Trust


def test_the_rules_as_a_whole():
    """Codes are in order without gaps, every rule has its title, source and text, and only sourced rules are errors."""
    assert [f"SER{number:03}" for number in range(1, len(RULES) + 1)] == list(RULES)
    for code, rule in RULES.items():
        assert code == rule.code
        assert rule.title
        assert rule.source
        assert rule.text
        assert rule.severity is not Severity.ERROR or rule.trust is Trust.SOURCED


def test_the_rules_about_times_go_on_from_40():
    """Their codes are in order without gaps too, and none is a code of the others."""
    assert [f"SER{number:03}" for number in range(40, 40 + len(TIME_RULES))] == list(TIME_RULES)
