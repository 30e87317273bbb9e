"""What must differ inside a message, as the writer checks it."""

from __future__ import annotations

import attrs
from tests.support.fast_documents import message

from edielkit.emif.write.unique import repeated_payloads, unique_faults
from edielkit.series import Observations

MESSAGE = message(count=3, per=2)
FIRST, SECOND, THIRD = MESSAGE.payload_energy_time_series


def _with(*payloads):
    return attrs.evolve(MESSAGE, payload_energy_time_series=payloads)


def _placed(*positions):
    block = Observations.metered(["1"] * len(positions))
    return attrs.evolve(FIRST, observation=attrs.evolve(block, position=positions))


def test_payloads_that_differ():
    """Each has an identification of its own, in any order of its rows."""
    assert [] == list(unique_faults(MESSAGE))
    assert [] == list(unique_faults(_with(_placed(3, 1, 2))))


def test_an_identification_that_stood_before():
    """The place of the first is named, for each that repeats it; none at all is no repetition."""
    twin = attrs.evolve(THIRD, identification=FIRST.identification)
    without = attrs.evolve(SECOND, identification=None)

    assert [(1, 0), (3, 0)] == list(repeated_payloads(_with(FIRST, twin, SECOND, twin)))
    assert [] == list(repeated_payloads(_with(without, without)))
    assert [
        ("the identification is that of payload 0 too", "payload_energy_time_series[2].identification")
    ] == list(unique_faults(_with(FIRST, SECOND, twin)))


def test_two_rows_of_one_position():
    """A position stands once in a series of CollectedData."""
    doubled = attrs.evolve(_placed(1, 1), identification=THIRD.identification)

    assert [
        ("two observations have the same position", "payload_energy_time_series[1].observation"),
        ("two observations have the same position", "payload_energy_time_series[2].observation"),
    ] == list(unique_faults(_with(SECOND, _placed(1, 2, 1), doubled)))
