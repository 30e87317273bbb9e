"""Changed inputs give verdicts through the public verbs and the command line, and nothing else."""

import pytest
from tests.support.planted import PERSON
from tests.support.verdicts_only import COMMANDS, VERBS, WIRES, inputs, wrong


@pytest.mark.parametrize("wire", WIRES)
def test_changed_inputs_give_verdicts(wire, tmp_path):
    """No exception but a refusal, one answer of all verbs, nobody shown, no second a megabyte exceeded."""
    faults = [
        (number, what)
        for number, (data, person) in enumerate(inputs(wire, 150, 3))
        if (what := wrong(data, person, number, tmp_path))
    ]
    assert [] == faults


@pytest.mark.parametrize("wire", WIRES)
def test_every_verb_and_command_is_asked(wire, tmp_path):
    """Each of those that cost more, once: with one input of each wire that holds somebody."""
    data, person = next(pair for pair in inputs(wire, 50, 5) if pair[1])
    assert PERSON == person
    for number in range(max(10 * len(VERBS), 50 * len(COMMANDS)) // 10):
        assert "" == wrong(data, person, number * 10, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("wire", WIRES)
def test_ten_thousand_changed_inputs_give_verdicts(wire, tmp_path):
    """The same with many more."""
    faults = [
        (number, what)
        for number, (data, person) in enumerate(inputs(wire, 10_000, 11))
        if (what := wrong(data, person, number, tmp_path))
    ]
    assert [] == faults
