"""Which exchange points are likely the reason of an area's wrong loss, for the report of its settlement.

First what the rules of exchange points find in the values (`exchange_findings`): a channel that is missing, a place that
both sides report. Then what no rule can see in one point alone, by trial (`diagnose`): directions exchanged, a place
reported twice with other values, values that are an hour off.
"""

from __future__ import annotations

from collections.abc import Iterator

from edielkit.findings import Severity
from edielkit.hub.core.transaction import Transaction
from edielkit.hub.exchange_control.monitoring import exchange_findings
from edielkit.hub.settlement.basis import AreaInputs, SettlementUse
from edielkit.hub.settlement.exchange_diagnosis import diagnose
from edielkit.hub.settlement.gathering import SettlementMarket
from edielkit.hub.settlement.settlement_records import Suspect
from edielkit.market_time import local_day

__all__ = ("suspects",)

_MOST = 20
# What is wrong there changes no sum: status of zeros, master data, time of delivery.
_NO_MATTER = frozenset({"EXC006", "EXC012", "EXC013"})


def suspects(
    transaction: Transaction, market: SettlementMarket, inputs: AreaInputs, *, trials: bool
) -> tuple[Suspect, ...]:
    """Return the exchange points that may be the reason, facts before trials.

    Args:
        transaction: The step.
        market: The points by area.
        inputs: The channels of the area, with what is missing.
        trials: The loss is beyond its limits, so there is something to explain.
    """
    listed = [*_incomplete(inputs), *_ruled(transaction, inputs)]
    if trials:
        day = local_day(inputs.period.start)
        tried = diagnose(transaction, inputs.area, day, market=market)
        listed += [Suspect(suspect.point, "trial", suspect.reason) for suspect in tried]
    return tuple(dict.fromkeys(listed))[:_MOST]


def _incomplete(inputs: AreaInputs) -> Iterator[Suspect]:
    for member, values, missing in zip(inputs.members, inputs.values, inputs.missing, strict=True):
        if missing and member.use in {SettlementUse.IMPORT, SettlementUse.EXPORT}:
            text = f"expected {len(values)} values {member.direction}, {missing} are missing"
            yield Suspect(member.point, "EXC040", text)


def _ruled(transaction: Transaction, inputs: AreaInputs) -> Iterator[Suspect]:
    named = {
        member.point
        for member in inputs.members
        if member.use in {SettlementUse.IMPORT, SettlementUse.EXPORT}
    }
    for finding in exchange_findings(transaction, inputs.area, local_day(inputs.period.start)).findings:
        point = (finding.position.path or "").split("/")[0].split(" ")[0]
        if point in named and finding.severity is not Severity.INFO and finding.code not in _NO_MATTER:
            yield Suspect(point, finding.code, finding.message)
