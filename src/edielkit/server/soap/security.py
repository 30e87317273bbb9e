"""WS-Security: what of a call is signed, by whom, and when; and nothing else of it goes on to the hub.

A call is believed when its Body and its Timestamp are signed by the key of the X.509 token in its own header, that token is
of a trusted authority, the Timestamp is fresh, and the signature has not come before. What goes on is the Body as it
was signed, so that nothing beside it (signature wrapping) is ever read. signxml verifies; the places of the parts are
looked at here.

Source: EMIF service definitions 2.4.3 (AsymmetricBinding, Basic256, signed Body, Timestamp), the SoapUI projects (Body and
Timestamp signed, 60 s to live), WSS X.509 Token Profile 1.0. The order of the parts in the header is not demanded: clients
of Elhub put the token behind the signature.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any

import attrs
from cryptography import x509

from edielkit.emif.read.xml import parse_tree
from edielkit.emif.soap import SOAP
from edielkit.errors import ParseError
from edielkit.server.certificates import CertificateError, Trust, organisation_number
from edielkit.server.clocks import wall_now
from edielkit.server.soap.envelopes import BODY, ENVELOPE, HEADER
from edielkit.server.soap.faults import SoapRefusalError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("Guard", "SignedCall")

_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"
WSSE, WSU = f"{_OASIS}-wssecurity-secext-1.0.xsd", f"{_OASIS}-wssecurity-utility-1.0.xsd"
DS = "http://www.w3.org/2000/09/xmldsig#"
X509_TOKEN = f"{_OASIS}-x509-token-profile-1.0#X509v3"
BASE64 = f"{_OASIS}-soap-message-security-1.0#Base64Binary"
EXC_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
_PREFIXES = {"wsse": WSSE, "wsu": WSU, "ds": DS}
# A Timestamp may say that it was made a little later than it is here, and lives no longer than this.
_AHEAD, _LONGEST = dt.timedelta(seconds=60), dt.timedelta(minutes=5)
_SWEEP = dt.timedelta(seconds=10)
_SIGNATURES = ("RSA_SHA1", "RSA_SHA256", "RSA_SHA384", "RSA_SHA512")
_DIGESTS = ("SHA1", "SHA256", "SHA384", "SHA512")


@attrs.frozen(kw_only=True)
class SignedCall:
    """A call that is believed.

    Attributes:
        envelope: An envelope around the Body as it was signed.
        organisation: Organisation number of the certificate, empty without one.
        sender: GLN of the physical sender in the signed message, empty without one.
        sha1: It was signed by SHA-1, as the policy of Elhub says; the answer is too.
    """

    envelope: bytes = attrs.field(repr=False)
    organisation: str
    sender: str
    sha1: bool


class Guard:
    """Opens signed calls; any thread may.

    Args:
        trust: The authorities.
        wall: The clock that Timestamps and certificates are held against: the world's, not the hub's.
    """

    def __init__(self, trust: Trust, wall: Callable[[], dt.datetime] = wall_now) -> None:
        self._trust, self._wall = trust, wall
        self._seen: dict[bytes, dt.datetime] = {}
        self._swept = wall()
        self._lock = Lock()

    def open(self, data: bytes) -> SignedCall:
        """Return what is signed of a call.

        Raises:
            SoapRefusalError: It is not signed whole, by whom it should, or now; of group Security.
        """
        now = self._wall()
        try:
            parts = _Parts.of(parse_tree(data))
            certificate = _certificate(parts.token)
            self._trust.check(certificate, now)
            body, timestamp, sha1 = _verified(parts, certificate, now)
        except ParseError as error:
            raise SoapRefusalError("XSD", "Schema validation error", error.message) from None
        except CertificateError as error:
            raise _refusal(str(error)) from None
        expires = _check_fresh(timestamp, now)
        self._check_new(parts.signature, expires, now)
        envelope = f'<soap:Envelope xmlns:soap="{SOAP}">'.encode() + body + b"</soap:Envelope>"
        return SignedCall(
            envelope=envelope,
            organisation=organisation_number(certificate),
            sender=_sender(parts.body),
            sha1=sha1,
        )

    def _check_new(self, signature: etree._Element, expires: dt.datetime, now: dt.datetime) -> None:
        """Refuse a signature that has come before; none is remembered longer than its Timestamp lives."""
        value = base64.b64decode(signature.findtext(f"{{{DS}}}SignatureValue") or "")
        mark = hashlib.sha256(value).digest()
        with self._lock:
            if now - self._swept > _SWEEP:
                self._seen = {old: end for old, end in self._seen.items() if end >= now}
                self._swept = now
            if mark in self._seen:
                raise _refusal("the message has come before; sign it anew to send it again")
            self._seen[mark] = expires


def _refusal(why: str) -> SoapRefusalError:
    return SoapRefusalError("Security", "Authorization failed", why)


@attrs.frozen(kw_only=True)
class _Parts:
    """The parts of a signed envelope, each at its only place."""

    root: etree._Element
    body: etree._Element
    timestamp: etree._Element
    token: etree._Element
    signature: etree._Element

    @classmethod
    def of(cls, root: etree._Element) -> _Parts:
        if root.tag != ENVELOPE:
            raise _refusal("expected an Envelope of SOAP 1.1")
        header, body = _only(root, HEADER, "Header"), _only(root, BODY, "Body")
        security = _only(header, f"{{{WSSE}}}Security", "wsse:Security")
        parts = cls(
            root=root,
            body=body,
            timestamp=_only(security, f"{{{WSU}}}Timestamp", "wsu:Timestamp"),
            token=_only(security, f"{{{WSSE}}}BinarySecurityToken", "wsse:BinarySecurityToken"),
            signature=_only(security, f"{{{DS}}}Signature", "ds:Signature"),
        )
        parts.check_references()
        return parts

    def check_references(self) -> None:
        """Refuse a signature over anything but the Body, the Timestamp and the token, or with another key than the token's."""
        info, key_info, _ = (
            _only(self.signature, f"{{{DS}}}{name}", f"ds:{name}")
            for name in ("SignedInfo", "KeyInfo", "SignatureValue")
        )
        method = _only(info, f"{{{DS}}}CanonicalizationMethod", "ds:CanonicalizationMethod")
        if method.get("Algorithm") != EXC_C14N:
            raise _refusal("expected exclusive canonicalization of SignedInfo")
        reference = key_info.find("wsse:SecurityTokenReference/wsse:Reference", _PREFIXES)
        if reference is None or reference.get("URI") != self._uri(self.token):
            raise _refusal("expected KeyInfo with a reference to the BinarySecurityToken")
        needed, may = {self._uri(self.body), self._uri(self.timestamp)}, self._uri(self.token)
        uris = []
        for reference in info.iterfind("ds:Reference", _PREFIXES):
            transforms = [
                node.get("Algorithm") for node in reference.iterfind("ds:Transforms/ds:Transform", _PREFIXES)
            ]
            if transforms != [EXC_C14N]:
                raise _refusal("expected exclusive canonicalization as the only transform of each reference")
            uris.append(reference.get("URI", ""))
        if len(set(uris)) != len(uris) or not needed <= set(uris) <= needed | {may}:
            raise _refusal("expected a signature over the Body and the Timestamp of this message")

    def _uri(self, node: etree._Element) -> str:
        """Return the reference to a part, which nothing else in the document can be meant by."""
        name = node.get(f"{{{WSU}}}Id", "")
        bearers = self.root.xpath(
            "count(//@*[translate(local-name(), 'ID', 'id') = 'id'][. = $name])", name=name
        )
        if not name or bearers != 1:
            raise _refusal("expected a wsu:Id of its own for the Body, the Timestamp and the token")
        return f"#{name}"


def _only(parent: etree._Element, tag: str, name: str) -> etree._Element:
    children = parent.findall(tag)
    if len(children) != 1:
        raise _refusal(f"expected one {name}, found {len(children)}")
    return children[0]


def _certificate(token: etree._Element) -> x509.Certificate:
    if token.get("ValueType") != X509_TOKEN or token.get("EncodingType", BASE64) != BASE64:
        raise _refusal("expected an X509v3 token in Base64Binary")
    try:
        text = "".join((token.text or "").split())
        return x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
    except ValueError:
        raise _refusal("the token is no X.509 certificate") from None


def _verified(
    parts: _Parts, certificate: x509.Certificate, now: dt.datetime
) -> tuple[bytes, etree._Element, bool]:
    """Return Body and Timestamp as they were signed, and whether by SHA-1."""
    from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier

    config = SignatureConfiguration(
        location=f"./{HEADER}/{{{WSSE}}}Security/",
        expect_references=False,
        signature_methods=frozenset(SignatureMethod[name] for name in _SIGNATURES),
        digest_algorithms=frozenset(DigestAlgorithm[name] for name in _DIGESTS),
        verification_time=now,
    )
    try:
        results: Any = XMLVerifier().verify(
            parts.root,
            x509_cert=certificate,
            expect_config=config,
            # the schema knows no InclusiveNamespaces, which WSS4J and .NET write; what matters of it is checked above
            validate_schema=False,
        )
    except Exception:  # noqa: BLE001  (what cannot be verified is refused, however it fails)
        # what the library says may quote the message
        raise _refusal("the signature does not hold for this message and the certificate in it") from None
    signed = {result.signed_xml.tag: result for result in results if result.signed_xml is not None}
    if not {BODY, f"{{{WSU}}}Timestamp"} <= set(signed):
        raise _refusal("expected a signature over the Body and the Timestamp of this message")
    method = parts.signature.find("ds:SignedInfo/ds:SignatureMethod", _PREFIXES)
    sha1 = method is not None and method.get("Algorithm", "").endswith("sha1")
    return signed[BODY].signed_data, signed[f"{{{WSU}}}Timestamp"].signed_xml, sha1


def _check_fresh(timestamp: etree._Element, now: dt.datetime) -> dt.datetime:
    """Return when a signed Timestamp expires."""
    created, expires = (_instant(timestamp.findtext(f"{{{WSU}}}{name}")) for name in ("Created", "Expires"))
    if created > now + _AHEAD:
        raise _refusal(f"the Timestamp was created later than it is here, {now:%Y-%m-%dT%H:%M:%SZ}")
    if expires <= now:
        raise _refusal(f"the Timestamp has expired; it is {now:%Y-%m-%dT%H:%M:%SZ}")
    if not created < expires <= created + _LONGEST:
        raise _refusal(f"expected a Timestamp that lives up to {_LONGEST.seconds} seconds")
    return expires


def _instant(text: str | None) -> dt.datetime:
    try:
        instant = dt.datetime.fromisoformat((text or "").strip())
    except ValueError:
        instant = None
    if instant is None or instant.utcoffset() is None:
        raise _refusal("expected a Timestamp with Created and Expires, instants with their zone")
    return instant


def _sender(body: etree._Element) -> str:
    """Return the GLN of the physical sender of the message in a Body: at its place, and nowhere else."""
    path = "*/*/{*}Header/{*}PhysicalSenderEnergyParty/{*}Identification"
    return (body.findtext(path) or "").strip()
