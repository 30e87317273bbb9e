"""What a finding says: code, line, path and sentence for one fault at a time."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from tests.support.emif_samples import collected, envelope, observations, wrapped

import edielkit
from edielkit.emif.check import documents
from edielkit.findings import Report, Verdict

CONTEXT = "/rsm:CollectedData/rsm:ProcessEnergyContext"
FIRST = "00000000-0000-0000-0000-000000000000"


def _schema(text: str) -> Report:
    return edielkit.validate(text.encode(), level="schema")


WRAPPED = [
    (wrapped("<x/>"), "expected CollectedData, found 'x'"),
    (wrapped(""), "expected CollectedData in CollectedDataRequest, found none"),
    (
        wrapped(collected(root="srv:CollectedData") * 2),
        "expected one message in CollectedDataRequest, found 2",
    ),
    (envelope("<x/>"), "expected a request or response of a service, found 'x'"),
]


@pytest.mark.parametrize(("text", "sentence"), WRAPPED)
def test_wrappers(text: str, sentence: str) -> None:
    """What is wrong with a wrapper is said in the words of the service."""
    report = _schema(text)
    assert "XSD005" == report.findings[0].code
    assert sentence in [f.message for f in report]


def _poll(content: str, more: str = "") -> str:
    namespace = "urn:no:elhub:emif:wsdl:polling:meteringvalues:v2"
    nil = f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{more}'
    return (
        f'<p:PollForDataResponse xmlns:p="{namespace}"{nil if more else ""}>{content}</p:PollForDataResponse>'
    )


IDENTIFIED = f"<p:Identification>{FIRST}</p:Identification>"
RESULT = f"<p:ResultDataSet>{collected()}</p:ResultDataSet>"
POLLS = [
    (_poll("", ' xsi:nil="true"'), []),
    (_poll(IDENTIFIED + RESULT), []),
    (
        _poll(IDENTIFIED, ' xsi:nil="1"'),
        ["expected an empty PollForDataResponse since it is nil"],
    ),
    (_poll(RESULT + IDENTIFIED), ["expected one Identification, then one ResultDataSet"]),
    (_poll(RESULT), ["expected one Identification, then one ResultDataSet"]),
    (
        _poll(IDENTIFIED + RESULT + "<x/>"),
        ["expected Identification and ResultDataSet, found 'x'"],
    ),
    (
        _poll("<p:Identification>1</p:Identification>" + RESULT),
        ["Identification: expected 36 characters, found 1"],
    ),
    (
        _poll(IDENTIFIED + "<p:ResultDataSet><x/></p:ResultDataSet>"),
        [
            (
                "expected NotifyValidatedDataForBillingEnergy, CollectedData, "
                "PriceVolumeCombinationForReconciliation, RequestCollectedData or Acknowledgement, found 'x'"
            )
        ],
    ),
]


@pytest.mark.parametrize(("text", "sentences"), POLLS)
def test_poll_results(text: str, sentences: list[str]) -> None:
    """A poll result is nil, or an identification and a set of messages."""
    assert sentences == [f.message for f in _schema(text)]


def test_a_wrapper_of_a_later_version() -> None:
    """An operation that a version lacks is refused in that version."""
    text = wrapped(
        "<x/>", "RequestUpdateSharedProductionRequest", "urn:no:elhub:emif:wsdl:marketprocesses:v2"
    )
    report = edielkit.validate(text.encode(), version="2.3")
    assert "version 2.3 has no RequestUpdateSharedProductionRequest" in [f.message for f in report]


def test_no_document_of_emif() -> None:
    """A stranger is refused with the name that it may stand for."""
    for text, sentence in (
        ("<CollectedDat/>", "did you mean CollectedData?"),
        ('<CollectedData xmlns="urn:x"/>', "expected CollectedData in namespace 'urn:no:elhub"),
        ("<a/>", "expected a message of EMIF, a service wrapper or a SOAP envelope; found element 'a'"),
        (
            '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>',
            "expected a SOAP Body in the envelope",
        ),
    ):
        report = _schema(text)
        assert Verdict.UNREADABLE is report.verdict
        assert sentence in report.findings[0].message


def test_findings_are_bounded() -> None:
    """Of very many faults the first thousand are kept, and the report says so."""
    report = _schema(collected(observations(*["<abie:Metered>x</abie:Metered>"] * 1500)))
    assert 1000 == len(report)
    assert "findings beyond the first 1000" in report.not_checked


def test_places_of_a_long_series_that_stand_again_are_told_as_those_of_a_short_one(monkeypatch) -> None:
    """The schema itself, which takes long for them, says the same: a place, a text that is none, none at all."""
    row = '<abie:Observation Sequence="{}"><abie:Metered>1</abie:Metered></abie:Observation>'
    for again in ("1", " 1", "+1", "01", "0" * 50 + "1", "x", "\u00b2", "\u0663", "", "0", "-0"):
        places = [*range(1, 600), again, again]
        data = collected("".join(map(row.format, places)), observations("<abie:Metered>1</abie:Metered>"))
        reports = []
        for few in (documents._FEW_PLACES, 1 << 20):
            monkeypatch.setattr(documents, "_FEW_PLACES", few)
            reports.append(_schema(data))

        assert reports[0] == reports[1]
        assert reports[0].errors


def test_a_place_of_a_short_series_that_stands_again_beside_a_long_one() -> None:
    """Values of a series are compared with one another, however many others have."""
    rows = ["<abie:Metered>1</abie:Metered>"] * 600
    for again, codes in (
        ("2", []),
        ("1", ["XSD040"]),
        ("+1", ["XSD040"]),
        ("01", ["XSD040"]),
        ("-1", ["XSD020"]),
    ):
        # a row that the columns cannot hold is known to stand nowhere
        short = observations(*rows[:2]).replace('"2"', f'"{again}"')
        data = collected(
            observations(*rows),
            short,
            observations(*rows[:1], "<abie:Metered>1<a/></abie:Metered>"),
        )
        assert sorted([*codes, "XSD025"]) == sorted(f.code for f in _schema(data)), again


def test_places_of_a_long_series_are_compared_once() -> None:
    """The schema compares each with all before it: it is not asked where the values themselves tell."""
    rows = observations(*["<abie:Metered>x</abie:Metered>"] * 600)
    with patch.object(documents, "compiled_schema", side_effect=documents.compiled_schema) as compiled:
        _schema(collected(rows))
    assert [call.kwargs for call in compiled.call_args_list] == [{"rows": False}]


@pytest.mark.parametrize("place", ["<abie:Metered", "<rsm:Header", "<rsm:CollectedData"])
def test_an_element_with_very_many_attributes_is_told_without_the_schema(place) -> None:
    """Its faults are those that the walk names, as of one with fewer: each attribute, with the element that it stands on."""
    data = collected(observations("<abie:Metered>1</abie:Metered>"))
    for count in (2, documents.MOST_ATTRIBUTES, documents.MOST_ATTRIBUTES + 1, 900):
        many = "".join(f' a{number}=""' for number in range(count))
        with patch.object(documents, "compiled_schema") as compiled:
            compiled.return_value.validate.return_value = False
            report = _schema(data.replace(place, place + many, 1))
        assert (count <= documents.MOST_ATTRIBUTES) == compiled.return_value.validate.called
        assert ["XSD031"] * count == [finding.code for finding in report]
        assert "'a1'" in report.findings[1].message
