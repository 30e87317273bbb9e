"""The envelope of an interchange that is written: partners, UNB, and the bounds of their elements."""

from __future__ import annotations

import datetime as dt

import attrs

from edielkit.edifact.charset import CHARSETS
from edielkit.edifact.segments import Segment
from edielkit.errors import BuildError
from edielkit.market_time import OSLO

__all__ = ("Address", "interchange_header", "required_text")


@attrs.frozen
class Address:
    """A partner in UNB: identification, its code list (0007) and an internal address.

    Attributes:
        identification: 0004 or 0010.
        qualifier: 0007: ``14`` GS1, ``ZZ`` Swedish Ediel id, ``500`` BDEW ...
        subaddress: 0008 or 0014, such as ``REGULERMARKED``.
    """

    identification: str
    qualifier: str = "14"
    subaddress: str = ""


def interchange_header(
    *,
    sender: Address | str,
    recipient: Address | str,
    reference: str,
    prepared: dt.datetime,
    syntax: str = "UNOC",
    version: int = 3,
    application_reference: str | None = None,
    ack_request: bool = False,
    agreement: str | None = None,
    test: bool = False,
    zone: dt.tzinfo = OSLO,
) -> Segment:
    """Return UNB; the arguments are those of `edielkit.edifact.write.build.build_interchange`.

    Raises:
        BuildError: Something cannot be expressed; ``field`` says where.

    >>> import datetime as dt
    >>> unb = interchange_header(
    ...     sender="7080000000012",
    ...     recipient="7080000000029",
    ...     reference="R1",
    ...     prepared=dt.datetime(2024, 6, 5, 6, tzinfo=dt.UTC),
    ... )
    >>> unb.elements[3]
    ('240605', '0800')
    """
    if syntax not in CHARSETS:
        raise BuildError(f"expected one of {', '.join(CHARSETS)}, found {syntax!r}", "UNB/0001")
    if not 1 <= version <= 4:
        raise BuildError(f"expected syntax version 1 to 4, found {version}", "UNB/0002")
    if prepared.tzinfo is None:
        raise BuildError("expected an aware instant", "prepared")
    local = _local(prepared, zone)
    return Segment.of(
        "UNB",
        (syntax, str(version)),
        _address(sender, "UNB/0004", "UNB/0008"),
        _address(recipient, "UNB/0010", "UNB/0014"),
        (f"{local.year:04}{local:%m%d}" if version == 4 else f"{local:%y%m%d}", f"{local:%H%M}"),
        required_text(reference, 14, "UNB/0020"),
        "",
        _fitting(application_reference or "", 14, "UNB/0026"),
        "",
        "1" if ack_request else "",
        _fitting(agreement or "", 35, "UNB/0032"),
        "1" if test else "",
    )


def _local(prepared: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    try:
        return prepared.astimezone(zone)
    except (OverflowError, ValueError):
        raise BuildError(
            "expected an instant of the years 1 to 9999 in the zone of the answer", "prepared"
        ) from None


def _address(value: Address | str, field: str, sub: str) -> tuple[str, str, str]:
    if isinstance(value, str):
        if not (len(value) == 13 and value.isascii() and value.isdigit()):
            raise BuildError("expected a GLN of 13 digits, or an Address with its qualifier", field)
        value = Address(value)
    required_text(value.identification, 35, field)
    _fitting(value.qualifier, 4, field.replace("0004", "0007").replace("0010", "0007"))
    _fitting(value.subaddress, 14, sub)
    return value.identification, value.qualifier, value.subaddress


def _fitting(value: str, most: int, field: str) -> str:
    if len(value) > most:
        raise BuildError(f"expected at most {most} characters, found {len(value)}", field)
    return value


def required_text(value: str, most: int, field: str) -> str:
    """Return *value*, or raise when it is empty or longer than *most* characters.

    Raises:
        BuildError: It is.
    """
    if not value:
        raise BuildError(f"expected 1 to {most} characters, found none", field)
    return _fitting(value, most, field)
