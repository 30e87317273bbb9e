"""Working days, structure data and the windows of the processes."""

from __future__ import annotations

import datetime as dt

import pytest

from edielkit.emif.messages import MESSAGES
from edielkit.hub import GridArea, Party, Structure
from edielkit.hub.core.records import ProcessPhase
from edielkit.hub.engine.handlers import HANDLERS
from edielkit.hub.processes.master_data_update import SPECS as MASTER_SPECS
from edielkit.hub.processes.process_tables import (
    ROLLBACKS,
    SPECS,
    TRANSITIONS,
    cancellation_deadline,
)
from edielkit.market_calendar import (
    add_working_days,
    easter,
    holidays,
    is_working_day,
    working_days_between,
)
from edielkit.process_rules.data import combinations
from edielkit.process_rules.windows import Window

D = dt.date


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2000, D(2000, 4, 23)),
        (2008, D(2008, 3, 23)),
        (2024, D(2024, 3, 31)),
        (2026, D(2026, 4, 5)),
        (2038, D(2038, 4, 25)),
    ],
)
def test_easter(year, expected):
    """Early, late and usual Easters, by the almanac."""
    assert expected == easter(year)


def test_holidays_of_2024():
    """All public holidays of a year, in order; 1 and 17 May are among them."""
    assert [
        D(2024, 1, 1),
        D(2024, 3, 28),
        D(2024, 3, 29),
        D(2024, 3, 31),
        D(2024, 4, 1),
        D(2024, 5, 1),
        D(2024, 5, 9),
        D(2024, 5, 17),
        D(2024, 5, 19),
        D(2024, 5, 20),
        D(2024, 12, 25),
        D(2024, 12, 26),
    ] == list(holidays(2024))


def test_two_holidays_on_one_day_are_one():
    """In 2008 Ascension fell on 1 May."""
    assert 11 == len(holidays(2008))


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (D(2026, 2, 2), 1, D(2026, 2, 3)),
        (D(2026, 2, 6), 1, D(2026, 2, 9)),
        (D(2026, 2, 7), 1, D(2026, 2, 9)),
        (D(2026, 2, 9), -1, D(2026, 2, 6)),
        (D(2026, 4, 1), 3, D(2026, 4, 9)),
        (D(2026, 2, 2), 0, D(2026, 2, 2)),
    ],
)
def test_working_days(start, count, expected):
    """Counted over weekends and Easter, both ways."""
    assert expected == add_working_days(start, count)
    if count > 0:
        assert count == working_days_between(start, expected)
        assert is_working_day(expected)


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
    processes_told = {brs for brs, spec in MASTER_SPECS.items() if spec.tells} | {"303"}
    assert listed("NotifyMeteringPointCharacteristics") - {"121", "305", "317"} == processes_told


def test_every_message_to_the_hub_has_a_handler():
    """Every incoming message of the processes of this part is taken, in each of its document types."""
    parts = {*SPECS, *ROLLBACKS, *MASTER_SPECS, "121", "301", "303", "601", "602", "611", "622"}
    for kind in MESSAGES:
        for brs in parts:
            for combination in combinations(kind, brs):
                if combination.way == "out" or kind in {"Acknowledgement", "PollForData"}:
                    continue
                cancels = "E02" if combination.document_type == "E02" else ""
                assert (kind, brs, cancels) in HANDLERS, (kind, brs, combination.document_type)


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


def test_structure_names_what_does_not_fit():
    """Neighbours are mutual and known, parents are known, a virtual area has no exchange."""
    areas = (
        GridArea(identification="A", owner="1", neighbours={"B", "C"}, price_area="NO1"),
        GridArea(identification="B", owner="2", price_area="NO1"),
        GridArea(identification="V", owner="2", virtual=True, neighbours={"B"}, parent="X", price_area="NO2"),
    )
    grid = Structure.of(areas)

    assert [
        "A: neighbour 'B' does not name it as neighbour",
        "A: neighbour 'C' is no grid area",
        "V: neighbour 'B' does not name it as neighbour",
        "V: parent 'X' is no grid area",
        "V: a virtual grid area has no exchange with neighbours",
    ] == list(grid.troubles())
    assert ["A", "B"] == [area.identification for area in grid.in_price_area("NO1")]


def test_a_party_has_known_roles():
    """A role that no market party holds is an error."""
    with pytest.raises(ValueError, match="DDQ"):
        Party(gln="7080000000012", roles={"XYZ"})
