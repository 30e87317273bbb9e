"""What happens beside the messages: the calls of end users, grid companies and the hub's own staff at its portals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from edielkit.hub.processes import consent

__all__ = ("CALLS",)

# Name of the call to its function; arguments are plain data, so that a journal can hold them.
CALLS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "request_consent": consent.request,
        "grant_consent": consent.grant,
        "revoke_consent": consent.revoke,
    }
)
