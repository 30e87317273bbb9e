"""Many identifiers at once: are all of them right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from edielkit.identifiers.registry import gsrn

__all__ = ("all_gsrn",)

# GS1: weights 3 and 1 in turn from the right, the check digit itself has 1
_WEIGHTS = np.array([3 if place % 2 == 0 else 1 for place in range(gsrn.length)], np.int64)


def all_gsrn(texts: Sequence[str]) -> bool:
    """Tell whether `edielkit.identifiers.findings` has nothing against any of these metering points.

    Args:
        texts: Identifications of metering points (målepunkt-ID).

    >>> all_gsrn(["707057500012345671"] * 3), all_gsrn(["707057500012345672"])
    (True, False)
    """
    joined = "".join(texts)
    if not texts:
        return True
    if set(map(len, texts)) != {gsrn.length} or not (joined.isascii() and joined.isdigit()):
        return False
    digits = np.frombuffer(joined.encode(), np.uint8).reshape(-1, gsrn.length).astype(np.int64) - 0x30
    return bool((digits[:, 0] > 0).all() and (digits @ _WEIGHTS % 10 == 0).all())
