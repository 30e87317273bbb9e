"""Faults on demand: what the SOAP door does instead of answering, so that clients can be tested against it."""

from __future__ import annotations

from enum import StrEnum
from threading import Lock

import attrs

__all__ = ("LONGEST_DELAY", "MOST_CALLS", "FaultKind", "FaultPlan", "PlannedFault")

# seconds that an answer may be delayed
LONGEST_DELAY = 600
MOST_CALLS = 1_000_000


class FaultKind(StrEnum):
    """What happens to a call.

    ``refuse``: a SOAP fault of the group System. ``unavailable``: HTTP 503. ``delay``: the answer comes later. ``drop``: the
    connection ends before the message is taken in, ``lose``: after it, without an answer. ``down``: HTTP 503 for
    everything but the look-up BRS-NO-611, which Elhub answers while the rest is down (EI-302).
    """

    REFUSE = "refuse"
    UNAVAILABLE = "unavailable"
    DELAY = "delay"
    DROP = "drop"
    LOSE = "lose"
    DOWN = "down"


@attrs.frozen(kw_only=True)
class PlannedFault:
    """A fault that is planned.

    Attributes:
        kind: What happens.
        calls: To how many calls; None until it is lifted.
        service: To calls of this service alone; of any if empty.
        operation: To calls of this operation alone; of any if empty.
        seconds: How long an answer is delayed.
    """

    kind: FaultKind = attrs.field(converter=FaultKind)
    calls: int | None = attrs.field(default=1)
    service: str = attrs.field(default="", validator=attrs.validators.instance_of(str))
    operation: str = attrs.field(default="", validator=attrs.validators.instance_of(str))
    seconds: float = attrs.field(default=1.0)

    @calls.validator
    def _some(self, _attribute: object, value: object) -> None:
        if value is not None and not (type(value) is int and 1 <= value <= MOST_CALLS):
            raise ValueError(f"calls: expected a whole number from 1 to {MOST_CALLS}, or null")

    @seconds.validator
    def _bounded(self, _attribute: object, value: object) -> None:
        if type(value) not in {int, float} or not 0 <= float(str(value)) <= LONGEST_DELAY:
            raise ValueError(f"seconds: expected a number from 0 to {LONGEST_DELAY}")

    def applies_to(self, service: str, operation: str, *, looks_up: bool) -> bool:
        """Tell whether a call is one that it happens to."""
        if self.kind is FaultKind.DOWN and looks_up:
            return False
        return self.service in {"", service} and self.operation in {"", operation}


class FaultPlan:
    """The faults that are planned for a hub, in order; any thread may ask.

    >>> plan = FaultPlan()
    >>> plan.add(PlannedFault(kind="refuse", calls=1))
    >>> plan.take("Query", "", looks_up=False).kind.value, plan.take("Query", "", looks_up=False)
    ('refuse', None)
    """

    def __init__(self) -> None:
        self._faults: list[PlannedFault] = []
        self._lock = Lock()

    def add(self, fault: PlannedFault) -> None:
        """Plan a fault, after those that are planned."""
        with self._lock:
            self._faults.append(fault)

    def lift(self) -> None:
        """Drop all plans."""
        with self._lock:
            self._faults.clear()

    @property
    def faults(self) -> tuple[PlannedFault, ...]:
        """What is planned."""
        with self._lock:
            return tuple(self._faults)

    def take(self, service: str, operation: str, *, looks_up: bool) -> PlannedFault | None:
        """Return what happens to a call, and count it; None for nothing.

        Args:
            service: Its service.
            operation: Its operation, empty when the body does not say.
            looks_up: It is the look-up that is answered while the rest is down.
        """
        with self._lock:
            for place, fault in enumerate(self._faults):
                if fault.applies_to(service, operation, looks_up=looks_up):
                    if fault.calls is not None:
                        remaining = fault.calls - 1
                        self._faults[place : place + 1] = (
                            [attrs.evolve(fault, calls=remaining)] if remaining else []
                        )
                    return fault
        return None
