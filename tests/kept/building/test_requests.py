"""Requests from a few facts: each verb with each argument left out and of wrong kinds, in every process."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import attrs
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_digests import size_and_digest

from edielkit import building, serialize
from edielkit.building import Address, Channel, Customer
from edielkit.building.customers import address_parts
from edielkit.errors import BuildError
from edielkit.market_time import OSLO, Period

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
POINT, SENDER, EARLIER = "707057599900010012", "7080009990116", "0b9f3a52-7d41-4a7e-8a53-5b9a9f1c2d3e"
HEAD = {
    "identification": "6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
    "created": NOW,
    "sender": SENDER,
    "recipient": "7080003824349",
}
ADDRESS = Address(street="Testveien", number="1", postcode="0001", city="Oslo")
COMPANY = Customer(
    identification="310000000",
    name="Test AS",
    nace_division="35",
    email="test@example.com",
    mobile="+4700000000",
    address=ADDRESS,
    extended_storage=True,
)
PERSON = Customer(
    identification="05909441023",
    given_name="Test",
    family_name="Testesen",
    address=Address(postcode="0001", city="Oslo", country="SE"),
)
WEEK = Period(dt.datetime(2026, 2, 1, 23, tzinfo=dt.UTC), dt.datetime(2026, 2, 8, 23, tzinfo=dt.UTC))
DAY = dt.date(2026, 3, 29)
CHANNEL = Channel(product="8716867000030", direction="Out", resolution="PT15M")
PROCESSES = (
    "101",
    "102",
    "103",
    "104",
    "111",
    "121",
    "122",
    "123",
    "201",
    "202",
    "211",
    "212",
    "213",
    "221",
    "222",
    "223",
    "224",
    "302",
    "303",
    "311",
    "315",
    "317",
    "324",
    "402",
    "BRS-NO-101",
    "313",
    "x",
)
# what each argument may be: right first
VALUES: dict[str, tuple[Any, ...]] = {
    "metering_point": (POINT, "707057599900010013", "1", 7),
    "start": (DAY, dt.datetime(2026, 4, 1, tzinfo=OSLO), dt.datetime(2026, 4, 1), dt.date(1, 1, 1), "soon"),
    "end": (DAY, dt.datetime(2026, 4, 1, tzinfo=OSLO), 5),
    "customer": (COMPANY, PERSON, "310000000", "123", attrs.evolve(COMPANY, identification="310000001"), attrs.evolve(COMPANY, address=None), attrs.evolve(PERSON, family_name="x" * 41)),
    "address": (ADDRESS, "here", attrs.evolve(ADDRESS, postcode=None)),
    "balance_supplier": (SENDER, "1"),
    "consent": (EARLIER, "yes"),
    "cancels": (EARLIER, "no"),
    "to_last_resort": (True, 1),
    "reason": ("Z42", "Z99"),
    "role": ("DDQ", "DDM", "SLR", "AG", "QRY", "XXX", 3),
    "query": ("MVTS", "MDMP", "STLM", "MV"),
    "grid_area": ("50YTEST-AAAAAAAW", "X"),
    "period": (WEEK, "week"),
    "snapshot": (NOW, DAY),
    "channels": ((CHANNEL,), ("Out",), "all"),
    "annual_volume": (12_000, -1, Decimal("1.5"), Decimal("NaN")),
    "payload_identification": (EARLIER, "X"),
    "update": ("Add", "Update", "Delete", "Remove"),
    "type": ("E17", "E99"),
    "created": (NOW, 5),
    "identification": (EARLIER, "X"),
    "sender": (SENDER, "7080009990117"),
    "physical_sender": (SENDER, "1", None),
    "request_positive_acknowledgement": (True, "yes"),
    "colour": ("red",),
}  # fmt: skip
OTHERS = ("text", "Z42", 7, True, None, [ADDRESS], b"x")
VERBS: dict[str, dict[str, Any]] = {
    "request_start_of_supply": {"metering_point": POINT, "start": DAY, "customer": COMPANY},
    "request_end_of_supply": {"metering_point": POINT, "end": DAY, "customer": PERSON},
    "request_update_customer_information": {"metering_point": POINT, "customer": PERSON, "start": DAY},
    "request_update_master_data_metering_point": {"process": "302", "metering_point": POINT, "start": DAY},
    "request_data_from_elhub": {"query": "MVTS", "role": "DDM", "metering_point": POINT, "period": WEEK},
    "request_upfront_metering_point_characteristics": {"role": "DDQ", "metering_point": POINT},
    "request_to_grid_access_provider": {"category": "GAP_METERING", "subject": "Values", "public": "Are they right?", "metering_point": POINT},
    "request_to_elhub": {"category": "ELHUB_MASTERDATA", "subject": "Address", "request": "Is it right?", "metering_point": POINT},
    "update_third_party_access": {"update": "Add", "metering_point": POINT, "end": DAY},
}  # fmt: skip


def answers() -> Iterator[Answer]:
    """Yield each verb as it is right, without each argument, with each value of each, and in each process."""
    for name, facts in VERBS.items():
        verb = getattr(building, name)
        yield Answer(name, [_built(verb, {**HEAD, **facts})])
        for argument in (*facts, *HEAD):
            left = {key: value for key, value in {**HEAD, **facts}.items() if key != argument}
            yield Answer(f"{name} without {argument}", [_built(verb, left)])
        asked = [argument for argument in inspect.signature(verb).parameters if argument != "head"]
        for argument in (*asked, *HEAD, "physical_sender", "request_positive_acknowledgement", "colour"):
            values = VALUES.get(argument, OTHERS) if argument != "process" else PROCESSES
            lines = [_built(verb, {**HEAD, **facts, argument: value}) for value in values]
            yield from (
                Answer(f"{name} {argument} {at}", lines[at : at + 5]) for at in range(0, len(lines), 5)
            )
        if "cancels" in asked:
            for process in PROCESSES:
                lines = [
                    _built(verb, {**HEAD, **facts, "process": process, "cancels": cancels})
                    for cancels in (None, EARLIER)
                ]
                yield Answer(f"{name} {process} cancelling", lines)
        yield Answer(
            f"{name} with many faults",
            _lines(
                _built(verb, {"sender": "1", "metering_point": "1", "colour": 1, "role": 5, "process": 5})
            ),
        )
    yield Answer("address parts", [f"{address_parts(ADDRESS, kind='x')}"])


def _lines(text: str) -> list[str]:
    return [text[at : at + 130] for at in range(0, min(len(text), 650), 130)]


def _built(verb: Callable[..., Any], arguments: dict[str, Any]) -> str:
    try:
        message = verb(**arguments)
    except BuildError as error:
        return f"BuildError {error.faults}"
    except TypeError as error:
        # the names of the arguments only: Python's own words around them differ between its versions
        names = re.findall(r"'(\w+)'", f"{error}")
        return f"{type(error).__name__} {' '.join(names) or error}"
    header, context = message.header, message.process_energy_context
    return f"{header.document_type.value} {context.energy_business_process.value} {context.energy_business_process_role} {size_and_digest(serialize(message))}"


def test_requests_are_the_kept_ones():
    """Bytes of what is built, every fault of what is not."""
    assert_kept(__file__, answers())
