"""Many identifiers at once: which of them are right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from edielkit.identifiers.registry import gsrn

__all__ = ("right_gsrn",)

# GS1: weights 3 and 1 in turn from the right, the check digit itself has 1
_WEIGHTS = np.array([3 if place % 2 == 0 else 1 for place in range(gsrn.length)], np.int64)


def right_gsrn(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Tell of each metering point whether `edielkit.identifiers.findings` has nothing against it.

    Args:
        texts: Identifications of metering points (målepunkt-ID), each of 18 digits of ASCII.

    Raises:
        ValueError: One of them has another form.

    >>> right_gsrn(["707057500012345671", "707057500012345672"]).tolist()
    [True, False]
    """
    joined = "".join(texts)
    if not texts:
        return np.zeros(0, bool)
    if set(map(len, texts)) != {gsrn.length} or not (joined.isascii() and joined.isdigit()):
        raise ValueError(f"expected metering points of {gsrn.length} digits")
    digits = np.frombuffer(joined.encode(), np.uint8).reshape(-1, gsrn.length).astype(np.int64) - 0x30
    return np.asarray((digits[:, 0] > 0) & (digits @ _WEIGHTS % 10 == 0))
