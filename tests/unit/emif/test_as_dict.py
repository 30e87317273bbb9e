"""Plain data: what is lossless, and what is said of data that describes no message."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

import pytest
from tests.support.emif_samples import collected, observations

import edielkit
from edielkit.emif.declare import Message
from edielkit.emif.read.document import parse_document
from edielkit.emif.values import Code, Identifier, Unreadable, UnreadableXml
from edielkit.emif.write.document import serialize_document
from edielkit.emif.write.writer import OnFault
from edielkit.errors import BuildError
from edielkit.findings import Verdict

ROWS = observations(
    "<abie:Metered>1</abie:Metered>",
    '<abie:Estimated Quality="81" ValidationCode="V002" EstimationCode="E001">2.5</abie:Estimated>',
    '<abie:Temporary ValidationCode="V001">3</abie:Temporary>',
)


def _plain(*payloads: str) -> dict[str, Any]:
    return edielkit.to_dict(parse_document(collected(*(payloads or (ROWS,))).encode()))


def _changed(path: str, value: Any, plain: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the plain message with the part at *path* (dots; numbers for places) set to *value*."""
    new = copy.deepcopy(plain or _plain())
    *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
    place: Any = new
    for step in way:
        place = place[step]
    place[last] = value
    return new


SERIES = "payload_energy_time_series.0"


def test_rows_in_plain_data() -> None:
    """An observation is a row with its position and quantity, and its quality where it is not plainly metered."""
    assert [
        {"position": 1, "quantity": "1.000"},
        {
            "position": 2,
            "quantity": "2.500",
            "status": "final_estimated",
            "validation": "V002",
            "estimation": "E001",
        },
        {"position": 3, "quantity": "3.000", "status": "temporary", "validation": "V001"},
    ] == _plain()["payload_energy_time_series"][0]["observation"]


def test_a_code_may_be_its_text_alone() -> None:
    """Where the list of agencies leaves no choice, or the code names its agency, a code may be plain text."""
    plain = _changed("header.document_type", "E13")
    plain["header"]["physical_sender_energy_party"]["identification"] = "7080000000012"
    message: Any = edielkit.from_dict("CollectedData", plain)
    assert Code("E13", "260") == message.header.document_type
    sender = message.header.physical_sender_energy_party.identification
    assert Identifier("7080000000012", sender.scheme_agency_identifier) == sender


def test_numbers_may_be_integers() -> None:
    """A whole number of JSON is exact, so that it may stand for a decimal."""
    message: Any = edielkit.from_dict("CollectedData", _changed(f"{SERIES}.observation.0.quantity", 7))
    assert Decimal(7) == message.payload_energy_time_series[0].observation[0].quantity


REFUSED = [
    (
        "header.created",
        "x",
        r"header\.created",
        "Header has no 'created'; expected identification, document_type, creation",
    ),
    ("header.creatoin", "x", r"header\.creatoin", "did you mean creation?"),
    ("header", [], "header", "expected an object with the parts of Header, found a list"),
    ("header.creation", 5, r"header\.creation", "expected text, found a number"),
    ("header.creation", 1.5, r"header\.creation", "a float is not exact"),
    (
        "header.document_type",
        {"code": "E13"},
        r"header\.document_type",
        "a code has no 'code'; expected value or list_agency_identifier",
    ),
    (
        "header.document_type",
        5,
        r"header\.document_type",
        "expected text, or an object with value and list_agency_identifier",
    ),
    ("payload_energy_time_series", "x", "payload_energy_time_series", "expected a list of"),
    ("payload_energy_time_series", 5, "payload_energy_time_series", "expected a list of"),
    (f"{SERIES}.observation", "x", "observation", "expected a list of Observation"),
    (f"{SERIES}.observation.0", 5, r"observation\[0\]", "expected an object with position, quantity"),
    (f"{SERIES}.observation.0", {"quantity": "1"}, r"observation\[0\].position", "expected a whole number"),
    (
        f"{SERIES}.observation.0",
        {"position": 1, "value": "1"},
        r"observation\[0\]",
        "an observation has no 'value'; expected position,",
    ),
    (f"{SERIES}.observation.0.quantity", 1.5, r"observation\[0\]", "a float is not exact"),
    (f"{SERIES}.observation.0.quantity", "1,5", r"observation\[0\].quantity", "found '1,5'; write 1.5"),
    (f"{SERIES}.observation.0.quantity", "1.2345", "observation", "three decimals"),
    (f"{SERIES}.observation.0.status", "estimatd", r"observation\[0\].status", "did you mean estimated?"),
]


@pytest.mark.parametrize(("path", "value", "field", "words"), REFUSED)
def test_data_that_describes_no_message(path: str, value: Any, field: str, words: str) -> None:
    """Wrong data is refused with the field and what would be right."""
    with pytest.raises(BuildError, match=field) as caught:
        edielkit.from_dict("CollectedData", _changed(path, value))
    assert words in caught.value.message


def test_no_such_kind() -> None:
    """A kind that is none is refused with the name that comes near."""
    with pytest.raises(BuildError, match="did you mean CollectedData"):
        edielkit.from_dict("ColectedData", {})
    with pytest.raises(
        BuildError, match=r"messages\[0\].kind: expected the name of a message, found nothing"
    ):
        edielkit.from_dict("SoapDocument", {"messages": [{}]})
    with pytest.raises(BuildError, match="SoapDocument has no 'colour'"):
        edielkit.from_dict("SoapDocument", {"colour": "red"})


QUANTITY = "<abie:ProfiledObservation><abie:{0}>{1}</abie:{2}></abie:ProfiledObservation>"
ODD = [
    (
        "a text that is no number",
        QUANTITY.format('Stipulated MeterReadReasonCode="PMR"', "1,5", "Stipulated"),
    ),
    (
        "an element in a value",
        QUANTITY.format('Stipulated MeterReadReasonCode="PMR"', "a &amp; b<x>1</x> &lt;", "Stipulated"),
    ),
    ("no value of a choice", "<abie:ProfiledObservation/>"),
    ("a row with a comma", observations("<abie:Metered>1,5</abie:Metered>")),
    ("a row with an unknown code", observations('<abie:Temporary ValidationCode="V1">1</abie:Temporary>')),
    ("a row with another attribute", observations('<abie:Metered a="1&amp;">1</abie:Metered>')),
    ("a row with two values", observations("<abie:Metered>1</abie:Metered><abie:Metered>1</abie:Metered>")),
    ("a row with a text", observations("&lt;<abie:Metered>1</abie:Metered>")),
    ("an empty row", observations("")),
    ("a strange element", '<x:a xmlns:x="urn:x" b="&quot;">1 &amp; 2<x:c/>&gt;</x:a>'),
    ("a text between", "5 &lt; 6 &amp; <abie:ProfiledObservation/> after"),
    ("an element twice", "<abie:ProfiledObservation/><abie:ProfiledObservation/>"),
]


@pytest.mark.parametrize(("label", "values"), ODD, ids=[label for label, _ in ODD])
def test_what_a_type_cannot_hold_is_kept(label: str, values: str) -> None:
    """What the schema refuses survives plain data and the tolerant writer, and is refused by the strict one."""
    message = parse_document(collected(values).encode())
    assert isinstance(message, Message)
    with pytest.raises(BuildError, match="payload_energy_time_series"):
        serialize_document(message)
    assert message == edielkit.from_dict("CollectedData", json.loads(json.dumps(edielkit.to_dict(message))))
    kept = parse_document(serialize_document(message, on_fault=OnFault.KEEP))
    assert edielkit.to_dict(message) == edielkit.to_dict(kept)
    report = edielkit.validate(message, level="schema")
    assert Verdict.REJECTED is report.verdict
    assert {None} == {f.position.line for f in report}
    assert [f.message for f in report] == [f.message for f in edielkit.validate(kept, level="schema")]


def test_texts_and_markup_are_told_apart() -> None:
    """A text with a less-than sign is a text, and an element in a value is XML."""
    values = QUANTITY.format('Stipulated MeterReadReasonCode="PMR"', "{}", "Stipulated")
    for inside, kind, text in (("&lt;b/>", Unreadable, "<b/>"), ("<b/>", UnreadableXml, "<b></b>")):
        message: Any = parse_document(collected(values.format(inside)).encode())
        quantity = message.payload_energy_time_series[0].profiled_observation.stipulated
        quantity = getattr(quantity, "quantity", quantity)
        assert (kind, text) == (type(quantity), str(quantity))


def test_prices() -> None:
    """The rows of a reconciliation have a volume and an amount."""
    import random

    from tests.support.emif_documents import Plan, build, to_bytes
    from tests.support.emif_schemas import message_root

    name = "PriceVolumeCombinationForReconciliation"
    document = build(message_root("2.4.3", name), Plan(optional=1, repeat=3), random.Random("prices"))
    message: Any = parse_document(to_bytes(document))
    block = message.payload_energy_time_series[0].observation
    assert len(block) == len(list(block)) > 0
    assert sum(block.volume.tolist()) == sum(r.balance_volume for r in block) * 1000
    plain = edielkit.to_dict(message)
    assert message == edielkit.from_dict(name, plain)
    plain["payload_energy_time_series"][0]["observation"][0]["balance_amount"] = "1.234"
    with pytest.raises(BuildError, match="at most 2 decimals"):
        edielkit.from_dict(name, plain)
    for path in ("BalanceVolume", "BalanceAmount"):
        broken = copy.deepcopy(document)
        node = next(broken.iter(f"{{*}}{path}"))
        node.text = "1,5"
        unparsed: Any = parse_document(to_bytes(broken))
        assert [0] == [row for row, _ in unparsed.payload_energy_time_series[0].observation.unparsed]
        assert unparsed == edielkit.from_dict(name, edielkit.to_dict(unparsed))
        with pytest.raises(BuildError, match=r"observation\[0\]"):
            serialize_document(unparsed)


@pytest.mark.parametrize("quantity", ["1.00000000000000000000000000000000000001", "1e5", "0.0001", "9" * 40])
def test_a_quantity_is_never_rounded(quantity: str) -> None:
    """More digits than a column holds are refused, not cut."""
    for place in (f"{SERIES}.observation.0.quantity",):
        with pytest.raises(BuildError, match=r"observation\[0\]\.quantity"):
            edielkit.from_dict("CollectedData", _changed(place, quantity))


def test_all_faults_of_a_document_are_named_at_once() -> None:
    """Types, keys, codes, forms and what is missing: one error with every path."""
    plain = _plain()
    plain["header"] |= {"creation": 5, "identification": "X", "extra": [3], "document_type": "E99"}
    payload = plain["payload_energy_time_series"][0]
    payload["metering_point_used_domain_location"] = {"identification": "70705750000000001"}
    payload["observation"][0] |= {"position": 10_000}
    payload["observation"][1] |= {"validation": "V02"}
    payload["observation"][2] |= {"quantity": True}
    del plain["process_energy_context"]
    with pytest.raises(BuildError) as caught:
        edielkit.from_dict("CollectedData", plain)
    assert {
        "header.creation",
        "header.extra[0]",
        f"{ROW}[1].validation",
        f"{ROW}[2].quantity",
    } == {field for field, _ in caught.value.faults}

    with pytest.raises(BuildError) as caught:
        edielkit.build("CollectedData", plain)
    faults = dict(caught.value.faults)
    assert {
        "header.creation",
        "header.identification",
        "header.document_type",
        "process_energy_context.energy_business_process",
        "payload_energy_time_series[0].metering_point_used_domain_location.identification",
        f"{ROW}[1].validation",
    } <= set(faults)
    assert "expected 36 characters, found 1" == faults["header.identification"]
    assert "found 'E99'" in faults["header.document_type"]
    assert "found 'V02'; did you mean V012?" == faults[f"{ROW}[1].validation"]
    assert (
        f"{ROW}[1].position" not in faults
    )  # the block could not be read: its rows are looked at in the next round


ROW = "payload_energy_time_series[0].observation"


def test_null_and_comments_are_nothing() -> None:
    """A template whose parts are left as they are says nothing of them; a key with // is a comment."""
    plain = _plain()
    wanted = edielkit.from_dict("CollectedData", plain)
    plain["//header"] = 5
    plain["header"] |= {"//creation": {"any": []}, "request_positive_acknowledgement": None}
    plain["payload_energy_time_series"][0] |= {
        "profiled_observation": {"stipulated": {"quantity": None, "//quantity": "a number"}},
        "annual_period_estimated_metrics": [{"total": None}],
    }
    assert wanted == edielkit.from_dict("CollectedData", plain)
    assert wanted == edielkit.build("CollectedData", plain)


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:59:59+00:00", "9999-12-31T24:00:00Z", "1000-01-01T00:00:00-14:00"]
)
def test_dates_at_the_ends_of_the_calendar(text: str) -> None:
    """They are data like any other, and come out as they went in."""
    document: Any = edielkit.build("CollectedData", _changed("header.creation", text))
    assert (
        text == edielkit.to_dict(document)["header"]["creation"]
        or {"unreadable": text} == edielkit.to_dict(document)["header"]["creation"]
    )
    assert f">{text}<".encode() in edielkit.serialize(document)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01", ""]
)
def test_dates_that_the_type_does_not_have(text: str) -> None:
    """The standard's type begins with the year 1000 and ends with 9999: others are refused by name."""
    with pytest.raises(BuildError, match=r"header\.creation"):
        edielkit.from_dict("CollectedData", _changed("header.creation", text))
