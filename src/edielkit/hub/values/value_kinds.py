"""The kinds of values beside those that a grid company sends: what the hub makes of them, and how messages name it.

Source: business types HP02 to HP04; product codes of the channels that Elhub makes itself, which are seen in messages of
values alone: https://dok.elhub.no/15min/utvidelse-av-informasjonsmodellen-for-aa-enklere-2. That the measured profile
counts before the temporary one, and that before the estimate, is derived: each is made when more is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ("ESTIMATED", "MEASURED", "METERED", "PRODUCTS", "PROFILES", "SENT", "TEMPORARY", "TRANSFORMED")

# Values as they were sent.
SENT = ""
# Profiled consumption: estimated at the lock (FPPC), temporary (TPC), measured, from a period volume (FPC).
ESTIMATED, TEMPORARY, MEASURED = "HP02", "HP03", "HP04"
# Quarters made of hourly consumption.
TRANSFORMED = "6015"
# What the grid company sends of a channel whose net the hub calculates (shared production): nobody sees it.
METERED = "metered"

# The kinds of a profiled point, the one that counts most first.
PROFILES = (MEASURED, TEMPORARY, ESTIMATED)

# Kind to the product that messages name; the others name that of the channel.
PRODUCTS: Mapping[str, str] = MappingProxyType(
    {**dict.fromkeys(PROFILES, "4700000000101"), TRANSFORMED: "4700000000201"}
)
