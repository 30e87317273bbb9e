"""Messages that are read when they are asked for are those that are read at once, whatever the bytes."""

from __future__ import annotations

import pytest
from tests.support.edifact_mutations import bases, cases

from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.read.envelopes import read_envelopes
from edielkit.errors import ParseError


def _places(interchanges):
    return [
        (segment.offset, segment.raw, segment.separators)
        for interchange in interchanges
        for segment in interchange.segments
    ]


def _exactly(data: bytes):
    try:
        return parse_interchanges(data)
    except ParseError as error:
        return str(error)


def _difference(data: bytes) -> str:
    """Return what differs between reading at once and reading when asked, empty when nothing does."""
    exact = _exactly(data)
    try:
        interchanges, findings = read_envelopes(data, least=0)
    except ParseError as error:
        return "" if str(error) == exact else "error"
    if isinstance(exact, str):
        return "no error"
    unread = [m.unread for i in interchanges for m in i.messages if m.unread is not None]
    all_findings = [*findings, *(finding for body in unread for finding in body.findings)]
    if sorted(map(repr, all_findings)) != sorted(map(repr, exact[1])):
        return "findings"
    if (
        repr(interchanges) != repr(exact[0])
        or interchanges != exact[0]
        or hash(interchanges) != hash(exact[0])
    ):
        return "value"
    return "" if _places(interchanges) == _places(exact[0]) else "places"


def test_inputs_and_changed_inputs_are_read_alike():
    """Whatever the bytes, what is read when asked for is what is read at once, with the same faults."""
    assert [] == [(what, data) for data in bases() if (what := _difference(data))]
    assert [] == [(what, data) for data in cases(200, 7) if (what := _difference(data))]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_twenty_thousand_changed_inputs_are_read_alike(seed):
    """The same with other seeds."""
    assert [] == [(what, data) for data in cases(1000, 100 + seed) if (what := _difference(data))]
