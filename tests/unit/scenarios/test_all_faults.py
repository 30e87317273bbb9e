"""A market that is wrong in many places is refused once, with every place."""

from __future__ import annotations

import pytest

from edielkit.errors import BuildError
from edielkit.scenarios import ScenarioError, read_names, read_scenario

WRONG = {
    "parties": {
        "grid": {"roles": ["DDM"]},
        "odd": {"roles": ["DDX?"]},
        "helped": {"roles": ["DDQ"], "providers": ["nobody"]},
    },
    "areas": {"valley": {"owner": "grid"}},
}


def test_every_wrong_entry_of_a_part_is_named():
    """Parties that are none, each with its place; the first is the error's own."""
    with pytest.raises(ScenarioError) as caught:
        read_names(WRONG)

    assert ["parties.odd.roles", "parties.helped.providers"] == [place for place, _ in caught.value.faults]
    assert "parties.odd.roles" == caught.value.place == caught.value.field
    assert 2 == len(str(caught.value).splitlines())
    assert isinstance(caught.value, BuildError)


def test_keys_that_nobody_reads_are_named_in_every_entry():
    """A misspelt key in two points is two faults."""
    points = {name: {"area": "valley", "colour": "red"} for name in ("house", "hut")}
    with pytest.raises(ScenarioError) as caught:
        read_names(
            {
                "parties": {"grid": {"roles": ["DDM"]}},
                "areas": {"valley": {"owner": "grid"}},
                "points": points,
            }
        )

    assert {"points.house", "points.hut"} == {place for place, _ in caught.value.faults}


@pytest.mark.parametrize("number", [10**5000, -(10**5000)], ids=["large", "small"])
@pytest.mark.parametrize("key", ["scenario", "market", "about", "processes", "covers", "start"])
def test_numbers_that_python_does_not_print(key, number):
    """They are refused where they stand, alone or in a list."""
    for value in (number, [number]):
        with pytest.raises(ScenarioError) as caught:
            read_scenario({"scenario": "x", "steps": [], key: value})
        assert caught.value.place.startswith(key)


def test_the_command_tells_each_with_its_line(edielkit_run):
    """File and line of every fault, one a line."""
    text = "scenario: x\nparties:\n  odd: {roles: [XXX]}\n  helped: {roles: [DDQ], providers: [nobody]}\nsteps: []\n"
    status, err = edielkit_run("hub", "run", "-", stdin=text)

    assert 2 == status
    assert ["standard input:3", "standard input:4"] == [
        line.removeprefix("edielkit: ").partition(": ")[0] for line in err.splitlines()
    ]


@pytest.fixture
def edielkit_run(capsys, monkeypatch):
    """Run a command and return its status and what it says on standard error."""
    import io

    from edielkit.cli.app import run

    def call(*arguments, stdin):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        status = run(arguments)
        return status, capsys.readouterr().err

    return call
