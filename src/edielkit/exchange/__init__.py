"""Exchange points (utvekslingspunkter): two channels, no holes, nothing twice.

An exchange metering point measures what passes between two grid areas. It always has two channels, In and Out as its
main grid area sees them, with equal intervals and no negative value; one side reports it, once.

>>> from edielkit.series import Observations, TimeSeries
>>> net = TimeSeries(metering_point="707057500000000018", observations=Observations.metered(["1.5", -2]))
>>> incoming, outgoing = split(net, sign=SignConvention.IMPORT_POSITIVE)
>>> incoming.observations.total, outgoing.observations.total
(Decimal('1.500'), Decimal('2.000'))
>>> join_net(incoming, outgoing, sign=SignConvention.IMPORT_POSITIVE) == net
True
"""

from __future__ import annotations

from edielkit.exchange.area_pairs import AreaPair, Reconciliation, reconcile
from edielkit.exchange.balance import AreaBalance, Balance, balance, check_balance
from edielkit.exchange.check import check
from edielkit.exchange.exchange_rules import RULES
from edielkit.exchange.grid_loss import LossConstants, LossLimits, estimate
from edielkit.exchange.merging import merge_points, split_points
from edielkit.exchange.pairing import Filled, Pair, fill, pair
from edielkit.exchange.picture import balance_svg
from edielkit.exchange.points import (
    POINT_COLUMNS,
    Direction,
    ExchangePoint,
    PointForm,
    PointValues,
    read_migration,
    read_points,
    write_migration,
    write_points,
)
from edielkit.exchange.signs import SignConvention, join_net, mirror, split, zero_channel

__all__ = (
    "POINT_COLUMNS",
    "RULES",
    "AreaBalance",
    "AreaPair",
    "Balance",
    "Direction",
    "ExchangePoint",
    "Filled",
    "LossConstants",
    "LossLimits",
    "Pair",
    "PointForm",
    "PointValues",
    "Reconciliation",
    "SignConvention",
    "balance",
    "balance_svg",
    "check",
    "check_balance",
    "estimate",
    "fill",
    "join_net",
    "merge_points",
    "mirror",
    "pair",
    "read_migration",
    "read_points",
    "reconcile",
    "split",
    "split_points",
    "write_migration",
    "write_points",
    "zero_channel",
)
