"""The faults of the SOAP door, for what no hub gets to see: Elhub's groups.

Source: common.xsd 2.4.3 (groups, lengths), the SoapUI projects (HTTP status 500, the words of a wrong encoding).
"""

from __future__ import annotations

import datetime as dt

from edielkit.emif.soap import SoapDocument
from edielkit.hub.core.authorisation import fault

__all__ = ("MEDIA_TYPE", "SoapRefusalError", "fault_of")

MEDIA_TYPE = "text/xml; charset=utf-8"


class SoapRefusalError(Exception):
    """A call that no hub gets to see.

    Args:
        group: Elhub's group of faults.
        description: What is wrong, in a few words.
        text: What would be right.
    """

    def __init__(self, group: str, description: str, text: str = "") -> None:
        super().__init__(description)
        self.group, self.description, self.text = group, description, text


def fault_of(refusal: SoapRefusalError, now: dt.datetime) -> SoapDocument:
    """Return the fault that says why a call is refused."""
    return fault(refusal.group, refusal.description, now, refusal.text)
