"""What keeps a run of the fuzzer useful: faults do not end it, changes keep the form, and few inputs reach much."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from tests.fuzz.faults import keep_faults
from tests.fuzz.kept import most_reached, reached_by
from tests.fuzz.mutation import Mutator
from tests.fuzz.readers import READERS
from tests.fuzz.seeds import dictionary, write_seeds
from tests.support.paths import FIXTURES


def _cut(data: bytes, most: int) -> bytes:
    return data[:most] or b"1"


def test_a_kind_of_fault_is_kept_once(tmp_path):
    """The first input of each kind is written down with its traceback, and nothing is raised."""

    def reader(data: bytes) -> None:
        if data == b"a":
            raise KeyError("a")
        assert data != b"b"

    read = keep_faults(reader, tmp_path)
    for data in (b"a", b"", b"a", b"b"):
        read(data)

    kept = sorted(path.read_bytes() for path in tmp_path.iterdir() if not path.suffix)
    assert [b"a", b"b"] == kept
    assert 2 == sum("Traceback" in path.read_text() for path in tmp_path.glob("*.txt"))


def test_the_inputs_that_add_the_most_are_kept():
    """What others reach adds nothing, and a large input has to reach more."""
    reached = reached_by("STARTED 0 1\nFT 0 1 2 3\nFT 1 2 3\nFT 2 4\nFT 3 1 2 3 4\nCOV 3 9\n", 5)

    assert [{1, 2, 3}, {2, 3}, {4}, {1, 2, 3, 4}, set()] == reached
    sizes = [10, 10, 10, 4000, 1]
    assert [0, 2] == most_reached(reached, sizes, [], most=9, most_bytes=9999)
    assert [0] == most_reached(reached, sizes, [], most=1, most_bytes=9999)
    assert [2] == most_reached(reached, sizes, [0], most=2, most_bytes=10)


@pytest.mark.parametrize("seed", range(40))
def test_changes_keep_the_form(tmp_path, seed):
    """XML stays well-formed and JSON JSON, whatever is moved."""
    xml = (FIXTURES / "emif/common/Acknowledgement.xml").read_bytes()
    (tmp_path / "a").write_bytes(xml)
    change = Mutator([tmp_path], _cut)

    assert etree.fromstring(change(xml, 9999, seed)) is not None
    assert json.loads(change(b'{"a": [1, {"b": "c"}], "d": null}', 9999, seed)) is not None


def test_each_form_has_its_seeds_and_words(tmp_path):
    """A run begins with inputs of its form."""
    for name in READERS:
        (tmp_path / name).mkdir()
        write_seeds(name, tmp_path / name, most=5120)

        assert any((tmp_path / name).iterdir())
        assert dictionary(name).startswith(b'"')
