"""A fast path for large messages of metering values (måleverdier): CollectedData and NotifyValidatedDataForBillingEnergy.

Such a message is one payload thousands of times: the same head but for its identifications, its metering point and its
times of registration, and rows that differ in a place and a number. It reads heads by comparing bytes, rows many
at a time, and gives one payload of each kind to the exact path, which reads and validates it for all of its kind. What is
written in any other way is left to the exact path: the fast path gives the same value, or none.
"""

from __future__ import annotations

__all__ = ("LEAST",)

# a smaller document is read as fast by the exact path
LEAST = 1 << 16
