"""Two messages side by side: what they say differently, whatever the wire, the order, the prefixes or the version.

`edielkit.diff` is the way in. Its parts: `content` has the form that both wires are brought into, `emif_content` and
`edifact_content` the ways there, `differences` walks two contents, `series_differences` compares values by instant, and
`messages` pairs messages and says what was compared.
"""

from __future__ import annotations

from edielkit.comparison.compared_messages import Comparison, diff
from edielkit.comparison.differences import Difference

__all__ = ("Comparison", "Difference", "diff")
