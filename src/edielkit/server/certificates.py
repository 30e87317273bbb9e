"""A test authority, and the keys and certificates of a market's parties and of the hub: files in one folder.

They stand for the enterprise certificates (virksomhetssertifikat) of the market. Source: Elhub standard, page EMIF (an
enterprise certificate with the organisation number of the physical sender); that the number stands in the subject's
serialNumber is seen in a client's code, and that it may stand in organizationIdentifier (NTRNO-...) is ETSI EN 319 412-1.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

from edielkit.errors import EdielError
from edielkit.hub import Party

__all__ = (
    "AUTHORITY",
    "HUB",
    "P12_PASSWORD",
    "CertificateError",
    "Credentials",
    "Trust",
    "file_stem",
    "issue",
    "new_authority",
    "organisation_number",
    "write_certificates",
)

AUTHORITY, HUB = "authority", "hub"
# Of the files for Java and SoapUI; the keys are worth nothing outside a test.
P12_PASSWORD = "test"  # noqa: S105
_KEY_BITS = 2048
_DAYS = 730
# Clocks of two machines differ.
_BEFORE = dt.timedelta(hours=1)
_ORGANISATION_IDENTIFIER = x509.ObjectIdentifier("2.5.4.97")
_NUMBER = re.compile(r"(?:NTRNO-)?(\d{9})")


class CertificateError(EdielError):
    """A certificate or key cannot be used."""


@attrs.frozen
class Credentials:
    """A private key with its certificate.

    Attributes:
        key: The key.
        certificate: The certificate.
    """

    key: RSAPrivateKey = attrs.field(repr=False)
    certificate: x509.Certificate = attrs.field(repr=False)

    @classmethod
    def read(cls, folder: Path, name: str) -> Credentials:
        """Return key and certificate from ``NAME.key`` and ``NAME.pem`` of a folder.

        Raises:
            CertificateError: They are not there, or are none.
        """
        try:
            key = serialization.load_pem_private_key((folder / f"{name}.key").read_bytes(), None)
            certificate = x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())
        except (OSError, ValueError, TypeError) as error:
            raise CertificateError(
                f"{folder}: expected {name}.key and {name}.pem, as edielkit hub certificates DIR makes them;"
                f" {_state_of(error)}"
            ) from None
        if not isinstance(key, RSAPrivateKey):
            raise CertificateError(f"{folder / name}.key: expected an RSA key")
        return cls(key, certificate)


def _state_of(error: Exception) -> str:
    """Return what was found in place of a key or a certificate."""
    if isinstance(error, FileNotFoundError):
        return "found no such file"
    return (error.strerror or "it cannot be read") if isinstance(error, OSError) else "what is there is none"


@attrs.frozen
class Trust:
    """The authorities whose certificates are believed.

    Attributes:
        authorities: Their certificates.
    """

    authorities: tuple[x509.Certificate, ...] = attrs.field(repr=False)

    @classmethod
    def read(cls, folder: Path) -> Trust:
        """Return the authorities of ``authority.pem`` in a folder; it may hold several.

        Raises:
            CertificateError: It is not there, or is none.
        """
        try:
            pem = (folder / f"{AUTHORITY}.pem").read_bytes()
            return cls(tuple(x509.load_pem_x509_certificates(pem)))
        except (OSError, ValueError) as error:
            raise CertificateError(
                f"{folder}: expected {AUTHORITY}.pem, as edielkit hub certificates DIR makes it; {_state_of(error)}"
            ) from None

    def check(self, certificate: x509.Certificate, now: dt.datetime) -> None:
        """Check that one of the authorities has issued a certificate, and that it holds at *now*.

        Raises:
            CertificateError: It was issued by another, has expired, or does not hold yet.
        """
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            raise CertificateError(
                f"the certificate holds from {certificate.not_valid_before_utc:%Y-%m-%d %H:%MZ}"
                f" to {certificate.not_valid_after_utc:%Y-%m-%d %H:%MZ}"
            )
        policy = PolicyBuilder().store(Store(list(self.authorities))).time(now)
        # enterprise certificates are none of the web's: they name no host
        policy = policy.extension_policies(
            ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all()
        )
        try:
            policy.build_client_verifier().verify(certificate, [])
        except VerificationError:
            raise CertificateError("the certificate is of an authority that is not trusted") from None


def organisation_number(certificate: x509.Certificate) -> str:
    """Return the organisation number in the subject of a certificate, empty without one."""
    for oid in (NameOID.SERIAL_NUMBER, _ORGANISATION_IDENTIFIER):
        for attribute in certificate.subject.get_attributes_for_oid(oid):
            match = _NUMBER.fullmatch("".join(str(attribute.value).split()))
            if match is not None:
                return match[1]
    return ""


def new_authority(now: dt.datetime) -> Credentials:
    """Return a new test authority whose certificate holds from *now* on."""
    key = generate_private_key(65537, _KEY_BITS)
    name = _name("edielkit test authority", "")
    certificate = (
        _builder(name, name, key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Credentials(key, certificate)


def issue(
    authority: Credentials, name: str, organisation: str, now: dt.datetime, days: int = _DAYS
) -> Credentials:
    """Return a new key with a certificate of *authority*.

    Args:
        authority: Who issues it.
        name: Name of the party.
        organisation: Its organisation number, which stands in the subject's serialNumber; may be empty.
        now: Aware instant from which it holds, an hour before included.
        days: How long it holds.
    """
    key = generate_private_key(65537, _KEY_BITS)
    issuer = authority.certificate
    certificate = (
        _builder(_name(name, organisation), issuer.subject, key, now, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
        )
        .sign(authority.key, hashes.SHA256())
    )
    return Credentials(key, certificate)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, now: dt.datetime, days: int = _DAYS
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + dt.timedelta(days=days))
    )


def _name(name: str, organisation: str) -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "NO"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
        x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
    ]
    if organisation:
        attributes.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, organisation))
    return x509.Name(attributes)


def _usage(*, signs_certificates: bool = False) -> x509.KeyUsage:
    """Return what a key is for: an enterprise certificate of the market is one for signatures (non-repudiation)."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def file_stem(name: str) -> str:
    """Return the name of a party as that of a file.

    >>> file_stem("grid company")
    'grid-company'
    """
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:60] or "party"


def write_certificates(folder: Path, parties: Iterable[Party], now: dt.datetime) -> Iterator[Path]:
    """Write a test authority, a key for the hub and one for each party; yield each file.

    ``NAME.key`` and ``NAME.pem`` are the key and the certificate, ``NAME.p12`` both for Java and SoapUI.

    Args:
        folder: Folder, which is there.
        parties: The parties.
        now: Aware instant from which the certificates hold.

    Raises:
        FileExistsError: A file is there already; keys are never replaced.
    """
    authority = new_authority(now)
    yield from _write(folder, AUTHORITY, authority, None)
    yield from _write(folder, HUB, issue(authority, HUB, "", now), authority)
    taken = {AUTHORITY, HUB}
    for party in parties:
        stem = file_stem(party.name or party.gln)
        stem = party.gln if stem in taken else stem
        taken.add(stem)
        credentials = issue(authority, party.name or party.gln, party.organisation_number, now)
        yield from _write(folder, stem, credentials, authority)


def _write(
    folder: Path, stem: str, credentials: Credentials, authority: Credentials | None
) -> Iterator[Path]:
    key, certificate = credentials.key, credentials.certificate
    plain = serialization.NoEncryption()
    contents = {
        "key": key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain),
        "pem": certificate.public_bytes(serialization.Encoding.PEM),
    }
    if authority is not None:
        locked = serialization.BestAvailableEncryption(P12_PASSWORD.encode())
        contents["p12"] = pkcs12.serialize_key_and_certificates(
            stem.encode(), key, certificate, [authority.certificate], locked
        )
    for ending, content in contents.items():
        path = folder / f"{stem}.{ending}"
        with path.open("xb") as file:
            if ending != "pem":
                path.chmod(0o600)
            file.write(content)
        yield path
