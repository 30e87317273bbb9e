"""UTILTS of the Swedish guide: what XML does not have for it."""

from __future__ import annotations

import datetime as dt
import re

import attrs
import pytest
from tests.support.conversion_pairs import BY_NAME, codes, collected, series

import edielkit
from edielkit.conversion import Options, convert
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead
from edielkit.conversion.to_utilts import write_utilts
from edielkit.edifact.write.mscons_forms import PartyId
from edielkit.errors import BuildError

GERMAN = BY_NAME["de-quality-quarters"]
UTILTS = BY_NAME["se-utilts-e66-notify"]


def test_german_process_and_fields_of_utilts_are_not_in_xml():
    """RFF+Z13 of MSCONS, and what UTILTS asks for, come from options."""
    german = convert(GERMAN.xml, "mscons", options=GERMAN.out)
    swedish = convert(UTILTS.xml, "utilts", options=UTILTS.out)

    assert "CNV102" in codes(german.supplied)
    assert {"scope", "reason"} <= {
        loss.message.rpartition("(")[2][:-1] for loss in swedish.supplied if loss.code == "CNV114"
    }


ASKED = {"role": "MDR", "reason": "E88", "scope": "E02", "answer": False}
WHERE = "CollectedData"


def message():
    """Return a CollectedData of one series."""
    return collected([series("2026-06-04", "Out")], 11)


@pytest.mark.parametrize("empty", [(0,), (1,), (0, 2), (0, 1)])
def test_a_document_without_series_makes_no_message(empty):
    """Its head is nothing to be told of; the messages of the others are numbered without it."""
    head = NeutralHead(
        wire="emif",
        identification="D1",
        created=dt.datetime(2026, 6, 5, 5, 7, tzinfo=dt.UTC),
        sender=PartyId("7080000000012"),
        recipient=PartyId("7080003824349"),
        where=WHERE,
    )
    full = NeutralEntry(series=series("2026-06-04", "Out"), where=WHERE)
    documents = [
        NeutralDocument(head=head, entries=() if number in empty else (full,)) for number in range(3)
    ]
    data = write_utilts(
        documents, Options(**ASKED | {"role": "DDQ"}, document_type="E66", point_type="E17"), []
    )
    count = 3 - len(empty)

    assert [b"UNH+%d" % number for number in range(1, count + 1)] == re.findall(rb"UNH\+\d+", data)
    assert b"UNZ+%d+" % count in data


def test_what_utilts_asks_for_is_named_with_its_option():
    """All that the Swedish guide has and XML does not, once each."""
    asked = ASKED | {"role": "DDQ", "document_type": "E66"}
    converted = convert(message(), "utilts", options=Options(**asked, point_type="E17"))

    assert [
        Loss("CNV103", "NAD 3035", WHERE, "DDQ was given (role)"),
        Loss("CNV114", "BGM 4343", WHERE, "False was given (answer)"),
        Loss("CNV114", "MKS 3496", WHERE, "E02 was given (scope)"),
        Loss("CNV114", "STS+7", WHERE, "E88 was given (reason)"),
        Loss("CNV114", "CCI E12", WHERE, "E17 was given (point_type)"),
    ] == list(converted.supplied)


@pytest.mark.parametrize(
    ("changes", "losses", "kind"),
    [
        ({}, [("CNV004", "DocumentType", "E13 is written as E30"), ("CNV008", "role", "DDE became MDR")], b"BGM+E30"),
        ({"document_type": "E66", "role": "DDQ"}, [("CNV004", "DocumentType", "E13 became E66"), ("CNV008", "role", "DDE became DDQ")], b"BGM+E66"),
    ],
)  # fmt: skip
def test_another_type_or_role_is_told(changes, losses, kind):
    """E13 of XML is E30 in UTILTS; what the options say otherwise is a change."""
    converted = convert(message(), "utilts", options=Options(**ASKED | changes))
    told = [(loss.code, loss.what, loss.message) for loss in converted.losses if loss.where == WHERE]

    assert [("CNV007", "EnergyBusinessProcess", "BRS-NO-313 is left out"), *losses] == told
    assert kind in converted.to_bytes()


def test_an_unchanged_type_and_role_are_no_loss():
    """E66 and DDQ stand on both wires."""
    converted = convert(UTILTS.xml, "utilts", options=UTILTS.out)

    assert {"CNV007", "CNV018", "CNV021"} == {loss.code for loss in converted.losses}


@pytest.mark.parametrize(("answer", "code"), [(True, b"+9+AB'"), (False, b"+9+NA'")])
def test_the_wish_for_an_answer_is_written(answer, code):
    """BGM 4343."""
    assert code in convert(message(), "utilts", options=Options(**ASKED | {"answer": answer})).to_bytes()


def test_the_application_reference_follows_the_guide():
    """23, the role and the kind, unless the options have another."""
    guide = convert(message(), "utilts", options=Options(**ASKED)).message
    own = convert(message(), "utilts", options=Options(**ASKED, application_reference="X")).message

    assert ("23-MDR-E30-T", "X") == (guide.application_reference, own.application_reference)


def test_a_role_that_a_kind_does_not_have_is_refused():
    """The guide lists the application references of each kind."""
    with pytest.raises(BuildError, match="a role that E66 has in its application reference, one of DDK, DDQ"):
        convert(message(), "utilts", options=Options(**ASKED, document_type="E66"))


@pytest.mark.parametrize("changes", [{}, {"document_type": "E66", "role": "DDQ"}])
def test_what_is_written_keeps_to_its_guide(changes):
    """The validator finds nothing in what the converter writes."""
    assert (
        ()
        == edielkit.validate(
            convert(message(), "utilts", options=Options(**ASKED | changes)).to_bytes()
        ).findings
    )


def test_collected_values_are_read_with_a_product_that_is_given():
    """E30 names neither product nor unit nor direction."""
    there = convert(message(), "utilts", options=Options(**ASKED)).to_bytes()
    back = {"process": "BRS-NO-313", "role": "DDE", "direction": "Out"}

    with pytest.raises(BuildError, match="no product"):
        convert(there, "collected-data", options=Options(**back))
    assert message().payload_energy_time_series[0].observation == (
        convert(there, "collected-data", options=Options(**back, product="8716867000030"))
        .message.payload_energy_time_series[0]
        .observation
    )


def test_a_role_that_utilts_does_not_have_is_refused():
    """DDE is a role of Elhub alone."""
    with pytest.raises(BuildError, match="expected a role of UTILTS, one of DDK, DDQ"):
        convert(message(), "utilts", options=Options(**{k: v for k, v in ASKED.items() if k != "role"}))


def test_an_empty_document_is_left_out_and_a_message_of_none_refused():
    """There is no UTILTS without a transaction."""
    empty = attrs.evolve(message(), payload_energy_time_series=())

    with pytest.raises(BuildError, match="no series of interval values"):
        convert(empty, "utilts", options=Options(**ASKED))
