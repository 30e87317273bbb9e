"""What answers say, beside the original or alone."""

from __future__ import annotations

import json

import attrs
import pytest
from tests.support.edifact_messages import interchange, message
from tests.support.paths import FIXTURES

import edielkit
from edielkit.findings import Position

COLLECTED = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()


def only(explanation):
    """Return the one answer of an explanation."""
    (answer,) = explanation.answers
    return answer


# -- CONTRL


# -- APERAK


def test_an_explanation_is_plain_data():
    """to_dict can go into JSON."""
    for name in (
        "emif/common/Acknowledgement.xml",
        "edifact/contrl-un-places.edi",
        "edifact/aperak-se-rejected.edi",
    ):
        plain = edielkit.explain((FIXTURES / name).read_bytes()).to_dict()

        assert plain == json.loads(json.dumps(plain))
        assert plain["answers"][0]["reasons"]


def test_a_message_that_is_no_answer_has_no_explanation():
    """Nothing is invented, and bytes that are no message raise."""
    assert () == edielkit.explain(COLLECTED).answers
    assert () == edielkit.explain(interchange(message())).answers
    with pytest.raises(edielkit.ParseError):
        edielkit.explain(b"nothing")


def test_wires_do_not_mix():
    """An original of the other wire is none."""
    answer = only(
        edielkit.explain((FIXTURES / "edifact/contrl-un-places.edi").read_bytes(), original=COLLECTED)
    )

    assert False is answer.original_found


def test_a_position_is_plain_data():
    """Each part of a place is there, empty ones as null."""
    reason = only(edielkit.explain((FIXTURES / "emif/common/Acknowledgement.xml").read_bytes())).reasons[0]
    placed = attrs.evolve(reason, position=Position(line=3)).to_dict()["position"]

    assert {"path": None, "line": 3, "column": None, "offset": None, "segment": None} == placed
