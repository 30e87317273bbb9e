"""What a receipt says of a message that was taken in, or was not."""

from __future__ import annotations

import pytest
from tests.support.hub_fixtures import MORNING, UNKNOWN, day, hub
from tests.support.hub_updates import Speaker
from tests.support.paths import FIXTURES

SAY = Speaker()
MSCONS = (FIXTURES / "edifact/mscons-no-four-hours.edi").read_bytes()


@pytest.mark.parametrize(
    ("data", "accepted", "group", "words"),
    [
        # what the schema level refuses is said by its errors alone: the fault only tells that there are some
        (b"no message", False, "XSD", ["EDI001: expected UNA or UNB at the start"]),
        (b"<a/>", False, "XSD", ["XSD004: expected a message of EMIF"]),
        # another fault comes before what was found
        (MSCONS, False, "Other", ["Other: expected one message of EMIF"]),
        # what the process refuses is taken in: no fault, but errors with their reason
        (SAY.start("101", day(20), target=UNKNOWN), True, "", ["E10 BRS015: metering point"]),
        (SAY.start("101", day(20)), True, "", []),
    ],
)
def test_the_words_of_a_receipt(data, accepted, group, words):
    """The fault, if it says more than the errors, then a text for each error: reason, rule, message, place."""
    receipt = hub().receive(data, now=MORNING)

    assert (accepted, group) == (receipt.accepted, receipt.code_group)
    assert len(words) == len(receipt.words)
    assert all(text.startswith(start) for text, start in zip(receipt.words, words, strict=True))
    assert receipt.passed == (not words)
