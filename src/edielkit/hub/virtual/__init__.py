"""Values that the hub reckons of others: virtual calculations (virtuelle beregninger), shared production, copies.

`recalculate` is what new values set going; `sent_key` and `parts_sent` say under which key the values are kept that a
grid company sends for a channel, and which channels nobody may send values for.
"""

from __future__ import annotations

from edielkit.hub.virtual.calculations import METERED, calculated_days, parts_sent, sent_key
from edielkit.hub.virtual.recalculation import recalculate

__all__ = ("METERED", "calculated_days", "parts_sent", "recalculate", "sent_key")
