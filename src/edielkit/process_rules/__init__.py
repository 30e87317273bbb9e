"""The rule catalogue: what Elhub asks of each message, process by process, with the market's own reason codes.

`rules` holds every rule that a finding can name; `check_messages` runs those of processes, series and channels on typed
messages. A rule is a small generator or a row of a table, with a permanent code:

* ``BRSnnn-rr``: row ``rr`` of the public table of process ``BRS-NO-nnn`` (``A`` the grid company's acknowledgement,
  ``R`` its response, ``B`` a business rule);
* ``BRS0nn``: a rule of all processes, or one inferred for those whose table is not public;
* ``SER1nn``: series in EMIF; ``CHNnnn``: channels of metering points.

>>> str(get("SER105").reason)
'E87/260'
"""

from __future__ import annotations

from edielkit.process_rules.context import Channel, Contract, MemoryContext, PointState, RuleContext
from edielkit.process_rules.declare import Breach, Check, Need, check, checks, get, rule, rules, search
from edielkit.process_rules.subject import Payload, Subject
from edielkit.process_rules.validate import Checked, check_messages

__all__ = (
    "Breach",
    "Channel",
    "Check",
    "Checked",
    "Contract",
    "MemoryContext",
    "Need",
    "Payload",
    "PointState",
    "RuleContext",
    "Subject",
    "check",
    "check_messages",
    "checks",
    "get",
    "rule",
    "rules",
    "search",
)
