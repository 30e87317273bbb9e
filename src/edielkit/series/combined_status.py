"""What status and codes a value has that was made of several values.

The statuses and the wish for better ones are sourced (VEE 4.1: a value is metered, final estimated, estimated or
temporary; temporary is not ready for billing; estimated should become metered or final estimated). No published
rule says what the *sum* of values with different statuses is: the ranks below are derived from those wishes, and
`Merge` lets the caller choose.
"""

from __future__ import annotations

from enum import Enum

import numpy as np
import numpy.typing as npt

from edielkit.series.time_series import Observations, Status

__all__ = ("Merge", "merged_rows", "quality_columns", "ranks")


class Merge(Enum):
    """Which status and codes a value has that was made of several values.

    Both are derived: the public standard has no rule for it.

    Attributes:
        WORST: Those of the least certain of the values, the first of these in order of time.
        CALCULATED: Status calculated and no codes, unless a value is missing.
    """

    WORST = "worst"
    CALCULATED = "calculated"


# From certain to missing. Calculated values (FPC, IFPC and the like) rest on metered ones or on estimates, the
# wire does not say which: they come between (derived).
_ORDER = (
    Status.METERED,
    Status.CALCULATED_FOR_SETTLEMENT,
    Status.CALCULATED,
    Status.FINAL_ESTIMATED,
    Status.ESTIMATED,
    Status.TEMPORARY,
    Status.MISSING,
)
_UNKNOWN = len(_ORDER)
_RANK_OF = np.full(256, _UNKNOWN, np.int64)
_RANK_OF[np.array(_ORDER)] = np.arange(len(_ORDER))


def ranks(status: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Return how uncertain each status is, 0 for a metered value.

    Raises:
        ValueError: A number is no `Status`.

    >>> ranks(np.array([Status.METERED, Status.ESTIMATED, Status.MISSING], np.uint8))
    array([0, 4, 6])
    """
    rank = _RANK_OF[status]
    if (rank == _UNKNOWN).any():
        raise ValueError(f"expected a status, found {status[int(np.argmax(rank))]}")
    return rank


def merged_rows(
    status: npt.NDArray[np.uint8], starts: npt.NDArray[np.intp] | npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return the row that gives each group its quality: the first of the least certain ones.

    Args:
        status: Statuses of all rows.
        starts: First row of each group, rising; no group is empty.

    >>> merged_rows(np.array([0, 1, 1, 0], np.uint8), np.array([0, 3]))
    array([1, 3])
    """
    if (status == status[:1]).all():
        ranks(status[:1])  # the one status must be known, too
        return starts.astype(np.int64)
    # rank first, then the earlier row: both in one number, so that one reduction finds the row
    rows = np.arange(len(status), dtype=np.int64)
    key = (ranks(status) << 40) | (len(status) - 1 - rows)
    best: npt.NDArray[np.int64] = np.maximum.reduceat(key, starts)
    rows_of_groups: npt.NDArray[np.int64] = len(status) - 1 - (best & ((1 << 40) - 1))
    return rows_of_groups


def quality_columns(
    observations: Observations, rows: npt.NDArray[np.int64], merge: Merge
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Return status, validation and estimation of merged values.

    Args:
        observations: The values that were merged.
        rows: For each merged value, the row of its least certain part.
        merge: The rule.
    """
    status = observations.status[rows]
    validation, estimation = observations.validation[rows], observations.estimation[rows]
    if merge is Merge.CALCULATED:
        status = np.where(status == Status.MISSING, status, np.uint8(Status.CALCULATED))
        validation, estimation = np.zeros_like(validation), np.zeros_like(estimation)
    return status, validation, estimation
