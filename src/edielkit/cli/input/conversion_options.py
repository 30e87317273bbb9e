"""Options of a conversion whose text is more than one value: parties, pairs, channels, qualifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from edielkit.cli.usage_error import UsageError

if TYPE_CHECKING:
    from edielkit.conversion import Channel, PartyId

__all__ = ("STATUSES", "channel_of", "pairs_of", "party_of", "qualifiers_of")

_GLN = re.compile(r"[0-9]{13}")
# The choices are spelled here so that --help loads no wire; a test holds them against the package.
STATUSES = ("estimated", "final-estimated", "temporary", "calculated", "missing")


def party_of(text: str | None, flag: str) -> str | PartyId | None:
    """Return a party: a number of 13 digits as it is, or ``ID:LIST:AGENCY``.

    Raises:
        UsageError: The text is neither.
    """
    if text is None or _GLN.fullmatch(text):
        return text
    if ":" not in text:
        raise UsageError(f"{flag} {text}: expected a GLN of 13 digits, or ID:LIST:AGENCY")
    from edielkit.conversion import PartyId

    identification, _, qualifiers = text.partition(":")
    code, _, agency = qualifiers.partition(":")
    return PartyId(identification, code, agency)


def pairs_of(texts: Iterable[str], flag: str) -> dict[str, str]:
    """Return ``OLD=NEW`` texts as pairs.

    Raises:
        UsageError: A text is none.
    """
    pairs = [text.partition("=") for text in texts]
    for old, mark, new in pairs:
        if not (old and mark and new):
            raise UsageError(f"{flag} {old}{mark}{new}: expected OLD=NEW")
    return {old: new for old, _, new in pairs}


def channel_of(text: str) -> Channel:
    """Return the channel that ``CODE=PRODUCT[/DIRECTION]`` says.

    Raises:
        UsageError: The text says none.
    """
    from edielkit.conversion import Channel

    code, mark, channel = text.partition("=")
    product, _, direction = channel.partition("/")
    if not (code and mark and product) or direction not in {"", "In", "Out"}:
        raise UsageError(f"--channel {text}: expected CODE=PRODUCT, CODE=PRODUCT/In or CODE=PRODUCT/Out")
    return Channel(code, product, direction or None)


def qualifiers_of(texts: Iterable[str]) -> dict[Any, str]:
    """Return the qualifiers that ``STATUS=CODE`` texts say, by status.

    Raises:
        UsageError: A status is unknown.
    """
    from edielkit.series import Status

    qualifiers = {}
    for name, code in pairs_of(texts, "--qualifier").items():
        if name not in STATUSES:
            raise UsageError(f"--qualifier {name}={code}: expected a status of {', '.join(STATUSES)}")
        qualifiers[Status[name.upper().replace("-", "_")]] = code
    return qualifiers
