"""Messages that the parties of a server's own market send, as bytes."""

from __future__ import annotations

import datetime as dt
import uuid

from edielkit.emif.build import context, header
from edielkit.emif.messages import PollForData, PollForDataPayload
from edielkit.verbs import serialize

__all__ = ("ELHUB", "SUPPLIER", "poll_for_data")

ELHUB = "7080003824349"
SUPPLIER = "7080009995012"


def poll_for_data(sender: str = SUPPLIER, role: str = "DDQ", physical: str | None = None) -> bytes:
    """Return a PollForData of *sender*, another one at each call."""
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
