"""Values and places by the standard's names."""

from __future__ import annotations

import pytest

import edielkit
from edielkit.emif.check.document_places import DocumentPlaces
from edielkit.emif.read.xml import parse_tree
from edielkit.generate.faults.rule_messages import BASES, uuid, written
from edielkit.process_rules import Subject
from edielkit.process_rules.subject import NodeLines


def _subject(name, *, with_node=True):
    data = written(*BASES[name])
    return Subject(message=edielkit.parse(data), lines=NodeLines(parse_tree(data)) if with_node else None)


def test_head():
    """Kind, process, role, document type and sender are read from the header."""
    subject = _subject("series")

    assert ("CollectedData", "BRS-NO-313", "313", "DDE", "E13") == (
        subject.kind,
        subject.process,
        subject.brs,
        subject.role,
        subject.document_type,
    )
    assert [uuid(n) for n in (101, 102, 103, 104)] == [p.identification for p in subject.payloads]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Header/DocumentType", "E13"),
        ("Header/DocumentType/@listAgencyIdentifier", "260"),
        ("Header/JuridicalSenderEnergyParty/Identification/@schemeAgencyIdentifier", "9"),
        ("PayloadEnergyTimeSeries[2]/Identification", uuid(102)),
        ("PayloadEnergyTimeSeries[9]/Identification", "None"),
        ("Header/RequestPositiveAcknowledgement", "None"),
        ("Header/NoSuchElement/Below", "None"),
    ],
)
def test_get(path, expected):
    """A path gives what stands there, and None for nothing."""
    assert expected == str(_subject("series").get(path))


@pytest.mark.parametrize("name", ["series", "new point", "switch", "reconciliation", "search by customer"])
def test_places_are_those_of_the_elements(name):
    """For each element down to an observation the place by its names is the path and line of the element."""
    data = written(*BASES[name])
    root = parse_tree(data)
    subject, places = Subject(message=edielkit.parse(data), lines=NodeLines(root)), DocumentPlaces()

    for node in root.iterdescendants("*"):
        if node.getparent().tag.endswith("}Observation"):
            continue  # columns have no parts
        path = places.of(node).path
        steps = [step.partition(":")[2] for step in path.split("/")[2:]]
        at = subject.at("/".join(steps))

        assert (path, node.sourceline) == (at.path, at.line)


def test_what_is_missing_stands_in_the_nearest_part_that_is_there():
    """The place of a missing element is that of the part that should hold it."""
    subject = _subject("switch")

    assert "/rsm:RequestStartOfSupply/rsm:PayloadMPEvent" == subject.at("PayloadMPEvent/ConsentID").path
    assert "/rsm:RequestStartOfSupply" == subject.at("NoSuchElement/Below").path
    assert (
        "/rsm:RequestStartOfSupply/rsm:Header/abie:DocumentType/@listAgencyIdentifier"
        == subject.at("Header/DocumentType/@listAgencyIdentifier").path
    )


def test_a_value_has_no_lines():
    """Without an element there is no line, and the path is the same."""
    with_node, without = _subject("series"), _subject("series", with_node=False)
    path = "PayloadEnergyTimeSeries[2]/Observation[3]/@Sequence"

    assert with_node.at(path).path == without.at(path).path
    assert without.at(path).line is None
