"""What both EDIFACT targets share: parties, points, the head, the envelope."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.conversion_pairs import BY_NAME, ids, series

import edielkit
from edielkit.conversion import Options, PartyId, convert
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead
from edielkit.conversion.options import MissingOptionError
from edielkit.conversion.to_edifact import (
    WrittenMessage,
    created_at,
    document_number,
    entries_of,
    head_losses,
    interchange,
    named_parties,
)
from edielkit.errors import BuildError

MARCH = BY_NAME["no-march-hours"]


def test_parties_and_points_are_renamed_both_ways():
    """Ids that the other side does not know are mapped, whatever the direction."""
    out = attrs.evolve(
        MARCH.out,
        points={"707057500000000100": "DE0010647773100000000000000033612"},
        profile="de",
        process_id="13018",
        recipient=PartyId("9900000010002", "", "293"),
    )
    data = convert(MARCH.xml, "mscons", options=out).to_bytes()
    back = attrs.evolve(
        MARCH.back,
        points={"DE0010647773100000000000000033612": "707057500000000100"},
        parties={"9900000010002": "7080003824349"},
    )

    assert b"9900000010002:500" in data
    assert (
        convert(MARCH.xml, "collected-data", options=Options()).message
        == convert(data, "collected-data", options=back).message
    )


GERMAN = attrs.evolve(
    MARCH.out,
    points={"707057500000000100": "DE0010647773100000000000000033612"},
    profile="de",
    recipient=PartyId("9900000010002", "", "293"),
)


@pytest.mark.parametrize(
    ("process", "kind", "written", "notes"),
    [
        ("13018", None, b"BGM+7+", []),
        ("13025", None, b"BGM+Z48+", []),
        ("13009", "Z20", b"BGM+Z20+", ["Z20 was given (document_type)"]),
        ("13025", "7", b"BGM+7+", []),
    ],
)
def test_a_german_document_has_the_code_and_reference_of_its_case(process, kind, written, notes):
    """Both from the rows that the check reads; what no page says is given, and noted."""
    options = attrs.evolve(GERMAN, process_id=process, document_type=kind)
    converted = convert(MARCH.xml, "mscons", options=options)

    assert written in converted.to_bytes()
    assert (b"++TL" in converted.to_bytes()) is (process != "13009")
    assert notes == [loss.message for loss in converted.supplied if loss.code == "CNV101"]


def test_the_code_of_a_german_document_is_never_guessed():
    """A case whose code is not public asks for it."""
    with pytest.raises(MissingOptionError) as raised:
        convert(MARCH.xml, "mscons", options=attrs.evolve(GERMAN, process_id="13009"))

    assert "document_type" == raised.value.option


HEAD = NeutralHead(
    wire="emif",
    identification="00005eed-0000-0000-0000-00000000000b",
    document_type="E66",
    created=dt.datetime(2026, 6, 5, 5, 7, tzinfo=dt.UTC),
    sender=PartyId("7080000000012"),
    recipient=PartyId("7080003824349"),
    process="BRS-NO-313",
    role="DDE",
    where="CollectedData",
)


def test_a_head_of_xml_loses_its_process():
    """MSCONS has no type and no role either; a head of EDIFACT or of no message loses nothing here."""
    process = Loss("CNV007", "EnergyBusinessProcess", "CollectedData", "BRS-NO-313 is left out")

    assert [process] == list(head_losses(HEAD, utilts=True))
    assert [
        Loss("CNV004", "DocumentType", "CollectedData", "E66 is left out"),
        process,
        Loss("CNV008", "EnergyBusinessProcessRole", "CollectedData", "DDE is left out"),
    ] == list(head_losses(HEAD, utilts=False))
    assert [] == list(head_losses(attrs.evolve(HEAD, wire="mscons"), utilts=False))


@pytest.mark.parametrize(
    ("head", "options", "messages"),
    [
        (HEAD, Options(), []),
        (HEAD, Options(sender="7080000000012"), []),
        (HEAD, Options(sender="7080000009015"), [("sender", "7080000000012 became 7080000009015")]),
        (HEAD, Options(parties={"7080003824349": "12345"}), [("recipient", "7080003824349 became 12345")]),
        (attrs.evolve(HEAD, sender=None), Options(sender=PartyId("X", "", "260")), [("sender", "X was given")]),
    ],
)  # fmt: skip
def test_parties_that_the_source_names_otherwise_are_told(head, options, messages):
    """A party of the options, a renamed one, and one that the source does not have."""
    assert [Loss("CNV109", what, "CollectedData", text) for what, text in messages] == list(
        named_parties(head, options)
    )


def test_the_time_of_creation_is_a_whole_minute():
    """Seconds are a loss; without a time in the source the options' own is named."""
    losses = []
    late = HEAD.created.replace(second=59)

    assert HEAD.created == created_at(HEAD, Options(), losses)
    assert [] == losses
    assert HEAD.created == created_at(attrs.evolve(HEAD, created=late), Options(), losses)
    assert [Loss("CNV005", "Header/Creation", "CollectedData", "seconds are cut off")] == losses
    losses.clear()
    assert HEAD.created == created_at(attrs.evolve(HEAD, created=None), Options(now=HEAD.created), losses)
    assert [
        Loss("CNV108", "DTM+137", "CollectedData", f"{HEAD.created.isoformat()} was given (now)")
    ] == losses
    with pytest.raises(BuildError, match=r"options\.now"):
        created_at(attrs.evolve(HEAD, created=None), Options(), losses)


def test_the_first_message_keeps_the_identification():
    """Further ones have new ones, as has a document without any; too long a text is refused."""
    losses = []
    options = Options(new_id=ids(1))

    assert "00005eed00000000000000000000000b" == document_number(HEAD, options, losses, first=True)
    assert [] == losses
    assert "00005eed000000000000000000000001" == document_number(HEAD, options, losses, first=False)
    bare = attrs.evolve(HEAD, identification=None)
    assert "00005eed000000000000000000000002" == document_number(bare, options, losses, first=True)
    assert ["CNV002", "CNV107"] == [loss.code for loss in losses]
    with pytest.raises(BuildError, match="at most 35 characters, found 36"):
        document_number(attrs.evolve(HEAD, identification="X" * 36), options, losses, first=True)


def test_a_point_of_another_name_is_told():
    """The series gets the target's name."""
    losses = []
    entry = NeutralEntry(series=series("2026-06-04", "Out"), where="here")
    document = NeutralDocument(head=HEAD, entries=(entry,))
    options = Options(points={entry.series.metering_point: "DE1"})

    assert ["DE1"] == [entry.series.metering_point for entry in entries_of(document, options, losses)]
    assert [
        Loss("CNV113", "metering point", "here", "707057500000000100 is DE1, as was given (points)")
    ] == losses


@pytest.mark.parametrize(
    ("changes", "sender"),
    [
        ({}, ("7080000000012", "14")),
        ({"physical_sender": "7080000009015"}, ("7080000009015", "14")),
        ({"sender": PartyId("12345", "SVK", "260")}, ("12345", "ZZ")),
        ({"sender": PartyId("9900000000001", "", "293")}, ("9900000000001", "500")),
        ({"parties": {"7080000000012": "7080000009022"}}, ("7080000009022", "14")),
    ],
)
def test_unb_names_who_really_sends(changes, sender):
    """The physical sender of the options, of the source, or the sender, with the code list of its agency."""
    interchange = convert(MARCH.xml, "mscons", options=attrs.evolve(MARCH.out, **changes)).message

    assert sender == (interchange.sender, interchange.sender_qualifier)


def test_another_sender_sends_for_itself():
    """The source's physical sender is not the one of another party."""
    source = edielkit.parse(MARCH.xml)
    party = attrs.evolve(
        source.header.physical_sender_energy_party,
        identification=attrs.evolve(
            source.header.physical_sender_energy_party.identification, value="7080000009039"
        ),
    )
    source = attrs.evolve(source, header=attrs.evolve(source.header, physical_sender_energy_party=party))

    assert "7080000009039" == convert(source, "mscons", options=MARCH.out).message.sender
    other = attrs.evolve(MARCH.out, sender="7080000009015")
    assert "7080000009015" == convert(source, "mscons", options=other).message.sender


def test_an_interchange_has_a_time_of_preparation():
    """The options' now, else the creation of the document."""
    now = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)

    assert "2603300530" == convert(MARCH.xml, "mscons", options=MARCH.out).message.prepared
    assert (
        "2606051200"
        == convert(MARCH.xml, "mscons", options=attrs.evolve(MARCH.out, now=now)).message.prepared
    )
    with pytest.raises(BuildError, match="an interchange has a time of preparation"):
        interchange([WrittenMessage("D1", ())], attrs.evolve(HEAD, created=None), Options(), None)


def test_an_agency_without_a_qualifier_is_refused():
    """UNB has no code list for it."""
    with pytest.raises(BuildError, match="no UNB qualifier is known for agency '86'"):
        convert(MARCH.xml, "mscons", options=attrs.evolve(MARCH.out, sender=PartyId("X", "", "86")))


def test_the_envelope_takes_reference_and_test_mark():
    """UNB 0020, 0026 and 0035 come from the options, else from the document."""
    plain = edielkit.parse(convert(MARCH.xml, "mscons", options=MARCH.out).to_bytes())
    own = convert(
        MARCH.xml,
        "mscons",
        options=attrs.evolve(MARCH.out, reference="R1", application_reference="23-X", test=True),
    ).message

    assert ("00005eed000000", "", False) == (plain.reference, plain.application_reference, plain.test)
    assert ("R1", "23-X", True) == (own.reference, own.application_reference, own.test)
