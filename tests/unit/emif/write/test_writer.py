"""The writer: what it refuses of values that were built, and by which field; and what it does with them when it may not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
import pytest
from tests.support.emif_samples import collected
from tests.support.paths import ROOT

import edielkit
from edielkit.emif.messages import RequestDataFromElhub, RequestDataFromElhubPayload
from edielkit.emif.quantities import (
    EstimatedQuantity,
    PriceObservation,
    PriceObservations,
    ReadQuantity,
    scaled,
)
from edielkit.emif.read.document import parse_document
from edielkit.emif.values import Code, Identifier
from edielkit.emif.write.document import serialize_document
from edielkit.emif.write.observation_lines import amount_text
from edielkit.errors import BuildError
from edielkit.findings import Verdict
from edielkit.market_time import day_period
from edielkit.series import Observation, Observations, Status

MESSAGE: Any = parse_document(collected().encode())
PAYLOAD = MESSAGE.payload_energy_time_series[0]


def _with_header(**changes: Any) -> Any:
    return attrs.evolve(MESSAGE, header=attrs.evolve(MESSAGE.header, **changes))


def _with_payload(**changes: Any) -> Any:
    return attrs.evolve(MESSAGE, payload_energy_time_series=(attrs.evolve(PAYLOAD, **changes),))


def _rows(*rows: Observation) -> Any:
    return _with_payload(observation=Observations.of(rows))


def _columns(**changes: Any) -> Any:
    return _with_payload(observation=attrs.evolve(PAYLOAD.observation, **changes))


OBSERVATION = r"payload_energy_time_series\[0\]\.observation"
REFUSED = [
    (_with_header(identification="x"), r"header\.identification", "expected 36 characters, found 1"),
    (_with_header(identification="\ud800" * 36), r"header\.identification", "a character that XML cannot"),
    (_with_header(identification=5), r"header\.identification", "expected a str, found int"),
    (_with_header(creation=dt.datetime(2026, 1, 1)), r"header\.creation", "time zone"),
    (_with_header(creation=None), r"header\.creation", "Creation is mandatory"),
    (
        _with_header(document_type="E13"),
        r"header\.document_type\.list_agency",
        "listAgencyIdentifier is mand",
    ),
    (_with_header(document_type=Code("E13", "9")), r"header\.document_type\.list_agency", "expected a code"),
    (_with_header(document_type=Code("E1", "260")), r"header\.document_type", "expected a code of list"),
    (
        _with_header(document_type=Identifier("E13", "9")),
        r"header\.document_type",
        "listAgencyIdentifier is mandatory",
    ),
    (_with_header(physical_sender_energy_party="x"), r"header\.physical", "expected EnergyParty, found str"),
    (_with_header(request_positive_acknowledgement=1), r"header\.request", "expected a bool, found int"),
    (attrs.evolve(MESSAGE, header=None), "header", "Header is mandatory"),
    (
        attrs.evolve(MESSAGE, header=MESSAGE.process_energy_context),
        "header",
        "expected Header, found|has Header",
    ),
    (
        attrs.evolve(MESSAGE, payload_energy_time_series=()),
        "payload_energy_time_series",
        "PayloadEnergyTimeSeries is mandatory",
    ),
    (_with_payload(observation=None), r"series\[0\]", "expected exactly one of observation"),
    (_with_payload(observation="x"), OBSERVATION, "expected Observations, found str"),
    (_with_payload(observation=Observations.of([])), OBSERVATION, "expected 1 to 9999 observations"),
    (_rows(Observation(10_000, Decimal(1))), OBSERVATION + r"\[0\]", "expected a position of 0 to 9999"),
    (_rows(Observation(1, Decimal(-1))), OBSERVATION + r"\[0\]", "not negative"),
    (_rows(Observation(1, None, Status.MISSING)), OBSERVATION + r"\[0\]", "expected one of"),
    (_rows(Observation(1, Decimal(1), Status.CALCULATED)), OBSERVATION + r"\[0\]", "expected one of"),
    (_rows(Observation(1, Decimal(1), Status.TEMPORARY)), OBSERVATION + r"\[0\]", "needs a ValidationCode"),
    (
        _rows(Observation(1, Decimal(1), Status.ESTIMATED, "V001")),
        OBSERVATION + r"\[0\]",
        "needs an EstimationCode",
    ),
    (
        _rows(Observation(1, Decimal(1)), Observation(2, Decimal(1), Status.METERED, "V001")),
        OBSERVATION + r"\[1\]",
        "has no validation or estimation code",
    ),
    (
        _rows(Observation(1, Decimal(1)), Observation(1, Decimal(1))),
        OBSERVATION,
        "two observations have the same position",
    ),
    (_columns(status=np.array([77, 0])), OBSERVATION + r"\[0\]", "expected one of"),
    (_columns(validation=np.array([0, 77])), OBSERVATION + r"\[1\]", "expected an index of VALIDATION_CODES"),
    (_columns(estimation=np.array([0, 77])), OBSERVATION + r"\[1\]", "expected an index of ESTIMATION_CODES"),
    (_columns(quantity=np.array([0, 10**15])), OBSERVATION + r"\[1\]", "less than 10\\^12"),
    (
        attrs.evolve(MESSAGE, payload_energy_time_series=(PAYLOAD, PAYLOAD)),
        r"series\[1\]\.identification",
        "that of payload 0 too",
    ),
]


@pytest.mark.parametrize(("message", "field", "words"), REFUSED, ids=[f[2][:40] for f in REFUSED])
def test_values_that_are_not_written(message: Any, field: str, words: str) -> None:
    """A value that the schema would refuse raises with its field, and validate says so too, without raising."""
    with pytest.raises(BuildError, match=words) as caught:
        serialize_document(message)
    assert caught.match(field)
    assert edielkit.validate(message, level="schema").verdict in {Verdict.REJECTED, Verdict.UNREADABLE}


def test_a_period_of_another_module_is_told_apart() -> None:
    """Two classes are called Period: the refusal says which one is wanted, and which came."""
    payload = attrs.evolve(PAYLOAD, observation_period_time_series_period=day_period(dt.date(2026, 2, 1)))
    with pytest.raises(BuildError, match="expected TimeSeriesPeriod, found Period"):
        serialize_document(attrs.evolve(MESSAGE, payload_energy_time_series=(payload,)))

    query = RequestDataFromElhub(
        header=MESSAGE.header,
        process_energy_context=MESSAGE.process_energy_context,
        payload_mp_event=RequestDataFromElhubPayload(
            query_type_code="MVTS",
            period=day_period(dt.date(2026, 2, 1)),  # type: ignore[arg-type]  # the mistake that is tested
        ),
    )
    words = r"expected Period of edielkit\.emif\.messages, found that of edielkit\.market_time"
    with pytest.raises(BuildError, match=words):
        serialize_document(query)


@pytest.mark.parametrize(
    "part", [5, "x", PAYLOAD, EstimatedQuantity(Decimal(1), "56", "V001", "E001"), ReadQuantity(Decimal(1))]
)
@pytest.mark.parametrize("field", [f.name for f in attrs.fields(type(PAYLOAD)) if f.name != "extra"])
def test_any_value_in_any_field(field: str, part: Any) -> None:
    """Whatever stands in a field, the writer raises BuildError or writes valid bytes, and validate never raises."""
    many = field == "annual_period_estimated_metrics"
    message = _with_payload(**{field: (part,) if many else part})
    try:
        assert [] == list(edielkit.validate(serialize_document(message), level="schema"))
    except BuildError as error:
        assert field in error.field or "exactly one" in error.message  # noqa: PT017
    assert edielkit.validate(message, level="schema") is not None


def test_every_form_of_a_value() -> None:
    """Each status of a value that CollectedData has is an element of its own."""
    message = _rows(
        Observation(1, Decimal("0.125")),
        Observation(2, Decimal(2), Status.ESTIMATED, "V001", "E002"),
        Observation(3, Decimal(3), Status.FINAL_ESTIMATED, "V001", "E002"),
        Observation(4, Decimal(4), Status.TEMPORARY, "V001", "E002"),
        Observation(5, Decimal(5), Status.TEMPORARY, "V001"),
    )
    written = serialize_document(message)
    assert [] == list(edielkit.validate(written, level="schema"))
    assert message == parse_document(written)
    assert b'<abie:Estimated Quality="81" ValidationCode="V001" EstimationCode="E002">3</abie:Est' in written


def test_amounts() -> None:
    """A fixed-point number is written without zeros at its end, and read back exactly."""
    for value, places, text in (
        (12500, 3, "12.5"),
        (-5, 3, "-0.005"),
        (0, 3, "0"),
        (100, 2, "1"),
        (7, 0, "7"),
    ):
        assert text == amount_text(value, places)
        assert value == scaled(Decimal(text), places)
    for wrong in ("1.234", "NaN"):
        with pytest.raises(ValueError, match="expected"):
            scaled(Decimal(wrong), 2)


def test_prices_beyond_the_limits() -> None:
    """Volumes and amounts beyond the type are refused by their row."""
    import random

    from tests.support.emif_documents import Plan, build, to_bytes
    from tests.support.emif_schemas import message_root

    name = "PriceVolumeCombinationForReconciliation"
    document = build(message_root("2.4.3", name), Plan(optional=1, repeat=1), random.Random("p"))
    message: Any = parse_document(to_bytes(document))
    payload = message.payload_energy_time_series[0]
    for row, words in (
        (PriceObservation(1, Decimal(10**12), Decimal(0)), "a volume of less than"),
        (PriceObservation(1, Decimal(0), Decimal(-(10**10))), "an amount of less than"),
    ):
        block = PriceObservations.of([row])
        changed = attrs.evolve(
            message, payload_energy_time_series=(attrs.evolve(payload, observation=block),)
        )
        with pytest.raises(BuildError, match=words):
            serialize_document(changed)


@pytest.mark.parametrize(
    ("good", "bad", "field", "words"),
    [
        (
            b"<abie:Metered>1.",
            b"<abie:Metered>1,",
            "payload_energy_time_series[0].observation[0]",
            # what stands there may be anything, so it is not shown
            "one value with its attributes, at most three decimals",
        ),
        (b"<abie:Creation>", b"<abie:Creatio>x</abie:Creatio><abie:Creation>", "header.extra", "Creatio;"),
    ],
)
def test_what_was_read_and_cannot_be_written_is_named(good, bad, field, words):
    """The error of a row or an element that no valid message has says which it is."""
    data = (ROOT / "fixtures/emif/metering/CollectedData.xml").read_bytes()
    message = edielkit.parse(data.replace(good, bad, 1))

    with pytest.raises(BuildError) as caught:
        edielkit.serialize(message)

    assert field == caught.value.field
    assert words in caught.value.message
    assert "xmlns" not in caught.value.message


@pytest.mark.parametrize("block", [Observations.metered([1]), Observations.metered([])])
def test_a_block_of_values_in_the_place_of_a_text_is_named_as_what_it_is(block):
    """Not as the column of quantities that it has."""
    party = attrs.evolve(MESSAGE.header.juridical_sender_energy_party, identification=block)
    with pytest.raises(BuildError, match="expected a str, found Observations"):
        serialize_document(_with_header(juridical_sender_energy_party=party))


def test_an_identifier_has_its_article():
    """A key that it does not have is told in words."""
    data = {"header": {"juridical_sender_energy_party": {"identification": {"value": "7", "agency": "9"}}}}
    with pytest.raises(BuildError, match="an identifier has no 'agency'"):
        edielkit.from_dict("PollForData", data)
