"""Every fault of a message in the words of the standard."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from tests.support.emif_samples import collected, envelope, observations, wrapped

import edielkit
from edielkit.emif.check import message_structure
from edielkit.emif.check.message_structure import BDT
from edielkit.findings import Report

HEADER = "/rsm:CollectedData/rsm:Header"


PAYLOAD = "/rsm:CollectedData/rsm:PayloadEnergyTimeSeries"


METERED = "<abie:Metered>1</abie:Metered>"


METERED_ROW = observations(METERED)


SECOND = "<abie:Metered>2.5</abie:Metered>"


CREATION = "<abie:Creation>2026-02-01T05:00:00+01:00</abie:Creation>"


TYPE = '<abie:DocumentType listAgencyIdentifier="260">E13</abie:DocumentType>'


FIRST = "00000000-0000-0000-0000-000000000000"


# (what is replaced, by what, code, line, path, part of the sentence)
FAULTS = [
    (CREATION, "", "XSD011", 2, HEADER, "expected Creation in Header, found none"),
    (
        CREATION,
        CREATION * 2,
        "XSD013",
        5,
        f"{HEADER}/abie:Creation[2]",
        "expected Creation at most once, found one more",
    ),
    (
        "abie:Creation>",
        "abie:Createion>",
        "XSD010",
        5,
        f"{HEADER}/abie:Createion",
        "Header has no element 'Createion'; did you mean Creation?",
    ),
    (
        CREATION,
        '<x:Creation xmlns:x="urn:x">2026-02-01T05:00:00+01:00</x:Creation>',
        "XSD010",
        5,
        f"{HEADER}/other:Creation",
        "found 'urn:x'",
    ),
    (
        TYPE + "\n" + CREATION,
        CREATION + "\n" + TYPE,
        "XSD012",
        5,
        f"{HEADER}/abie:DocumentType",
        "expected DocumentType before Creation, found it after",
    ),
    (
        SECOND,
        METERED + '<abie:Temporary ValidationCode="V001">1</abie:Temporary>',
        "XSD014",
        34,
        f"{PAYLOAD}/abie:Observation[2]/abie:Temporary",
        "expected Metered alone, found Temporary beside it",
    ),
    (
        SECOND,
        "",
        "XSD011",
        34,
        f"{PAYLOAD}/abie:Observation[2]",
        "expected Metered, Estimated or Temporary in Observation, found none",
    ),
    (
        SECOND,
        "<abie:Metered>2,5</abie:Metered>",
        "XSD020",
        34,
        f"{PAYLOAD}/abie:Observation[2]/abie:Metered",
        "expected a decimal number with a point, found '2,5'; write 2.5",
    ),
    (
        SECOND,
        "<abie:Metered>2.5001</abie:Metered>",
        "XSD020",
        34,
        f"{PAYLOAD}/abie:Observation[2]/abie:Metered",
        "expected at most 3 decimals, found 4",
    ),
    (
        SECOND,
        "<abie:Metered>-1</abie:Metered>",
        "XSD020",
        34,
        f"{PAYLOAD}/abie:Observation[2]/abie:Metered",
        "expected at least 0, found -1",
    ),
    (
        CREATION,
        "<abie:Creation>2026-02-01T05:00:00</abie:Creation>",
        "XSD020",
        5,
        f"{HEADER}/abie:Creation",
        "followed by Z or +HH:MM",
    ),
    (
        ">E13<",
        ">E133<",
        "XSD021",
        4,
        f"{HEADER}/abie:DocumentType",
        "expected a code of list Elhub_DocumentType (18 codes, see edielkit codes Elhub_DocumentType); found 'E133'",
    ),
    (
        ">PT1H<",
        ">pt1h<",
        "XSD021",
        19,
        f"{PAYLOAD}/abie:ObservationPeriodTimeSeriesPeriod/abie:ResolutionDuration",
        "did you mean PT1H",
    ),
    (
        ">707057500000000018<",
        ">70705750000000001<",
        "XSD022",
        31,
        f"{PAYLOAD}/abie:MeteringPointUsedDomainLocation/abie:Identification",
        "expected 18 digits, found 17 digits",
    ),
    (
        ">707057500000000018<",
        ">7070-575000-00000018<",
        "XSD022",
        31,
        f"{PAYLOAD}/abie:MeteringPointUsedDomainLocation/abie:Identification",
        "expected 18 digits, found 18 digits and 2 other characters",
    ),
    (
        ">Out<",
        ">Ut<",
        "XSD021",
        28,
        f"{PAYLOAD}/abie:MPDetailMeasurementMeteringPointCharacteristic/abie:Direction",
        "expected a code of list DirectionType: In (into the grid), Out (out of the grid); found 'Ut'",
    ),
    (
        CREATION,
        CREATION.replace("abie:", "").replace("<Creation", '<Creation xmlns=""'),
        "XSD010",
        5,
        f"{HEADER}/Creation",
        "AggregatedBusinessInformationEntities:v2', found none",
    ),
    (
        CREATION,
        CREATION + "note",
        "XSD024",
        2,
        HEADER,
        "Header holds elements only, found text between them",
    ),
    (
        ">E13<",
        "><b>E13</b><",
        "XSD025",
        4,
        f"{HEADER}/abie:DocumentType",
        "DocumentType holds text only, found an element in it",
    ),
    (
        ' listAgencyIdentifier="260"',
        "",
        "XSD030",
        4,
        f"{HEADER}/abie:DocumentType",
        "expected attribute listAgencyIdentifier on DocumentType",
    ),
    (
        "<abie:Creation>",
        '<abie:Creation zone="x">',
        "XSD031",
        5,
        f"{HEADER}/abie:Creation/@zone",
        "Creation has no attributes, found 'zone'",
    ),
    (
        "<abie:DocumentType ",
        '<abie:DocumentType abie:listAgencyIdentifier="6" ',
        "XSD031",
        4,
        f"{HEADER}/abie:DocumentType/@listAgencyIdentifier",
        "expected attribute listAgencyIdentifier of DocumentType without a prefix, found it in namespace 'urn:no:elhub",
    ),
    (
        "<abie:DocumentType ",
        '<abie:DocumentType listAgencyIdentifer="6" ',
        "XSD031",
        4,
        f"{HEADER}/abie:DocumentType/@listAgencyIdentifer",
        "found 'listAgencyIdentifer'; did you mean listAgencyIdentifier?",
    ),
    (
        "<abie:Creation>",
        '<abie:Creation xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">',
        "XSD031",
        5,
        f"{HEADER}/abie:Creation/@nil",
        "Creation cannot be nil; leave out xsi:nil, or the element if it has no value",
    ),
    (
        "<abie:Creation>",
        '<abie:Creation xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="abie:Elhub_HeaderType">',
        "XSD031",
        5,
        f"{HEADER}/abie:Creation/@type",
        "expected type Elhub_dateTime9DecType or no xsi:type on Creation, found 'abie:Elhub_HeaderType'",
    ),
    (
        'Sequence="2"',
        "",
        "XSD030",
        34,
        f"{PAYLOAD}/abie:Observation[2]",
        "expected attribute Sequence on Observation",
    ),
    (
        'Sequence="2"',
        'Sequence="+1"',
        "XSD040",
        34,
        f"{PAYLOAD}/abie:Observation[2]/@Sequence",
        "expected a Sequence of its own, found 1 as in line 33",
    ),
    (
        'Sequence="2"',
        'Sequence="10000"',
        "XSD020",
        34,
        f"{PAYLOAD}/abie:Observation[2]/@Sequence",
        "expected at most 9999, found 10000",
    ),
]


def _schema(text: str) -> Report:
    return edielkit.validate(text.encode(), level="schema")


def test_the_sample_is_valid() -> None:
    """Without a fault the sample has no findings, bare or wrapped."""
    for text in (collected(), wrapped(collected(root="srv:CollectedData")), envelope(wrapped(collected()))):
        assert [] == list(_schema(text))
        assert [] == list(edielkit.validate(text.encode(), level="codes"))


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "path", "sentence"), FAULTS, ids=[f"{f[2]} {f[5][:40]}" for f in FAULTS]
)
def test_one_fault(old: str, new: str, code: str, line: int, path: str, sentence: str) -> None:
    """One fault gives one finding that says where it is and what would be right."""
    text = collected()
    assert text.count(old) >= 1
    report = _schema(text.replace(old, new, 1) if "abie:Creation>" != old else text.replace(old, new))
    assert [code] == [f.code for f in report]
    finding = report.findings[0]
    assert (line, path) == (finding.position.line, finding.position.path)
    assert sentence in finding.message
    assert (FIRST if PAYLOAD in path else None) == finding.payload
    assert finding.rule is not None


def test_all_faults_of_a_file() -> None:
    """Faults far apart are all found, in the order of the file, each with its payload."""
    text = collected(
        observations("<abie:Metered>x</abie:Metered>", METERED),
        "<abie:ProfiledObservation><abie:Withdrawn>false</abie:Withdrawn></abie:ProfiledObservation>",
    ).replace(CREATION, "<abie:Creation>now</abie:Creation>")
    report = _schema(text)
    assert [
        ("XSD020", 5, None),
        ("XSD020", 33, FIRST),
        ("XSD023", 54, FIRST[:-1] + "1"),
    ] == [(f.code, f.position.line, f.payload) for f in report]
    assert f"{PAYLOAD}[2]/abie:ProfiledObservation/abie:Withdrawn" == report.findings[2].position.path
    assert "expected Withdrawn to be true, found 'false'" in report.findings[2].message


def test_the_same_payload_twice() -> None:
    """A repeated identification is found at its second place, and named by the line of the first."""
    text = collected(observations(METERED), observations(METERED)).replace(FIRST[:-1] + "1", FIRST)
    report = _schema(text)
    assert ["XSD040"] == [f.code for f in report]
    assert "found that of the payload in line 15" in report.findings[0].message
    assert 36 == report.findings[0].position.line


def test_a_fixed_value_with_white_space_around_it() -> None:
    """XML Schema compares the value, so that white space around true is no fault, though libxml2 says so."""
    values = "<abie:ProfiledObservation><abie:Withdrawn> true </abie:Withdrawn></abie:ProfiledObservation>"
    assert [] == list(_schema(collected(values)))


def test_a_type_means_what_its_prefix_does_there() -> None:
    """Leaves written alike have faults alike, but for those with a type, whose prefix is the document's."""
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    unit = '<abie:UnitType xmlns:xsi="{}" xmlns:t="{}" xsi:type="t:Elhub_UnitType">kWh</abie:UnitType>'
    right, wrong = (unit.format(xsi, name) for name in (BDT, "urn:x"))
    front, first, second = collected(METERED_ROW, METERED_ROW).split("<abie:UnitType>kWh</abie:UnitType>")
    expected = {(right, right): [], (right, wrong): [2], (wrong, right): [1], (wrong, wrong): [1, 2]}
    for units, places in expected.items():
        report = _schema(front + units[0] + first + units[1] + second)
        assert places == [int(f.position.path.partition("[")[2][0]) for f in report if f.code == "XSD031"]


def test_text_between_many_elements() -> None:
    """It is a fault wherever it stands; white space is none, and a blank that XML does not know is text."""
    values = [METERED] * 30
    for loose, codes in (
        (" \n\t", []),
        ("a", ["XSD024"]),
        ("\u00a0", ["XSD024"]),
        ("<![CDATA[b]]>", ["XSD024"]),
    ):
        for at in (0, 1, 30):
            rows = observations(*values).split("\n")
            text = collected("".join([*rows[:at], loose, *rows[at:]]))
            assert codes == [f.code for f in _schema(text)], (loose, at)


def test_a_fault_of_many_payloads_is_looked_at_once() -> None:
    """What is wrong with the same text of the same element is the same."""
    text = collected(*[METERED_ROW] * 9).replace(">kWh<", ">kW<")
    with patch.object(
        message_structure, "check_text", side_effect=message_structure.check_text
    ) as check_text:
        report = _schema(text)
    assert [f"{PAYLOAD}[{n}]" for n in range(1, 10)] == [f.position.path[: len(PAYLOAD) + 3] for f in report]
    assert 1 == sum(call.args[1] == "kW" for call in check_text.call_args_list)


@pytest.mark.parametrize("place", ["--1", "+-1", "\u00b2", "\u0661", "1_0"])
def test_a_place_that_is_no_number(place: str) -> None:
    """Whatever looks like one, it has one fault: it is none."""
    report = _schema(collected(observations(METERED, METERED).replace('"2"', f'"{place}"')))
    assert ["XSD020"] == [f.code for f in report]
