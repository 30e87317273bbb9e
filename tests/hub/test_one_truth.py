"""Validate, acknowledge and the hub are asked the same question, and no two of them contradict each other.

Every process of contracts and master data, in the name of every party that could send it, for many days, on points of
every kind and status, by messages that are right and wrong.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from tests.support.answering import counted
from tests.support.hub_fixtures import (
    BERIT,
    EMPTY,
    EXCHANGE,
    GRID,
    LAST,
    MORNING,
    NEIGHBOUR,
    NEW,
    NEXT_DOOR,
    OLD,
    POINT,
    PROFILED,
    QUIET,
    UNKNOWN,
    day,
    hub,
)
from tests.support.hub_updates import Speaker
from tests.support.metering import collected, days, series

import edielkit
from edielkit.answers import answer
from edielkit.findings import Severity

POINTS = {
    "house": POINT,
    "profiled": PROFILED,
    "empty": EMPTY,
    "inactive": QUIET,
    "exchange": EXCHANGE,
    "next door": NEXT_DOOR,
    "unknown": UNKNOWN,
}
# far back, the edges of every window, far ahead
DAYS = (-400, -45, -43, -42, -30, -1, 0, 1, 2, 3, 4, 5, 8, 9, 30, 400)
SENDERS = {"DDQ": (NEW, OLD, LAST), "DDM": (GRID, NEIGHBOUR)}
STARTS = ("101", "102", "103", "104", "123")
ENDS = ("201", "202", "211")
UPDATES = ("212", "213", "214", "302", "402")
_ROLE_OF = {"123": "DDM", "211": "DDM", **dict.fromkeys(UPDATES, "DDM")}


def _message(say: Speaker, brs: str, sender: str, role: str, target: str, ahead: int) -> Any:
    if brs in UPDATES:
        return say.update(brs, day(ahead), sender=sender, target=target)
    common: dict[str, Any] = {"sender": sender, "role": role, "target": target}
    if brs in ENDS:
        return say.end(brs, day(ahead), **common)
    user = {"user": BERIT} if brs in {"102", "103", "123"} else {}
    return say.start(brs, day(ahead), **common, **user)


def _questions() -> list[tuple[str, str, str]]:
    return [
        (brs, sender, target)
        for brs in (*STARTS, *ENDS, *UPDATES)
        for sender in SENDERS[_ROLE_OF.get(brs, "DDQ")]
        for target in POINTS
    ]


def _is_of_state(code: str) -> bool:
    """Tell whether a rule asks what only a hub knows."""
    return code.startswith("HUB")


@pytest.mark.slow
@pytest.mark.parametrize(("brs", "sender", "target"), _questions(), ids=lambda text: text)
def test_no_two_answers_differ(brs, sender, target):
    """What validate calls an error, the hub refuses with the same reason; what the hub takes, nobody calls an error."""
    say = Speaker()
    for ahead in DAYS:
        market = hub()
        message = _message(say, brs, sender, _ROLE_OF.get(brs, "DDQ"), POINTS[target], ahead)
        data = edielkit.serialize(message)
        alone = edielkit.validate(data, now=MORNING)
        informed = edielkit.validate(data, now=MORNING, context=market.context)
        unasked = answer(data, alone, now=MORNING, new_id=counted())
        decided = answer(data, informed, now=MORNING, new_id=counted(), positive=True)
        receipt = market.receive(data, now=MORNING)
        refusals = {finding.code for finding in receipt.report.errors}
        said = [str(reason) for reason in receipt.reasons]
        where = f"{brs} {ahead:+} days: hub {sorted(refusals)} {said}, alone {[f.code for f in alone.errors]}"

        # an error of validate is an error of the hub, with the same reason code; a context only adds
        assert {f.code for f in alone.errors} <= {f.code for f in informed.errors} | refusals, where
        assert {f.code for f in informed.errors} <= refusals, where
        # what the hub refuses beyond that is its own state, or a rule that validate warned of
        warned = {f.code for f in informed.findings if f.severity is Severity.WARNING}
        assert all(_is_of_state(code) for code in refusals - {f.code for f in informed.errors} - warned), (
            where
        )
        # nothing is confirmed without the word of a caller who decides, and nothing that a rule with a context is against
        assert not any("Confirm" in type(reply).__name__ for reply in unasked.messages), where
        confirmed = [reply for reply in decided.messages if "Confirm" in type(reply).__name__]
        assert not confirmed or all(_is_of_state(code) for code in refusals), where
        # a refusal that acknowledge writes is one that the hub writes too, with these reasons
        for reply in unasked.messages:
            reasons = {code.value for code in reply.payload_response_event.response_reason_type}
            assert reasons <= {reason.partition("/")[0] for reason in said}, where


def test_the_questions_are_many_and_get_every_kind_of_answer():
    """The draws above are not all of one kind: taken, refused by rule, refused by state."""
    kinds = set()
    say = Speaker()
    for brs, target, ahead in itertools.product(("101", "102", "302"), ("house", "unknown"), (-1, 0, 1)):
        receipt = hub().receive(
            edielkit.serialize(
                _message(say, brs, SENDERS[_ROLE_OF.get(brs, "DDQ")][0], "DDQ", POINTS[target], ahead)
            ),
            now=MORNING,
        )
        codes = {finding.code for finding in receipt.report.errors}
        kinds.add("taken" if not codes else "state" if all(map(_is_of_state, codes)) else "rule")

    assert {"taken", "rule"} <= kinds
    assert len(_questions()) * len(DAYS) > 1000


@pytest.mark.parametrize(
    ("encoding", "declared", "taken"),
    [
        ("utf-8", "UTF-8", True),
        ("utf-8-sig", "UTF-8", True),
        ("ascii", "UTF8", True),
        ("ascii", "ISO-8859-1", False),
        ("latin-1", "ISO-8859-1", False),
        ("utf-16", "UTF-16", False),
        ("utf-32", "UTF-32", False),
    ],
)
def test_an_encoding_gets_one_answer(encoding, declared, taken):
    """What is not UTF-8 is an error of validate, a fault of acknowledge and a fault of the hub, in the same words."""
    message = Speaker().start("102", day(0), sender=NEW, role="DDQ", target=POINT, user=BERIT)
    text = edielkit.serialize(message).decode().replace("UTF-8", declared, 1)
    data = (text if encoding == "ascii" else f"{text}<!-- å -->").encode(encoding)
    report = edielkit.validate(data, now=MORNING)
    faults = [
        reply.fault
        for reply in answer(data, report, now=MORNING, new_id=counted()).messages
        if hasattr(reply, "fault")
    ]
    receipt = hub().receive(data, now=MORNING)

    assert taken is not any(finding.code == "SYS013" for finding in report.errors)
    assert ([] if taken else ["Invalid encoding"]) == [fault.description for fault in faults]
    assert taken or "Invalid encoding" == receipt.fault.fault.description
    assert not taken or receipt.fault is None


@pytest.mark.parametrize("ahead", [-1, 0, 1, 3600])
def test_a_registration_ahead_gets_one_answer(ahead):
    """Validate tells what the hub refuses by, and acknowledge confirms nothing that it would refuse."""
    registered = MORNING + dt.timedelta(seconds=ahead)
    data = edielkit.serialize(collected(series(days(day(-1)), registered=registered)))
    report = edielkit.validate(data, now=MORNING)
    answers = answer(data, report, now=MORNING, new_id=counted(), positive=True)
    receipt = hub().receive(data, now=MORNING)
    warned = [(f.code, str(f.reason)) for f in report.findings if f.reason is not None]

    assert [("SER126", "E14/260")] * (ahead > 0) == warned
    assert ahead <= 0 or () == answers.messages
    assert ["E14"] * (ahead > 0) == [str(reason) for reason in receipt.reasons]
    assert {code for code, _ in warned} == {finding.code for finding in receipt.report.errors}
