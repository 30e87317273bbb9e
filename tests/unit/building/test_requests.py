"""Requests from a few facts: valid in their process, and every faulty argument named at once."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from decimal import Decimal

import attrs
import pytest

import edielkit
from edielkit import building
from edielkit.building import Address, Channel, Customer
from edielkit.errors import BuildError
from edielkit.market_time import OSLO, Period, day_period
from edielkit.process_rules.context import MemoryContext
from edielkit.process_rules.data import every_combination
from edielkit.process_rules.windows import window_of

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
POINT, SENDER, GRID = "707057599900010012", "7080009990116", "7080009990215"
AREA = "50YTEST-AAAAAAAW"
HEAD = {
    "identification": "6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
    "created": NOW,
    "sender": SENDER,
    "recipient": "7080003824349",
}
EARLIER = "0b9f3a52-7d41-4a7e-8a53-5b9a9f1c2d3e"
ADDRESS = Address(street="Testveien", number="1", postcode="0001", city="Oslo")
COMPANY = Customer(
    identification="310000000", name="Test AS", nace_division="35", email="test@example.com", address=ADDRESS
)
PERSON = Customer(identification="05909441023", given_name="Test", family_name="Testesen", address=ADDRESS)
ENERGY = "8716867000030"


def context(*, has_access):
    """Return what is known of the point: an active one of consumption, with hourly values."""
    state = {
        "identification": POINT,
        "type": "E17",
        "status": "E22",
        "settlement_method": "E02",
        "reading_resolution": "PT1H",
        "settlement_point": True,
        "end_user": True,
        "channels": [{"product": ENERGY, "direction": "Out", "resolution": "PT1H"}],
        "contracts": [
            {"role": "DDQ", "party": SENDER},
            *([{"role": "AG", "party": SENDER}] if has_access else []),
        ],
    }
    approvals = [{"metering_point": POINT, "third_party": SENDER, "approved": True}]
    return MemoryContext.from_dict({"complete": True, "metering_points": [state], "approvals": approvals})


def day(process):
    """Return a day that a process may ask for."""
    window = window_of(process, "E02")
    today = NOW.date()
    return next(
        today + dt.timedelta(days=n)
        for n in [*range(1, 40), *range(0, -40, -1)]
        if window.holds(today, today + dt.timedelta(days=n))
    )


def start(process, **more):
    facts = {"process": process, "metering_point": POINT, "start": day(process), "customer": COMPANY}
    return building.request_start_of_supply, {**facts, **more}


def end(process, **more):
    facts = {"process": process, "metering_point": POINT, "end": day(process), "customer": PERSON}
    return building.request_end_of_supply, {**facts, **more}


def update(process, **more):
    facts = {"process": process, "metering_point": POINT, "start": day(process)}
    return building.request_update_master_data_metering_point, {**facts, **more}


WEEK = Period(day_period(dt.date(2026, 2, 2)).start, day_period(dt.date(2026, 2, 8)).end)
CHANNEL = Channel(product=ENERGY, direction="Out", resolution="PT15M")
REQUESTS = {
    "change of supplier": start("101"),
    "change of supplier, with consent": start("101", consent=EARLIER, customer=PERSON),
    "change of supplier, cancelled": start("101", cancels=EARLIER),
    "move in": start("102", customer=PERSON),
    "move in, back in time": start("103"),
    "move in, to the last resort": start("103", to_last_resort=True),
    "change of supplier, back in time": start("104"),
    "rollback": start("111", cancels=EARLIER),
    "start by the grid company": start("123", balance_supplier=SENDER),
    "move out": end("201", reason="Z42"),
    "end of supply": end("202"),
    "end of supply, cancelled": end("201", cancels=EARLIER),
    "end by the grid company": end("211", reason="Z42"),
    "update": update("302", settlement_method="E02", reading_resolution="PT1H"),
    "update of address and meter": update("302", address=ADDRESS, meter="12345", type="E17"),
    "update of channels": update("302", type="E17", channels=(CHANNEL,)),
    "correction back in time": update("402", consumption="A04", type="E17", settlement_method="E02"),
    "annual volume": update("317", annual_volume=12_000, payload_identification=EARLIER),
    "customer information": (
        building.request_update_customer_information,
        {"metering_point": POINT, "customer": PERSON, "start": dt.date(2026, 3, 3)},
    ),
    "master data": (
        building.request_data_from_elhub,
        {"process": "303", "query": "MDMP", "role": "DDQ", "metering_point": POINT, "snapshot": NOW},
    ),
    "metering values": (
        building.request_data_from_elhub,
        {"query": "MVTS", "role": "DDM", "metering_point": POINT, "period": WEEK},
    ),
    "settlement basis": (
        building.request_data_from_elhub,
        {"process": "324", "query": "STLM", "role": "DDQ", "grid_area": AREA, "period": WEEK},
    ),
    "a point": (building.request_upfront_metering_point_characteristics, {"role": "DDQ", "metering_point": POINT}),
    "a customer's points": (
        building.request_upfront_metering_point_characteristics,
        {"role": "DDQ", "customer": "05909441023", "address": ADDRESS},
    ),
    "a meter": (
        building.request_upfront_metering_point_characteristics,
        {"role": "AG", "customer": "310000000", "meter": "12345"},
    ),
    "a question to the grid company": (
        building.request_to_grid_access_provider,
        {"category": "GAP_METERING", "subject": "Values", "public": "Are they right?", "metering_point": POINT},
    ),
    "a question to Elhub": (
        building.request_to_elhub,
        {"category": "ELHUB_MASTERDATA", "subject": "Address", "request": "Is it right?", "metering_point": POINT},
    ),
    "access": (building.update_third_party_access, {"update": "Add", "metering_point": POINT, "end": dt.date(2027, 1, 1)}),
    "access, changed": (
        building.update_third_party_access,
        {"update": "Update", "metering_point": POINT, "extended_storage": True},
    ),
    "access, ended": (building.update_third_party_access, {"update": "Delete", "metering_point": POINT}),
}  # fmt: skip


@pytest.mark.parametrize("label", REQUESTS)
def test_a_request_breaks_no_rule_of_its_process(label):
    """It is written, read back as the same value, and no rule finds anything, the context known."""
    function, facts = REQUESTS[label]
    message = function(**facts, **HEAD)
    data = edielkit.serialize(message)

    assert function.__name__.replace("_", "") == message.kind().lower()
    assert message == edielkit.parse(data)
    assert () == edielkit.validate(data, now=NOW, context=context(has_access=label != "access")).findings


def test_the_process_fills_the_head():
    """Document type, role and agencies are those of the process tables; a cancellation is another document."""
    heads = {
        label: (
            function(**facts, **HEAD).header.document_type,
            function(**facts, **HEAD).process_energy_context.energy_business_process_role.value,
        )
        for label, (function, facts) in REQUESTS.items()
        if label
        in {"move in", "change of supplier, cancelled", "end by the grid company", "update", "access"}
    }

    assert {
        "move in": ("392", "6", "DDQ"),
        "change of supplier, cancelled": ("E02", "260", "DDQ"),
        "end by the grid company": ("432", "6", "DDM"),
        "update": ("E58", "260", "DDM"),
        "access": ("E10", "260", "AG"),
    } == {label: (code.value, code.list_agency_identifier, role) for label, (code, role) in heads.items()}


def test_a_day_is_its_midnight_in_norway():
    """On both sides of the clock change; an instant is taken as it is."""
    for wanted, moment in (
        ("2026-03-29T00:00:00+01:00", dt.date(2026, 3, 29)),
        ("2026-03-30T00:00:00+02:00", dt.date(2026, 3, 30)),
        ("2026-10-26T00:00:00+01:00", dt.date(2026, 10, 26)),
        ("2026-04-01T00:00:00+02:00", dt.datetime(2026, 4, 1, tzinfo=OSLO)),
    ):
        function, facts = start("102", start=moment)
        assert f">{wanted}<".encode() in edielkit.serialize(function(**facts, **HEAD))


def test_the_supplier_is_the_sender_of_a_supplier():
    """A grid company names another, or none."""
    function, facts = start("101")
    assert (
        SENDER
        == function(
            **facts, **HEAD
        ).payload_mp_event.balance_supplier_involved_energy_party.identification.value
    )
    function, facts = end("211")
    assert function(**facts, **HEAD).payload_mp_event.balance_supplier_involved_energy_party is None


def test_every_faulty_argument_is_named_at_once():
    """By the names of the arguments, whatever is wrong with each; nothing repeats the number of a person."""
    function, facts = start("101")
    faulty = {
        **facts,
        "metering_point": "707057599900010013",
        "start": dt.datetime(2026, 4, 1),
        "customer": attrs.evolve(PERSON, identification="05909441024", family_name="x" * 41),
        "consent": "yes",
        "to_last_resort": 1,
    }
    head = {"identification": "X", "created": 5, "sender": "7080009990117", "colour": "red"}
    with pytest.raises(BuildError) as caught:
        function(**faulty, **head)
    faults = dict(caught.value.faults)

    assert {
        "metering_point", "start", "customer.identification", "customer.family_name", "consent",
        "to_last_resort", "identification", "created", "sender", "recipient", "colour",
    } == set(faults)  # fmt: skip
    assert "expected at most 40 characters, found 41" == faults["customer.family_name"]
    assert "05909441024" not in str(caught.value)


@pytest.mark.parametrize(
    ("request_", "changes", "field", "words"),
    [
        (start("101"), {"process": "313"}, "process", "expected a process of RequestStartOfSupply: 101"),
        (start("103"), {"cancels": EARLIER}, "cancels", "RequestStartOfSupply of BRS-NO-103 cancels nothing"),
        (start("111"), {}, "cancels", "expected the identification of the request"),
        (start("101"), {"customer": "Test AS"}, "customer", "expected a value of Customer, found text"),
        (start("101"), {"customer": None}, "customer", "expected a value of Customer, found nothing"),
        (start("101"), {"customer": attrs.evolve(COMPANY, address="here")}, "customer.address", "expected a value of Address"),
        (start("101"), {"customer": attrs.evolve(COMPANY, identification="12")}, "customer.identification", "9 digits"),
        (start("101"), {"customer": attrs.evolve(COMPANY, address=Address(postcode=1, city="Oslo"))}, "customer.address.postcode", "expected text"),
        (start("101"), {"start": None}, "start", "StartOfOccurrence is mandatory"),
        (start("101"), {"start": dt.date(1, 1, 1)}, "start", "1000 to 9999|expected YYYY"),
        (start("101"), {"start": "soon"}, "start", "expected YYYY-MM-DDTHH:MM:SS"),
        (start("101"), {"metering_point": 7}, "metering_point", "expected text"),
        (end("201"), {"reason": "Z99"}, "reason", "expected a code of list EndReasonType"),
        (update("302"), {"type": "E99"}, "type", "expected a code of list"),
        (update("302"), {"channels": "all"}, "channels", "expected a list of Channel"),
        (update("302"), {"channels": ["Out"]}, r"channels\[0\]", "expected a value of Channel"),
        (update("317"), {"annual_volume": -1, "payload_identification": EARLIER}, "annual_volume", "expected at least 0"),
        (update("302"), {"installed_capacity": Decimal("NaN")}, "installed_capacity", "expected"),
        (update("302"), {"size": 5}, "size", "no such argument"),
        (REQUESTS["metering values"], {"role": "DDE"}, "role", "expected DDQ, DDK, DDM"),
        (REQUESTS["metering values"], {"period": "week"}, "period", "expected a value of Period"),
        (REQUESTS["metering values"], {"query": "MV"}, "query", "expected a code of list QueryCategoryCodeType"),
        (REQUESTS["settlement basis"], {"grid_area": "X"}, "grid_area", "16 characters"),
        (REQUESTS["a meter"], {"customer": "123"}, "customer", "9 digits"),
        (REQUESTS["access"], {"update": "Remove"}, "update", "expected a code of list AddDeleteUpdate: Add"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_argument(request_, changes, field, words):
    """What is wrong, and what would be right, by the name that the caller knows."""
    function, facts = request_
    with pytest.raises(BuildError, match=words) as caught:
        function(**{**facts, **changes}, **HEAD)

    assert caught.match(f"^{field}: ")
    assert 1 == len(caught.value.faults)


def test_a_request_that_asks_about_nothing_is_refused():
    """No argument of the part has to be there by itself, one of them has to."""
    with pytest.raises(BuildError) as caught:
        building.request_upfront_metering_point_characteristics(role="DDQ", **HEAD)

    assert (
        ("metering_point", "expected metering_point, customer, purpose, address or meter, found none"),
    ) == caught.value.faults


def test_every_process_of_the_tables_has_its_builder():
    """Whatever a party may send of these messages is built, each with its own document type."""
    kinds = {
        "RequestStartOfSupply": start,
        "RequestEndOfSupply": end,
        "RequestUpdateMasterDataMeteringPoint": update,
    }
    for (kind, process), rows in every_combination().items():
        if kind not in kinds or all(row.way == "out" for row in rows):
            continue
        for row in [row for row in rows if row.way != "out"][:1]:
            more = {"cancels": EARLIER} if row.document_type == "E02" else {}
            function, facts = kinds[kind](process, **more)
            message = function(**facts, **HEAD)
            assert (row.document_type, f"BRS-NO-{process}") == (
                message.header.document_type.value,
                message.process_energy_context.energy_business_process.value,
            )


@pytest.mark.parametrize(
    "value",
    [10**5000, PERSON, [ADDRESS], b"x", float("nan"), {"a": 1}, object()],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("name", REQUESTS)
def test_any_value_for_any_argument_is_a_build_error_or_taken(name, value):
    """Nothing else is raised, and what is raised repeats nothing of a person given in the wrong place."""
    function, facts = REQUESTS[name]
    words = []
    for argument in (*facts, *HEAD, *({"process", "role"} & set(inspect.signature(function).parameters))):
        try:
            function(**{**HEAD, **facts, argument: value})
        except BuildError as error:
            words.append(str(error))

    assert not re.search("Testesen|05909441023", "\n".join(words))
