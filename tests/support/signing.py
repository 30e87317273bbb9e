"""Keys, certificates and signed calls for the tests of the SOAP door: made once, since a key takes its time."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from lxml import etree
from tests.support.soap_calls import envelope

from edielkit.server.certificates import AUTHORITY, HUB, Credentials, issue, new_authority
from edielkit.server.clocks import wall_now
from edielkit.server.soap.signing import signed_envelope

__all__ = (
    "SUPPLIER_NUMBER",
    "authority",
    "credentials",
    "key_as_pem",
    "signed_call",
    "signed_pem",
    "write_folder",
)

SUPPLIER_NUMBER = "999999107"


@cache
def authority(name: str) -> Credentials:
    """Return a test authority; another name is another one."""
    return new_authority(wall_now())


@cache
def credentials(
    name: str = "supplier",
    organisation: str = SUPPLIER_NUMBER,
    issuer: str = "ours",
    since: int = 0,
    days: int = 2,
) -> Credentials:
    """Return key and certificate of a party, which holds from *since* days after now on."""
    return issue(authority(issuer), name, organisation, wall_now() + dt.timedelta(days=since), days)


def signed_call(
    message: bytes,
    operation: tuple[str, str],
    *,
    by: Credentials | None = None,
    now: dt.datetime | None = None,
    sha1: bool = True,
) -> etree._Element:
    """Return the envelope of a call, signed as a client signs it, as a tree that a test may change."""
    signer = by or credentials()
    return etree.fromstring(
        signed_envelope(envelope(*operation, message), signer, now or wall_now(), sha1=sha1)
    )


def write_folder(folder: Path) -> Path:
    """Write what a server needs of the test authority."""
    hub = credentials(HUB, "")
    pem = serialization.Encoding.PEM
    (folder / f"{AUTHORITY}.pem").write_bytes(authority("ours").certificate.public_bytes(pem))
    (folder / f"{HUB}.pem").write_bytes(hub.certificate.public_bytes(pem))
    write_key(folder / f"{HUB}.key", hub)
    return folder


def signed_pem(folder: Path, owner: Credentials) -> tuple[str, str]:
    """Write key and certificate of a client into a folder; return their files."""
    key, certificate = folder / "client.key", folder / "client.pem"
    write_key(key, owner)
    certificate.write_bytes(owner.certificate.public_bytes(serialization.Encoding.PEM))
    return str(key), str(certificate)


def write_key(path: Path, owner: Credentials) -> None:
    """Write a private key as clients read it."""
    path.write_bytes(key_as_pem(owner))


def key_as_pem(owner: Credentials) -> bytes:
    """Return a private key as clients read it."""
    plain = serialization.NoEncryption()
    return owner.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
