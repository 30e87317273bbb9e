"""Messages that the parties of a server's own market send, as bytes; each has an identification of its own."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from edielkit.emif.build import context, header
from edielkit.emif.messages import Acknowledgement, AcknowledgementPayload, PollForData, PollForDataPayload
from edielkit.emif.values import Code
from edielkit.scenarios import play, read_scenario
from edielkit.server.own_market import own_market
from edielkit.verbs import serialize

__all__ = (
    "ELHUB",
    "OTHER",
    "SUPPLIER",
    "look_up",
    "poll_acknowledgement",
    "poll_for_data",
    "sent",
    "start_of_supply",
)

ELHUB = "7080003824349"
SUPPLIER, OTHER = "7080009995012", "7080009995029"


def poll_for_data(sender: str = SUPPLIER, role: str = "DDQ", physical: str | None = None) -> bytes:
    """Return a PollForData of *sender*."""
    return serialize(
        PollForData(
            header=header(
                identification=str(uuid.uuid4()),
                document_type="21",
                created=dt.datetime.now(dt.UTC).replace(microsecond=0),
                sender=sender,
                recipient=ELHUB,
                physical_sender=physical,
            ),
            process_energy_context=context("POLL", role),
            payload=PollForDataPayload(),
        )
    )


def sent(start: dt.datetime, **step: Any) -> bytes:
    """Return the message of a step of a scenario in the server's own market."""
    market = {**own_market(start), "scenario": str(uuid.uuid4()), "steps": [step]}
    entry = play(read_scenario(market), validate=False).hub.journal[0]
    return bytes(entry.arguments["data"])


def start_of_supply(
    start: dt.datetime, point: str = "house", customer: str = "anna", day: str = "day 10", **how: Any
) -> bytes:
    """Return the supplier's request for a change of supplier."""
    return sent(
        start,
        send="RequestStartOfSupply",
        process="101",
        point=point,
        customer=customer,
        day=day,
        **{"from": "supplier", **how},
    )


def look_up(start: dt.datetime, point: str = "house") -> bytes:
    """Return the third party's look-up of a point (BRS-NO-611)."""
    how = {"from": "third party", "process": "611", "point": point}
    return sent(start, send="RequestUpfrontMeteringPointCharacteristics", **how)


def poll_acknowledgement(result: str, sender: str = SUPPLIER, role: str = "DDQ") -> bytes:
    """Return the acknowledgement of a poll result."""
    return serialize(
        Acknowledgement(
            header=header(
                identification=str(uuid.uuid4()),
                document_type="294",
                created=dt.datetime.now(dt.UTC).replace(microsecond=0),
                sender=sender,
                recipient=ELHUB,
            ),
            process_energy_context=context("POLL", role),
            payload_response_event=AcknowledgementPayload(
                status_type=Code("39", "6"), original_business_document_reference=result
            ),
        )
    )
