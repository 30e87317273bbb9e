"""The tables of the processes agree with the standard's own: windows, headers, whom a notice goes to, phases."""

from __future__ import annotations

import datetime as dt

from edielkit.hub.core.market_records import ProcessPhase
from edielkit.hub.processes.contract_processes import (
    ROLLBACKS,
    SPECS,
    TRANSITIONS,
    cancellation_deadline,
)
from edielkit.hub.processes.master_data_update import SPECS as MASTER_SPECS
from edielkit.process_rules.data import combinations
from edielkit.process_rules.windows import Window

D = dt.date


def test_notice_is_counted_back_from_the_day():
    """For the Wednesday after Easter, 3 to 6 working days before are Thursday 26 to Tuesday 31 March."""
    notice = Window(3, 6, working=True, counted_back=True)
    days = [D(2026, 3, 20) + dt.timedelta(days=n) for n in range(20)]

    assert [D(2026, 3, n) for n in range(26, 32)] == [d for d in days if notice.holds(d, D(2026, 4, 8))]


def test_cancellation_deadline_is_a_norwegian_midnight():
    """Just before midnight in summer is still the day before; a day that has begun has no period left."""
    late = dt.datetime(2026, 6, 1, 21, 59, tzinfo=dt.UTC)

    assert dt.datetime(2026, 6, 1, 22, tzinfo=dt.UTC) == cancellation_deadline(late, D(2026, 6, 20))
    assert dt.datetime(2026, 6, 2, 22, tzinfo=dt.UTC) == cancellation_deadline(
        late + dt.timedelta(minutes=1), D(2026, 6, 20)
    )
    assert cancellation_deadline(late, D(2026, 6, 1)) < late


def test_specs_agree_with_the_headers_of_the_standard():
    """Message and role of each process are those of the table of headers."""
    for brs, spec in SPECS.items():
        assert any(spec.role in combination.roles for combination in combinations(spec.kind, brs))
        assert combinations("RequestStartOfSupply", spec.rollback) or combinations(
            "RequestEndOfSupply", spec.rollback
        )
        assert spec.source


def test_everybody_is_told_whom_the_standard_lists():
    """Every process that the standard's lists give to a notice tells it here, and no other does."""
    every = {str(n) for n in range(100, 703)}

    def listed(kind):
        return {
            brs
            for brs in every
            if any(
                "out" in combination.way or combination.way == "both"
                for combination in combinations(kind, brs)
            )
        }

    starts = {brs for brs, spec in SPECS.items() if spec.start_to} | set(ROLLBACKS) | {"305"}
    ends = {brs for brs, spec in SPECS.items() if spec.end_to and spec.kind} | {"214"}
    assert listed("NotifyStartOfSupply") == starts
    assert listed("NotifyEndOfSupply") == ends
    assert listed("NotifyCustomerInformation") == {"301", "303"}
    # a new point concerns nobody else (121); 305 tells of contracts; 317 is a process of metering values
    processes_told = {brs for brs, spec in MASTER_SPECS.items() if spec.tells or spec.vacates} | {"303"}
    assert listed("NotifyMeteringPointCharacteristics") - {"121", "305", "317"} == processes_told


def test_every_phase_is_reached_and_ends():
    """Each transition leads to a phase, and a process that is cancelled, refused or rolled back stays so."""
    assert {
        ProcessPhase.CANCELLED,
        ProcessPhase.REJECTED,
        ProcessPhase.ROLLED_BACK,
        ProcessPhase.DONE,
    } <= set(TRANSITIONS.values())
    assert not {phase for phase, _ in TRANSITIONS} & {
        ProcessPhase.CANCELLED,
        ProcessPhase.REJECTED,
        ProcessPhase.ROLLED_BACK,
    }
