"""Access of third parties to metering values."""

from __future__ import annotations

import datetime as dt
from typing import Unpack

from edielkit.building.arguments import Argument, Head, assembled
from edielkit.emif.messages import UpdateThirdPartyAccess

__all__ = ("update_third_party_access",)

_PAYLOAD = "payload_mp_event"


def update_third_party_access(
    *,
    update: str,
    metering_point: str,
    end: dt.date | dt.datetime | None = None,
    extended_storage: bool | None = None,
    **head: Unpack[Head],
) -> UpdateThirdPartyAccess:
    """Return the request to begin, change or end a third party's access (BRS-NO-622, tredjepartstilgang).

    Args:
        update: ``Add``, ``Update`` or ``Delete``.
        metering_point: GSRN of the metering point (målepunkt).
        end: Day at whose beginning in Norway the access ends, or an aware instant.
        extended_storage: True where the end user has chosen the longer storage of metering values (utvidet lagring).
        head: `Head`; the sender is the third party.

    Raises:
        BuildError: Something is missing or wrong; the error names every faulty argument.
    """
    arguments = [
        Argument("end", end, f"{_PAYLOAD}.end_of_occurrence"),
        Argument("update", update, f"{_PAYLOAD}.update_indicator"),
        Argument(
            "metering_point",
            metering_point,
            f"{_PAYLOAD}.metering_point_used_domain_location.identification",
            "gsrn",
        ),
        Argument(
            "extended_storage",
            extended_storage,
            f"{_PAYLOAD}.consumer_involved_customer_party.extended_storage_metering_values",
        ),
    ]
    message: UpdateThirdPartyAccess = assembled("UpdateThirdPartyAccess", "622", arguments, head)
    return message
