"""Validate, acknowledge and the hub are asked about the same metering values, right and wrong, and do not contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.support.answering import counted
from tests.support.hub_fixtures import MORNING, day, hub
from tests.support.metering import collected, days, series

import edielkit
from edielkit.answers import answer
from edielkit.findings import Severity

# what the first ones of a text of a message become
VALUES = ("", "X", "E66", "0", "-1", "9" * 18)
ATTRIBUTES = ('""', '"X"', '"6"', '"260"', '"0"', '"99"')
MOST = 60

MESSAGES = {
    "a day of hours": collected(series(days(day(-1)))),
    "two series": collected(series(days(day(-2), 2)), series(days(day(-1)), direction="In")),
    "quarters": collected(series(days(day(-1)), minutes=15)),
}


def edits(text: str) -> Iterator[str]:
    """Yield a document with one value or attribute changed."""
    for value in list(dict.fromkeys(re.findall(r">([^<>\n]+)<", text)))[:MOST]:
        others = (value + "0", value[:-1], value.replace("0", "1", 1), value.replace("2026", "2027"))
        for other in (*VALUES, *others, value.replace("Z", "+01:00")):
            if other != value:
                yield text.replace(f">{value}<", f">{other}<", 1)
    for name, value in dict.fromkeys(re.findall(r'(\w+)=("[^":]*")', text)):
        for other in ATTRIBUTES:
            if other != value:
                yield text.replace(f"{name}={value}", f"{name}={other}", 1)


def contradiction(data: bytes) -> str:
    """Return what two of the three say differently, empty when they agree."""
    market = hub()
    alone = edielkit.validate(data, now=MORNING)
    informed = edielkit.validate(data, now=MORNING, context=market.context)
    unasked = answer(data, alone, now=MORNING, new_id=counted())
    receipt = market.receive(data, now=MORNING)
    refusals = {finding.code for finding in receipt.report.errors}
    warned = {finding.code for finding in informed.findings if finding.severity is Severity.WARNING}
    is_refused = receipt.fault is not None or bool(receipt.reasons)
    if alone.errors and not is_refused:
        return f"the hub takes {sorted({finding.code for finding in alone.errors})}"
    strange = {code for code in refusals if not code.startswith("HUB")}
    strange -= {finding.code for finding in informed.errors} | warned
    if strange:
        return f"the hub alone refuses by {sorted(strange)}"
    said = {str(reason).partition("/")[0] for reason in receipt.reasons}
    for reply in unasked.messages:
        if getattr(reply, "fault", None) is not None:
            if receipt.fault is None or receipt.fault.fault.description != reply.fault.description:
                return f"fault {reply.fault.description!r} of acknowledge alone"
        elif not {code.value for code in reply.payload_response_event.response_reason_type} <= said:
            return f"reasons of acknowledge beside {sorted(said)}"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("name", MESSAGES)
def test_no_two_answers_about_values_differ(name):
    """Some eight hundred changes of each message: what one refuses the others do not take."""
    texts = dict.fromkeys(edits(edielkit.serialize(MESSAGES[name]).decode()))
    told = {words for text in texts if (words := contradiction(text.encode()))}

    assert set() == told
    assert len(texts) > 500


@pytest.mark.parametrize("name", MESSAGES)
def test_some_changes_of_values_are_answered_alike(name):
    """Every fortieth of them in each run."""
    texts = list(dict.fromkeys(edits(edielkit.serialize(MESSAGES[name]).decode())))[::40]
    assert [] == [words for text in texts if (words := contradiction(text.encode()))]
