"""Answers are signed as calls are: Body and Timestamp, by the hub's key, with its certificate in the header.

Source: the SoapUI mocks of EMIF 2.4.3 sign what they answer, and the policies ask for it on output and fault. That the
answer is signed by the digest of the call is a choice of this server: a client that follows Basic256 asks for SHA-1.
"""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding

from edielkit.emif.read.xml import parse_tree
from edielkit.server.certificates import Credentials
from edielkit.server.soap.envelopes import BODY, HEADER
from edielkit.server.soap.security import BASE64, DS, EXC_C14N, WSSE, WSU, X509_TOKEN

if TYPE_CHECKING:
    from lxml import etree

__all__ = ("signed_envelope",)

_LIFE = dt.timedelta(seconds=60)


def signed_envelope(
    envelope: bytes, credentials: Credentials, now: dt.datetime, *, sha1: bool = False
) -> bytes:
    """Return an envelope with a signature over its Body and a Timestamp.

    Args:
        envelope: An envelope without a header.
        credentials: Key and certificate of the signer.
        now: Aware instant of the signature, of the world's clock.
        sha1: Sign by RSA-SHA1, as the policy Basic256 says; by RSA-SHA256 otherwise.
    """
    from lxml import etree

    root = parse_tree(envelope)
    header = etree.Element(HEADER)
    root.insert(0, header)
    names = {"wsse": WSSE, "wsu": WSU, "ds": DS}
    security = etree.SubElement(header, f"{{{WSSE}}}Security", nsmap=names)
    timestamp = etree.SubElement(security, f"{{{WSU}}}Timestamp")
    for name, instant in (("Created", now), ("Expires", now + _LIFE)):
        etree.SubElement(timestamp, f"{{{WSU}}}{name}").text = f"{instant:%Y-%m-%dT%H:%M:%SZ}"
    token = etree.SubElement(
        security, f"{{{WSSE}}}BinarySecurityToken", ValueType=X509_TOKEN, EncodingType=BASE64
    )
    token.text = base64.b64encode(credentials.certificate.public_bytes(Encoding.DER)).decode()
    body = root.find(BODY)
    assert body is not None
    uris = [_name(node) for node in (timestamp, body)]
    key_info = etree.Element(f"{{{DS}}}KeyInfo")
    reference = etree.SubElement(key_info, f"{{{WSSE}}}SecurityTokenReference")
    etree.SubElement(reference, f"{{{WSSE}}}Reference", URI=_name(token), ValueType=X509_TOKEN)
    security.append(_signature(root, credentials, uris, key_info, sha1=sha1))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _name(node: etree._Element) -> str:
    """Give a part a wsu:Id of its own; return the reference to it."""
    name = f"id-{uuid.uuid4()}"
    node.set(f"{{{WSU}}}Id", name)
    return f"#{name}"


def _signature(
    root: etree._Element, credentials: Credentials, uris: list[str], key_info: etree._Element, *, sha1: bool
) -> etree._Element:
    from signxml import SignatureConstructionMethod, XMLSigner

    class Signer(XMLSigner):
        def check_deprecated_methods(self) -> None:
            """Sign by SHA-1 where the policy of the market says so."""

    digest = "sha1" if sha1 else "sha256"
    signer = Signer(
        method=SignatureConstructionMethod.detached,
        signature_algorithm=f"rsa-{digest}",
        digest_algorithm=digest,
        c14n_algorithm=EXC_C14N,
    )
    return signer.sign(
        root,
        key=credentials.key,
        cert=[credentials.certificate],
        reference_uri=uris,
        key_info=key_info,
    )
