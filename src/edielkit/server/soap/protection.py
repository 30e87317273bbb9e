"""What a server asks of calls and gives with answers, by its settings: nothing, or signatures."""

from __future__ import annotations

import attrs

from edielkit.errors import EdielError
from edielkit.server.certificates import HUB, Credentials, Trust
from edielkit.server.clocks import wall_now
from edielkit.server.settings import Security, ServerSettings
from edielkit.server.soap.faults import SoapRefusalError
from edielkit.server.soap.security import Guard, SignedCall
from edielkit.server.soap.signing import signed_envelope
from edielkit.server.workspace import Workspace

__all__ = ("Protection",)


@attrs.frozen
class Protection:
    """How calls are opened and answers signed.

    Attributes:
        guard: Opens signed calls.
        credentials: The hub's own key and certificate.
        by_organisation: The certificate's organisation number has to be the physical sender's.
    """

    guard: Guard
    credentials: Credentials
    by_organisation: bool

    @classmethod
    def of(cls, settings: ServerSettings) -> Protection | None:
        """Return the protection of a server, None when its security is off.

        Raises:
            CertificateError: The folder of certificates is not one of `write_certificates`.
            EdielError: There is none.
        """
        if settings.security is Security.OFF:
            return None
        if settings.certificates is None:
            raise EdielError(
                "security needs a folder of certificates: edielkit hub certificates DIR makes one"
            )
        return cls(
            Guard(Trust.read(settings.certificates)),
            Credentials.read(settings.certificates, HUB),
            settings.security is Security.ORGANISATION,
        )

    def open(self, data: bytes, workspace: Workspace) -> SignedCall:
        """Return what is signed of a call.

        Raises:
            SoapRefusalError: It is not signed as it should be, or by another organisation than its physical sender.
        """
        call = self.guard.open(data)
        if self.by_organisation:
            parties = workspace.names.parties.values()
            expected = next(
                (party.organisation_number for party in parties if party.gln == call.sender), None
            )
            if not expected or expected != call.organisation:
                raise SoapRefusalError(
                    "Security",
                    "Authorization failed",
                    f"expected the certificate of the physical sender's organisation{_in_words(expected)},"
                    f" found {call.organisation or 'one without an organisation number'}",
                )
        return call

    def sign(self, envelope: bytes, *, sha1: bool) -> bytes:
        """Return an answer with the hub's signature."""
        return signed_envelope(envelope, self.credentials, wall_now(), sha1=sha1)


def _in_words(expected: str | None) -> str:
    if expected is None:
        return " (the market has no such party)"
    return f" {expected}" if expected else " (the market says none for it)"
