"""Documents of many payloads for the tests of the fast path: written by the product, or in other spellings of the same."""

from __future__ import annotations

import datetime as dt
import random
import re
import uuid
from typing import Any

import attrs
import numpy as np

import edielkit
from edielkit.emif.build import collected_data, context
from edielkit.emif.messages import (
    NotifyValidatedDataForBillingEnergy,
    NotifyValidatedDataForBillingEnergyPayload,
    ValidatedDataMeteringPointCharacteristic,
)
from edielkit.emif.soap import SoapDocument
from edielkit.emif.values import Code
from edielkit.identifiers.registry import gs1_digit
from edielkit.market_time import Period
from edielkit.series import Observations, Status, TimeSeries

__all__ = ("SENT", "SPELLINGS", "gsrn", "message", "notify", "rows", "wrapped")

SENT = dt.datetime(2026, 2, 2, 6, tzinfo=dt.UTC)
START = dt.datetime(2026, 1, 31, 23, tzinfo=dt.UTC)
_CODED = (Status.ESTIMATED, Status.FINAL_ESTIMATED, Status.TEMPORARY)


def gsrn(number: int) -> str:
    """Return the metering point with *number*."""
    body = f"7070575{number:010d}"
    return body + gs1_digit(body)


def rows(rng: random.Random, count: int, *, kinds: tuple[Status, ...] = (Status.METERED,)) -> Observations:
    """Return values of all sizes, each of one of *kinds*."""
    status = [rng.choice(kinds) for _ in range(count)]
    signs = [-1 if s >= Status.CALCULATED and rng.random() < 0.3 else 1 for s in status]
    return Observations(
        position=np.arange(1, count + 1),
        quantity=[sign * rng.randrange(10 ** rng.randrange(1, 16)) for sign in signs],
        status=[int(s) for s in status],
        validation=[rng.randrange(1, 10) if s in _CODED else 0 for s in status],
        estimation=[rng.randrange(1, 9) if s in _CODED else 0 for s in status],
    )


def message(  # a document has many sides
    count: int = 12,
    per: int = 3,
    *,
    seed: int = 1,
    kinds: tuple[Status, ...] = (Status.METERED,),
    resolution: str = "PT1H",
    both: bool = False,
) -> Any:
    """Return CollectedData of BRS-NO-313 with *count* payloads of *per* values; in both directions by turns if asked."""
    rng = random.Random(seed)
    step = dt.timedelta(minutes=15 if resolution == "PT15M" else 60)
    series = [
        TimeSeries(
            metering_point=gsrn(number),
            product="8716867000030",
            unit="kWh",
            direction="In" if both and number % 2 else "Out",
            resolution=resolution,
            period=Period(START, START + step * per),
            registered=SENT - dt.timedelta(seconds=rng.randrange(3)),
            observations=rows(rng, per, kinds=kinds),
        )
        for number in range(count)
    ]
    return collected_data(
        series,
        identification=_uuid(rng),
        sender="7080000000012",
        recipient="7080003824349",
        created=SENT,
        new_id=lambda: _uuid(rng),
    )


def _uuid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def notify(collected: Any, *, seed: int = 1) -> Any:
    """Return the message from Elhub with the same series."""
    rng = random.Random(seed)
    names = {field.name for field in attrs.fields(NotifyValidatedDataForBillingEnergyPayload)}
    return NotifyValidatedDataForBillingEnergy(
        header=attrs.evolve(collected.header, document_type=Code("E66", "260")),
        process_energy_context=context("BRS-NO-313", "DDQ"),
        payload_energy_time_series=[
            NotifyValidatedDataForBillingEnergyPayload(
                **{
                    **{
                        field.name: getattr(p, field.name)
                        for field in attrs.fields(type(p))
                        if field.name in names
                    },
                    "profiled_observation": None,
                    "insert_date_time": SENT,
                    "request_reference": _uuid(rng),
                    "mp_detail_measurement_metering_point_characteristic": ValidatedDataMeteringPointCharacteristic(
                        direction="Out"
                    ),
                }
            )
            for p in collected.payload_energy_time_series
        ],
    )


def wrapped(document: Any) -> SoapDocument:
    """Return the message as a grid company sends it."""
    return SoapDocument(service="MeteringValues", element="CollectedDataRequest", messages=(document,))


def _plain(data: bytes) -> bytes:
    return data


def _compact(data: bytes) -> bytes:
    return re.sub(rb">\s+<", b"><", data)


def _tall(data: bytes) -> bytes:
    # each value in a line of its own
    return re.sub(rb'(Sequence="\d+">)(<.*?>)(</abie:Observation>)', rb"\1\r\n\t\2\r\n\3", data)


def _other_prefixes(data: bytes) -> bytes:
    return (
        data.replace(b"abie:", b"ns-1.x:")
        .replace(b":abie=", b":ns-1.x=")
        .replace(b"rsm:", b"m:")
        .replace(b":rsm=", b":m=")
    )


def _default_namespace(data: bytes) -> bytes:
    return data.replace(b"abie:", b"").replace(b"xmlns:abie=", b"xmlns=")


def _no_declaration(data: bytes) -> bytes:
    return data.partition(b"?>\n")[2]


# other spellings of one document, all of them plain
SPELLINGS = {
    "as the product writes it": _plain,
    "compact": _compact,
    "a line for each value": _tall,
    "other prefixes": _other_prefixes,
    "a default namespace": _default_namespace,
    "no declaration": _no_declaration,
}


def text(document: Any) -> bytes:
    """Return the bytes of a document."""
    return edielkit.serialize(document)
