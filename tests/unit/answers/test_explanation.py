"""Explanations as plain data: what an answer does not say is null, never an empty text."""

from __future__ import annotations

import pytest

from edielkit.answers.explanation import Explained, ExplainedAnswer, Explanation
from edielkit.codes import CodeTrust
from edielkit.findings import Position

NOTHING = {
    "kind": "CONTRL",
    "accepted": None,
    "process": None,
    "original": None,
    "found": None,
    "reasons": [],
}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {}),
        ({"process": ""}, {"process": None}),
        ({"process": "BRS-NO-313"}, {"process": "BRS-NO-313"}),
        ({"original": ""}, {"original": None}),
        ({"original": "R1"}, {"original": "R1"}),
        ({"accepted": True}, {"accepted": True}),
        # false says something, unlike nothing
        ({"accepted": False}, {"accepted": False}),
        ({"original_found": False}, {"found": False}),
        ({"original_found": True}, {"found": True}),
    ],
)
def test_what_an_answer_does_not_say_is_null(more, expected):
    """Each key is there, with null for what nobody said."""
    answer = ExplainedAnswer(kind="CONTRL", **more)

    assert NOTHING | expected == answer.to_dict()
    assert {"answers": [NOTHING | expected]} == Explanation(answers=(answer,)).to_dict()


BARE = {
    "code": "E87",
    "agency": None,
    "name": None,
    "name_no": None,
    "trust": "not found",
    "source": None,
    "level": "document",
    "about": None,
    "payload": None,
    "position": None,
    "text": None,
    "rules": [],
    "findings": [],
    "certain": False,
}
NOWHERE = {"path": None, "line": None, "column": None, "offset": None, "segment": None}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {}),
        *(({key: ""}, {key: None}) for key in ("agency", "name", "name_no", "source", "about", "text")),
        *(({key: "x"}, {key: "x"}) for key in ("agency", "name", "name_no", "source", "about", "text")),
        ({"trust": CodeTrust.SOURCED}, {"trust": "sourced"}),
        ({"level": "payload", "payload": "p-1"}, {"level": "payload", "payload": "p-1"}),
        ({"position": Position()}, {"position": NOWHERE}),
        ({"position": Position(path="/a")}, {"position": NOWHERE | {"path": "/a"}}),
        ({"position": Position(line=1, column=2)}, {"position": NOWHERE | {"line": 1, "column": 2}}),
        # the first byte is a place
        (
            {"position": Position(offset=0, segment="UNB")},
            {"position": NOWHERE | {"offset": 0, "segment": "UNB"}},
        ),
    ],
)
def test_what_a_reason_does_not_say_is_null(more, expected):
    """Each key is there, with null for what nobody said."""
    reason = Explained(code="E87", **more)

    assert BARE | expected == reason.to_dict()
