"""A request beside the point and the process that it is about: what checks and effects are given."""

from __future__ import annotations

import datetime as dt

import attrs

from edielkit.hub.core.market_records import Point
from edielkit.hub.core.request import Request
from edielkit.hub.core.transaction import Transaction
from edielkit.market_time import local_day

__all__ = ("Case",)


@attrs.frozen(kw_only=True)
class Case:
    """What a process is asked to do.

    Attributes:
        transaction: The step.
        request: The message.
        point: The metering point.
        day: The day that the message asks for.
    """

    transaction: Transaction
    request: Request
    point: Point
    day: dt.date

    @classmethod
    def of(cls, transaction: Transaction, request: Request) -> Case | None:
        """Return the case of *request*, None when it names no registered point or no day."""
        point, day = transaction.point(request.point), request.day
        return (
            None
            if point is None or day is None
            else cls(transaction=transaction, request=request, point=point, day=day)
        )

    @property
    def today(self) -> dt.date:
        """The Norwegian day of the step."""
        return local_day(self.transaction.now)

    @property
    def owner(self) -> str:
        """GLN of the grid owner of the point's area, empty without one."""
        area = self.transaction.structure.area(self.point.area)
        return "" if area is None else area.owner

    @property
    def last_resort(self) -> str:
        """GLN of the supplier of last resort in the point's area, empty without one."""
        area = self.transaction.structure.area(self.point.area)
        return "" if area is None else area.last_resort

    @property
    def customer_number(self) -> str:
        """Identification of the end user that the message names, empty without one."""
        customer = getattr(self.request.payload, "consumer_involved_customer_party", None)
        identification = getattr(customer, "identification", None)
        return "" if identification is None else str(identification)

    @property
    def settlement_method(self) -> str | None:
        """Settlement method of the point on the day."""
        method = self.point.data(self.day).detail.settlement_method_type
        return None if method is None else str(method)
