"""The edges of the rules about the values of series."""

from __future__ import annotations

import attrs
import pytest

import edielkit
from edielkit.generate.faults.rule_cases import FIRST, NOW, PERIOD
from edielkit.generate.faults.rule_messages import BASES, changed, values, written
from edielkit.process_rules import check_messages
from edielkit.series import Status


def _codes(changes, base="series"):
    kind, data = BASES[base]
    report = edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process")
    return [f.code for f in report]


def _findings(changes, base="series"):
    kind, data = BASES[base]
    return edielkit.validate(written(kind, changed(data, changes)), now=NOW, level="process").findings


def _period(resolution, start, end):
    return {"ResolutionDuration": resolution, "Start": start, "End": end}


def _of(amounts):
    return [({"Metered": amount}, {"Sequence": str(n)}) for n, amount in enumerate(amounts, 1)]


def test_a_hole_is_shown_where_it_is():
    """The finding stands at the value after the hole, and names the position that is missing."""
    finding = _findings({f"{FIRST}/Observation": [*values(3), *values(21, 5)]})[0]

    assert "expected position 4, found none, but 25 outside of 1 to 24" == finding.message
    assert finding.position.path.endswith("PayloadEnergyTimeSeries[1]/abie:Observation[4]/@Sequence")


@pytest.mark.parametrize(
    ("first", "missing", "row"),
    [(0, "24, found none, but 0", 1), (2, "1, found none, but 25", 1), (9, "1", 1)],
)
def test_positions_are_those_of_the_steps(first, missing, row):
    """As many values as steps, counted from another number than 1: one step has no value, and one value no step."""
    (finding,) = _findings({f"{FIRST}/Observation": values(24, first)})

    assert ("SER109", "error") == (finding.code, finding.severity.value)
    assert finding.message.startswith(f"expected position {missing}")
    assert finding.position.path.endswith(f"abie:Observation[{row}]/@Sequence")


def test_a_place_twice_in_the_stead_of_the_last_one():
    """Nothing stands behind the hole: the last value tells of it, and no rule crashes."""
    for places, missing in (
        (values(23) + values(1, 23), 24),
        (values(1, 1) * 24, 2),
        (values(22) + values(1, 9) * 2, 23),
    ):
        told = _findings({f"{FIRST}/Observation": list(places)})
        (hole,) = (finding for finding in told if finding.code == "SER109")
        assert "SYS001" not in {finding.code for finding in told}
        assert f"expected position {missing}, found none" == hole.message
        assert hole.position.path.endswith("abie:Observation[24]/@Sequence")


def test_positions_in_another_order_only_warn():
    """Each step has its value, so nothing is missing."""
    assert ["SER110"] == _codes({f"{FIRST}/Observation": [*values(12, 13), *values(12)]})


_QUARTERS = _period("PT15M", "2026-02-28T00:00:00+01:00", "2026-02-28T03:00:00+01:00")


@pytest.mark.parametrize(
    ("amounts", "hinted"),
    [
        (["1.5"] * 4 + ["2.5"] * 4 + ["3.5"] * 4, True),
        (["0"] * 4 + ["2.5"] * 4 + ["0"] * 4, True),
        (["1.5"] * 12, False),
        (["0"] * 12, False),
        (["1.5"] * 4 + ["2.5"] * 4 + ["3.5"] * 3 + ["3.501"], False),
        (["1", "2", "3", "4"] * 3, False),
    ],
)
def test_hours_in_disguise_are_hinted_at(amounts, hinted):
    """Hours with four equal quarters are a hint, a constant load is none."""
    changes = {PERIOD: _QUARTERS, f"{FIRST}/Observation": _of(amounts)}

    assert (["SER114"] if hinted else []) == [code for code in _codes(changes) if code != "SER120"]


def test_the_hours_of_a_hint_are_those_of_the_clock():
    """A series that starts within an hour is looked at from the next whole hour."""
    period = _period("PT15M", "2026-02-28T00:30:00+01:00", "2026-02-28T03:00:00+01:00")
    amounts = ["7", "8"] + ["1"] * 4 + ["2"] * 4

    assert ["SER114", "SER120"] == _codes({PERIOD: period, f"{FIRST}/Observation": _of(amounts)})


_LACKING = "expected the codes of an estimated or temporary value"
_STRANGE = "expected codes on estimated and temporary values only"


@pytest.mark.parametrize(
    ("status", "validation", "estimation", "text"),
    [
        (Status.METERED, 0, 0, None),
        (Status.METERED, 1, 0, _STRANGE),
        (Status.METERED, 0, 1, _STRANGE),
        (Status.ESTIMATED, 1, 1, None),
        (Status.ESTIMATED, 1, 0, _LACKING),
        (Status.ESTIMATED, 0, 1, _LACKING),
        # no code of the lists has such a number
        (Status.ESTIMATED, 1, 255, _STRANGE),
        (Status.ESTIMATED, 255, 1, _STRANGE),
        (Status.TEMPORARY, 1, 0, None),
        (Status.TEMPORARY, 0, 0, _LACKING),
    ],
)
def test_quality_codes_fit_the_status_of_a_value(status, validation, estimation, text):
    """An estimate says why and how, a temporary value why, and a metered one neither; the place is that of the value."""
    kind, data = BASES["series"]
    message = edielkit.parse(written(kind, data))
    payload = message.payload_energy_time_series[0]
    columns = {"status": status, "validation": validation, "estimation": estimation}
    for name, code in columns.items():
        column = getattr(payload.observation, name).copy()
        column[2] = code
        payload = attrs.evolve(payload, observation=attrs.evolve(payload.observation, **{name: column}))
    message = attrs.evolve(
        message, payload_energy_time_series=(payload, *message.payload_energy_time_series[1:])
    )

    findings = [f for f in check_messages([message], now=NOW, level="process").findings if f.code == "SER113"]

    assert ([] if text is None else [text]) == [finding.message for finding in findings]
    assert all("Observation[3]" in finding.position.path for finding in findings)
