"""Strategies for Hypothesis: what they give is valid, whatever is drawn."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import edielkit
from edielkit.series import Status
from edielkit.testing import assert_valid, strategies

few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip


@few
@given(strategies.collected_data())
def test_a_message_of_values_is_valid(message):
    """No error at level business, and nothing is lost on the way."""
    content = edielkit.serialize(message)

    assert () == edielkit.validate(content, now=message.header.creation).errors
    assert edielkit.parse(content) == message


@few
@given(strategies.messages())
def test_a_message_of_any_kind_is_valid(generated):
    """Of both wires, with its own market."""
    assert_valid(generated)


@few
@given(strategies.messages("RequestStartOfSupply", process="101"))
def test_a_message_is_of_the_kind_that_was_asked_for(generated):
    """And of its process."""
    assert ("RequestStartOfSupply", "101") == (generated.kind, generated.process)


@few
@given(strategies.faults())
def test_a_fault_is_found_and_not_in_its_twin(fault):
    """With the code of its rule, and no other; of both wires."""
    assert [fault.code] == [finding.code for finding in fault.report()]
    assert () == fault.report(faulty=False).findings


@few
@given(strategies.faults("EH073"))
def test_a_reason_of_the_market_stands_for_its_rules(fault):
    """All that have it."""
    assert fault.code in {"BRS332-08", "BRS332-23"}


@pytest.mark.parametrize(
    ("code", "words"), [("BRS999", "no rule 'BRS999'"), ("HUB001", "what a hub has been told")]
)
def test_a_rule_that_no_message_breaks_is_refused(code, words):
    """At once, not when it is drawn, with the reason."""
    with pytest.raises(ValueError, match=words):
        strategies.faults(code)


@few
@given(strategies.series(resolution="PT15M", direction="In", statuses=[Status.METERED]))
def test_a_series_is_as_it_was_asked_for(series):
    """Whole, of the day that it is of."""
    assert ("PT15M", "In") == (series.resolution, series.direction)
    assert series.period.duration.total_seconds() == 900 * len(series.observations)
    assert not series.observations.status.any()


@few
@given(strategies.frozen_markets(most=30))
def test_a_market_of_any_day_balances(frozen):
    """Every area, every interval."""
    for area in frozen.figures:
        left = area.production + area.incoming - area.outgoing - area.metered - area.profiled
        assert left.tolist() == area.loss.tolist()


@few
@given(strategies.instants())
def test_instants_are_aware(instant):
    """In UTC, whole seconds."""
    assert (0, 0) == (instant.utcoffset().total_seconds(), instant.microsecond)


@settings(max_examples=1)
@given(st.data())
def test_another_resolution_is_refused(data):
    """With what would be right."""
    with pytest.raises(ValueError, match="expected PT1H or PT15M"):
        data.draw(strategies.series(resolution="P1M"))


def test_without_hypothesis_it_says_what_is_missing():
    """Not the name of a module alone."""
    script = "import sys; sys.modules['hypothesis'] = None\nimport edielkit.testing.strategies"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert 1 == ran.returncode
    assert "edielkit.testing.strategies needs Hypothesis: pip install hypothesis" in ran.stderr
