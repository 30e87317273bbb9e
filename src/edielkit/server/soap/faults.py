"""Answers of the SOAP door: envelopes with Elhub's faults and their status, and empty ones.

Source: common.xsd 2.4.3 (groups), the SoapUI projects (HTTP status 500, the words of a wrong encoding).
"""

from __future__ import annotations

import datetime as dt

from starlette.responses import Response

from edielkit.emif.soap import SoapDocument, SoapFault
from edielkit.emif.write.document import serialize_document
from edielkit.hub import Receipt

__all__ = ("MEDIA_TYPE", "SoapRefusal", "answer_bytes", "soap_fault", "soap_response")

MEDIA_TYPE = "text/xml; charset=utf-8"
_EMPTY = serialize_document(SoapDocument())
_MOST_TEXT = 1000


class SoapRefusal(Exception):  # noqa: N818  (an answer, not an error of the program)
    """A call that no hub gets to see.

    Args:
        group: Elhub's group of faults.
        description: What is wrong, in a few words.
        text: What would be right.
    """

    def __init__(self, group: str, description: str, text: str = "") -> None:
        super().__init__(description)
        self.group, self.description, self.text = group, description, text


def soap_fault(refusal: SoapRefusal, now: dt.datetime) -> SoapDocument:
    """Return the fault that says why a call is refused."""
    return SoapDocument(
        fault=SoapFault(
            code="Server" if refusal.group == "System" else "Client",
            text=refusal.description,
            code_group=refusal.group,
            description=refusal.description[:100],
            exception_date_time=now.isoformat(timespec="seconds"),
            fault_text=(refusal.text or refusal.description)[:_MOST_TEXT],
        )
    )


def answer_bytes(receipt: Receipt) -> tuple[int, bytes]:
    """Return status and envelope that answer a call."""
    if receipt.fault is not None:
        return 500, serialize_document(receipt.fault)
    if receipt.response is not None:
        return 200, serialize_document(receipt.response)
    return 200, _EMPTY


def soap_response(status: int, envelope: bytes) -> Response:
    """Return an envelope as the answer of a service."""
    return Response(envelope, status_code=status, headers={"content-type": MEDIA_TYPE})
