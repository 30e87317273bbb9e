"""How a server is set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import attrs

from edielkit.server.clocks import WALL, ClockSpeed

__all__ = ("Security", "ServerSettings")


class Security(StrEnum):
    """What the SOAP door asks of a message.

    ``off``: nothing. ``verify``: a whole and fresh signature of a certificate that the authority has issued.
    ``organisation``: besides, the certificate's organisation number is that of the physical sender.
    """

    OFF = "off"
    VERIFY = "verify"
    ORGANISATION = "organisation"


@attrs.frozen(kw_only=True)
class ServerSettings:
    """Settings of a server.

    Attributes:
        scenario: Head of a scenario as plain data: market, parties, points, config; the server's own market if None.
        files: Bytes of messages by name, for steps of the scenario that send a file.
        security: What the SOAP door asks of a message.
        certificates: Folder with the authority and the hub's own key; needed unless security is off.
        clock: How fast the clocks of the hubs run.
        start: Aware instant at which the hubs begin, in place of that of the scenario; None for its own. A clock of the wall
            has none.
        state: File in which everything that came in is kept; None for nowhere.
        max_body: Most bytes of a request, packed and unpacked; the limit of Elhub is not public.
        max_workspaces: Most workspaces at once, so that nobody fills the memory by asking.
        max_messages: Most messages that a workspace shows; older ones are dropped from the list, not from the hub.
    """

    scenario: Mapping[str, Any] | None = attrs.field(default=None, repr=False)
    files: Mapping[str, bytes] = attrs.field(factory=dict, repr=False)
    security: Security = attrs.field(default=Security.OFF, converter=Security)
    certificates: Path | None = None
    clock: ClockSpeed = WALL
    start: dt.datetime | None = None
    state: Path | None = None
    max_body: int = 64 << 20
    max_workspaces: int = 50
    max_messages: int = 10_000
