"""What must differ inside a message, as the writer checks it."""

from __future__ import annotations

import attrs
import pytest
from tests.support.fast_documents import message

from edielkit.emif.write.unique import check_unique, repeated_payloads
from edielkit.errors import BuildError
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
    check_unique(MESSAGE)
    check_unique(_with(_placed(3, 1, 2)))


def test_an_identification_that_stood_before():
    """The place of the first is named, for each that repeats it; none at all is no repetition."""
    twin = attrs.evolve(THIRD, identification=FIRST.identification)
    without = attrs.evolve(SECOND, identification=None)

    assert [(1, 0), (3, 0)] == list(repeated_payloads(_with(FIRST, twin, SECOND, twin)))
    assert [] == list(repeated_payloads(_with(without, without)))
    with pytest.raises(BuildError, match="payload 0 too") as caught:
        check_unique(_with(FIRST, SECOND, twin))
    assert "payload_energy_time_series[2].identification" == caught.value.field


def test_two_rows_of_one_position():
    """A position stands once in a series of CollectedData."""
    with pytest.raises(BuildError, match="the same position") as caught:
        check_unique(_with(SECOND, _placed(1, 2, 1)))
    assert "payload_energy_time_series[1].observation" == caught.value.field
