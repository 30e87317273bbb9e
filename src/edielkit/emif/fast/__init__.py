"""A fast lane for large messages of metering values (måleverdier): CollectedData and NotifyValidatedDataForBillingEnergy.

Such a message is one payload thousands of times: the same head but for its identifications, its metering point and its
times of registration, and rows that differ in a place and a number. The lane reads heads by comparing bytes, rows many
at a time, and gives one payload of each kind to the exact path, which reads and judges it for all of its kind. What is
written in any other way is left to the exact path: the lane gives the same value, or none.
"""

from __future__ import annotations

from edielkit.emif.fast.document import LEAST, Lane, read_lane

__all__ = ("LEAST", "Lane", "read_lane")
