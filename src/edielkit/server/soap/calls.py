"""A call of a service, from its envelope to the answer's."""

from __future__ import annotations

import logging
import traceback

import attrs

from edielkit.emif.soap import SoapDocument
from edielkit.emif.write.document import serialize_document
from edielkit.harmless import quoted
from edielkit.hub import Receipt
from edielkit.server.journal_file import StateFileError
from edielkit.server.soap.envelopes import wrapper_tag
from edielkit.server.soap.faults import SoapRefusalError, fault_of
from edielkit.server.soap.protection import Protection
from edielkit.server.soap.services import Operation, Service
from edielkit.server.workspace import Workspace

__all__ = ("SoapAnswer", "SoapCall")

_log = logging.getLogger(__name__)
_LOOK_UP = "RequestUpfrontMeteringPointCharacteristics"


@attrs.frozen
class SoapAnswer:
    """An answer of a service.

    Attributes:
        status: HTTP status: 200, or 500 with a fault.
        envelope: The envelope.
    """

    status: int
    envelope: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class SoapCall:
    """A call that has come to a service.

    Attributes:
        workspace: The hub that it is for.
        service: The service.
        action: What the head ``SOAPAction`` says.
        protection: How calls are opened and answers signed; None for not at all.
    """

    workspace: Workspace
    service: Service
    action: str = ""
    protection: Protection | None = None

    def answer(self, data: bytes) -> SoapAnswer:
        """Return the answer to an envelope. Whatever happens, it is an envelope: clients of Elhub read nothing else."""
        sha1 = True
        try:
            if self.protection is not None:
                call = self.protection.open(data, self.workspace)
                data, sha1 = call.envelope, call.sha1
            return self._sign(_document(self._take_in(data)), sha1=sha1)
        except SoapRefusalError as refusal:
            return self.refuse(refusal, sha1=sha1, data=data)
        except StateFileError as error:
            return self.refuse(
                SoapRefusalError("System", "The message could not be kept", str(error)), sha1=sha1
            )
        except Exception as error:  # noqa: BLE001  (the server goes on)
            # where it was met, without what the error says: that may quote the message
            frames = "".join(traceback.format_tb(error.__traceback__))
            _log.error("%s: %s was not foreseen\n%s", self.service.name, type(error).__name__, frames)
            words = "The server met something that it did not foresee"
            return self.refuse(SoapRefusalError("System", words), sha1=sha1)

    def refuse(
        self, refusal: SoapRefusalError, *, sha1: bool = True, data: bytes | None = None
    ) -> SoapAnswer:
        """Return the fault that says why a call is refused.

        Args:
            refusal: Why.
            sha1: The call was signed by SHA-1.
            data: The call, for the list of messages; None for one that leaves no trace, as a planned fault.
        """
        now = self.workspace.now()
        document = fault_of(refusal, now)
        if data is not None:
            self.workspace.messages.received(
                now, data, Receipt(accepted=False, fault=document), self.service.name
            )
        return self._sign(document, sha1=sha1)

    def _take_in(self, data: bytes) -> Receipt:
        asks = self.looks_up(self.operation_in(data))
        return (self.workspace.query if asks else self.workspace.receive)(data)

    @staticmethod
    def looks_up(operation: Operation | None) -> bool:
        """Tell whether an operation is the look-up (BRS-NO-611), which is answered in the call and changes nothing."""
        return operation is not None and operation.name == _LOOK_UP

    def operation_in(self, data: bytes) -> Operation | None:
        """Return the operation of an envelope, None when its body holds nothing that could be one: the hub says so.

        Raises:
            SoapRefusalError: The wrapper is of another service, or the SOAPAction of another operation.
        """
        tag = wrapper_tag(data)
        operation = None if tag is None else self.service.operation_of(tag)
        if operation is None and tag is not None:
            wanted = ", ".join(operation.request.element for operation in self.service.operations.values())
            raise SoapRefusalError(
                "XSD",
                "Schema validation error",
                f"expected one of {wanted} in the Body, of {self.service.namespace}; {_words_of(tag)}",
            )
        name = self.action.strip().strip('"').rpartition("/")[2]
        if operation is not None and name not in {"", operation.name}:
            raise SoapRefusalError(
                "Other",
                "The SOAPAction is that of another operation",
                f"expected {operation.name!r}, as the body says; found {quoted(name, 60)}",
            )
        return operation

    def _sign(self, document: SoapDocument, *, sha1: bool) -> SoapAnswer:
        envelope = serialize_document(document)
        if self.protection is not None:
            envelope = self.protection.sign(envelope, sha1=sha1)
        return SoapAnswer(200 if document.fault is None else 500, envelope)


def _words_of(tag: str) -> str:
    """Return what was found in a body, in words."""
    return f"found {tag[:200]}" if tag else "found nothing in it"


def _document(receipt: Receipt) -> SoapDocument:
    """Return the answer of a service: a fault, what it gives back, or nothing."""
    return receipt.fault or receipt.response or SoapDocument()
