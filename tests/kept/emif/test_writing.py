"""Values of messages with one part that is another: what the writer refuses, and the bytes that it keeps all the same."""

from __future__ import annotations

import copy
import datetime as dt
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
from tests.support.emif_documents import documents, to_bytes
from tests.support.emif_schemas import message_root
from tests.support.fast_documents import message, notify, wrapped
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import outcome_of
from tests.support.series_cases import block

import edielkit
from edielkit.emif.declare import Extra
from edielkit.emif.quantities import CalculatedQuantity, EstimatedQuantity, PriceObservations, ReadQuantity
from edielkit.emif.soap import SoapDocument, SoapFault
from edielkit.emif.values import Code, Identifier, Unreadable, UnreadableXml, XmlDateTime
from edielkit.emif.write.document import serialize_document
from edielkit.emif.write.observation_lines import amount_text
from edielkit.emif.write.writer import OnFault, message_lines
from edielkit.series import Status

COUNT = 36
KINDS = ("CollectedData", "NotifyValidatedDataForBillingEnergy", "PriceVolumeCombinationForReconciliation", "NotifyMeteringPointCharacteristics", "RequestStartOfSupply")  # fmt: skip
_AT = dt.datetime(2026, 2, 1, 5, tzinfo=dt.UTC)
_EMPTY = PriceObservations(position=[], volume=[], amount=[])
ODD: tuple[Any, ...] = (
    None, (), "", "x", "<&>", "x\x00", "\ud800", "x" * 300, 7, -1, 10**15, True, False, Decimal("1.5"), Decimal("NaN"), Decimal("1.2345"), Code("E13", "260"), Code("XX", None),
    Identifier("707057500000000018", "9"), Identifier("1", None), Unreadable("0,25"), UnreadableXml("<b>5</b>"), _AT, _AT.replace(tzinfo=None),
    XmlDateTime.from_text("2026-02-01T05:00:00.123456789+01:00"), ReadQuantity(Decimal(1), "E01"), ReadQuantity(Decimal(1)), EstimatedQuantity(Decimal(1), "56", "V002", "E001"),
    CalculatedQuantity(Decimal(-1), True), CalculatedQuantity(Decimal(1), None), block([1]), _EMPTY,
)  # fmt: skip
# columns of values: all that makes a row valid or not, one at a time
BLOCKS: tuple[Any, ...] = (
    block([1, 2]), block([]), block([1], status=6), block([-1, 5]), block([1, 2], [1, 1]), block([1, 2], [2, 1]), block([1, 2], [-1, 0]), block([1, 2], [9999, 10000]),
    *(block([1], status=status, validation=v, estimation=e) for status in range(7) for v, e in ((0, 0), (2, 0), (0, 3), (2, 3))),
    block([1], status=9), block([1], status=16), block([1], status=255), block([-1], status=4), block([-1], status=1, validation=2, estimation=3), block([10**15 - 1, 0]), block([10**15], status=5),
    block([-(10**15) + 1], status=4), block([-(10**15)], status=4), block([1], status=1, validation=10, estimation=9), block([1], status=1, validation=14, estimation=15),
    block([1, 2], unparsed=((1, '<abie:Observation xmlns:abie="urn:x"/>'),)), block([5] * 9999), block([5] * 10000), block(range(0, 10**8, 10**6 + 7)), block([10**7, 9999999, 10**7 - 1000]),
    block([1000, 1500, 1050, 1005, 1], range(124, 129)), block([1000] * 3, [127, 128, 129]), _EMPTY, PriceObservations(position=[1], volume=[10**15], amount=[10**12]),
    PriceObservations(position=[1, -1], volume=[1, -1], amount=[25, -25]), PriceObservations(position=[9999, 10000], volume=[10**15 - 1, -(10**15)], amount=[10**12 - 1, -(10**12)]),
    PriceObservations(position=[1], volume=[0], amount=[0], unparsed=((0, '<x xmlns:a="b"/>'),)),
)  # fmt: skip


def parts_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each part of a value: names of fields, and places in tuples."""
    if path:
        yield path
    if attrs.has(type(value)) and not isinstance(value, (Code, Identifier)):
        for field in attrs.fields(type(value)):
            if field.name != "extra" and not hasattr(getattr(value, field.name), "dtype"):
                yield from parts_of(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from parts_of(part, (*path, place))


def with_part(value: Any, path: Sequence[Any], part: Any) -> Any:
    """Return a value with another part, whatever its class says of it."""
    if not path:
        return part
    key, *inside = path
    if isinstance(value, tuple):
        return (*value[:key], with_part(value[key], inside, part), *value[key + 1 :])
    twin = copy.copy(value)
    object.__setattr__(twin, key, with_part(getattr(value, key), inside, part))
    return twin


def messages() -> Iterator[tuple[str, Any]]:
    """Yield messages in order: of some kinds, with few and with many series."""
    for name in KINDS:
        for label in ("fullest-0", "fullest-1", "least-0"):
            nodes = dict(documents(message_root("2.4.3", name), f"write {name}", 1))
            if label in nodes:
                yield f"{name} {label}", edielkit.parse(to_bytes(nodes[label]))
    coded = (Status.METERED, Status.ESTIMATED, Status.TEMPORARY, Status.FINAL_ESTIMATED)
    yield "many", message(12, 3, kinds=coded)
    yield (
        "many by Elhub",
        notify(message(10, 2, kinds=(Status.METERED, Status.CALCULATED, Status.CALCULATED_FOR_SETTLEMENT))),
    )


def lines(document: Any) -> Iterator[str]:
    """Yield what is refused, or the bytes, and what is written of a faulty value."""
    yield outcome_of(serialize_document, document)
    yield outcome_of(serialize_document, document, version="2.3")
    yield outcome_of(serialize_document, document, on_fault=OnFault.KEEP)


def answers() -> Iterator[Answer]:
    """Yield what is written of each value."""
    for case, document in messages():
        yield Answer(case, lines(document))
        choice = random.Random(case)
        places = list(parts_of(document))
        for number in range(COUNT):
            path, part = choice.choice(places), choice.choice(ODD)
            if isinstance(_at(document, path[:-1]), (Code, Identifier)) or _is_whole(document, path, part):
                continue
            words = f"{case} {number}: {'.'.join(map(str, path))} as {type(part).__name__} {str(part)[:30]!r}"
            yield Answer(words, lines(with_part(document, path, part)))
        if case.startswith(("many", "Price", "CollectedData fullest-0")):
            for number, other in enumerate(BLOCKS):
                path = ("payload_energy_time_series", 1 if case.startswith("many") else 0, "observation")
                yield Answer(f"{case}, block {number}", lines(with_part(document, path, other)))
        extra = (Extra("", "loose"), Extra("Header", "<x:y xmlns:x='urn:x'>1</x:y>"))
        yield Answer(f"{case}, extra", lines(attrs.evolve(document, extra=extra)))
        yield Answer(f"{case}, element extra", lines(attrs.evolve(document, extra=extra[1:])))
        yield Answer(
            f"{case}, inside",
            [
                str(
                    message_lines(
                        document, version="2.4.3", tag="a:b", declare="", indent=2, on_fault=OnFault.KEEP
                    )
                )
            ],
        )
    yield from _of_documents()
    for value, places in ((0, 3), (12500, 3), (-5, 3), (3000, 3), (7, 0), (-100, 2), (10**15, 3)):
        yield Answer(f"amount {value} {places}", [amount_text(value, places)])


def _at(value: Any, path: Sequence[Any]) -> Any:
    for key in path:
        value = value[key] if isinstance(value, tuple) else getattr(value, key)
    return value


def _is_whole(document: Any, path: Sequence[Any], part: Any) -> bool:
    """Tell whether a part cannot be another one: a repeated one is always a tuple, and so are columns of a block."""
    holder, now = _at(document, path[:-1]), _at(document, path)
    return (
        isinstance(now, tuple)
        or (isinstance(part, tuple) and not isinstance(holder, tuple))
        or isinstance(now, np.ndarray)
    )


def _of_documents() -> Iterator[Answer]:
    """Yield what is written of messages in wrappers, and of faults."""
    first, second = message(2, 2), message(1, 1, seed=2)
    poll = {
        "service": "PollMeteringValues",
        "element": "PollForDataResponse",
        "identification": "5349da48-0467-4b75-bff2-e341810d2e30",
    }
    soap = '<s:Header xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>'
    fault = SoapFault(code="Client", text="<no>")
    cases: dict[str, dict[str, Any]] = {
        "bare": {"messages": (first,)}, "two bare": {"messages": (first, second)}, "nothing": {}, "no envelope": {"messages": (first,), "enveloped": False},
        "bare nil": {"nil": True}, "bare, named": {"identification": "7"}, "bare, of a service": {"service": "MeteringValues"}, "bare, extra": {"extra": ("<x/>",)},
        "request": {"service": "MeteringValues", "element": "CollectedDataRequest", "messages": (first,)},
        "request of two": {"service": "MeteringValues", "element": "CollectedDataRequest", "messages": (first, second)},
        "request of none": {"service": "MeteringValues", "element": "CollectedDataRequest"},
        "request, nil": {"service": "MeteringValues", "element": "CollectedDataRequest", "nil": True},
        "request, bare wrapper": {"service": "MeteringValues", "element": "CollectedDataRequest", "messages": (first,), "enveloped": False},
        "another message": {"service": "MeteringValues", "element": "AcknowledgeRequest", "messages": (first,)},
        "no service": {"service": "Nothing", "element": "CollectedDataRequest", "messages": (first,)},
        "poll": {**poll, "messages": (first, second)}, "poll of none": poll, "poll, nil": {**poll, "nil": True}, "poll, nil with one": {**poll, "nil": True, "messages": (first,)},
        "poll without id": {**poll, "identification": None, "messages": (first,)}, "poll, extra": {**poll, "messages": (first,), "extra": ("<x/>",)},
        "a version without it": {"service": "MarketProcesses", "element": "RequestUpdateSharedProductionRequest"},
        "header": {"messages": (first,), "header": soap}, "header that is none": {"messages": (first,), "header": "<h/>"}, "header that is no XML": {"messages": (first,), "header": "<h"},
        "fault": {"fault": fault}, "fault with detail": {"fault": attrs.evolve(fault, code_group="XSD", description="d", exception_date_time="2026", fault_text="t")},
        **{f"fault with {name}": {"fault": attrs.evolve(fault, **{name: "a & b"})} for name in ("code_group", "description", "exception_date_time", "fault_text")},
        "fault as XML": {"fault": attrs.evolve(fault, element=soap.replace("Header", "Fault"))}, "fault as other XML": {"fault": attrs.evolve(fault, element=soap)},
        "fault, extra": {"fault": fault, "extra": ("<x/>",)},
    }  # fmt: skip
    for case, fields in cases.items():
        yield Answer(f"document: {case}", lines(SoapDocument(**fields)))
    yield Answer("document: wrapped", lines(wrapped(message(9, 2))))


def test_writings_are_the_kept_ones():
    """Field and words of every fault, and every byte."""
    assert_kept(__file__, answers())
