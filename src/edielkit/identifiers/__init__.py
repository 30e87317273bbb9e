"""The identifiers of the market, each with the same functions: compact, validate, is_valid, check_digit.

==========================  =====================================================================
``gsrn``                    metering point (målepunkt-ID), 18 digits
``gln``                     market party, 13 digits
``eic``                     any energy identification code, 16 characters
``grid_area``               metering grid area (nettavregningsområde), an EIC of type Y
``organisation_number``     enterprise in the Norwegian register (organisasjonsnummer), 9 digits
``birth_number``            person (fødselsnummer or D-nummer), 11 digits
``uuid``                    message, payload and reference identification, canonical form
``malo``                    German market location (MaLo-ID), 11 digits
``melo``                    German or Swiss metering location (MeLo-ID), 33 characters
``mp_id``                   German market partner (MP-ID), 13 digits
==========================  =====================================================================

>>> gsrn.validate("7070 5750 0012 3456 71")
'707057500012345671'
>>> gln.check_digit("708000382434")
'9'
>>> organisation_number.is_valid("123456786")
False
"""

from __future__ import annotations

from edielkit.errors import InvalidCheckDigitError, InvalidIdentifierError
from edielkit.identifiers.registry import (
    KINDS,
    IdentifierKind,
    birth_number,
    eic,
    gln,
    grid_area,
    gsrn,
    is_d_number,
    malo,
    melo,
    mp_id,
    organisation_number,
    uuid,
)
from edielkit.identifiers.rules import CHECK_DIGIT_RULES, END_USER_SCHEMES, RULES, findings

__all__ = (
    "CHECK_DIGIT_RULES",
    "END_USER_SCHEMES",
    "KINDS",
    "RULES",
    "IdentifierKind",
    "InvalidCheckDigitError",
    "InvalidIdentifierError",
    "birth_number",
    "eic",
    "findings",
    "gln",
    "grid_area",
    "gsrn",
    "is_d_number",
    "malo",
    "melo",
    "mp_id",
    "organisation_number",
    "uuid",
)
