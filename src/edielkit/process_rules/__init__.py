"""The process rules: what Elhub asks of each message, process by process, with the market's own reason codes.

`check_messages` runs them on typed messages. A rule is a small generator or a row of a table, with a permanent code:

* ``BRSnnn-rr``: row ``rr`` of the public table of process ``BRS-NO-nnn`` (``A`` the grid company's acknowledgement,
  ``R`` its response, ``B`` a business rule);
* ``BRS0nn``: a rule of all processes, or one inferred for those whose table is not public;
* ``SER1nn``: series in EMIF; ``CHNnnn``: channels of metering points.

What any finding of the package names is in `edielkit.catalogue`.

>>> str(checks()["SER105"].rule.reason)
'E87/260'
"""

from __future__ import annotations

from edielkit.process_rules.checked_messages import CheckedMessages, check_messages
from edielkit.process_rules.context import Contract, MemoryContext, PointChannel, PointState, RuleContext
from edielkit.process_rules.declare import Check, Need, Scope, rule
from edielkit.process_rules.rule_registry import checks
from edielkit.process_rules.subject import Breach, Payload, Subject

__all__ = (
    "Breach",
    "Check",
    "CheckedMessages",
    "Contract",
    "MemoryContext",
    "Need",
    "Payload",
    "PointChannel",
    "PointState",
    "RuleContext",
    "Scope",
    "Subject",
    "check_messages",
    "checks",
    "rule",
)
