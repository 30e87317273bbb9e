"""Which process takes which message."""

from __future__ import annotations

from edielkit.emif.messages import MESSAGES
from edielkit.hub.engine.handlers import HANDLERS
from edielkit.hub.processes.contract_processes import (
    ROLLBACKS,
    SPECS,
)
from edielkit.hub.processes.master_data_update import SPECS as MASTER_SPECS
from edielkit.process_rules.data import combinations


def test_every_message_to_the_hub_has_a_handler():
    """Every incoming message of the processes of this part is taken, in each of its document types."""
    parts = {*SPECS, *ROLLBACKS, *MASTER_SPECS, "121", "301", "303", "601", "602", "611", "622"}
    for kind in MESSAGES:
        for brs in parts:
            for combination in combinations(kind, brs):
                if combination.way == "out" or kind in {"Acknowledgement", "PollForData"}:
                    continue
                cancels = "E02" if combination.document_type == "E02" else ""
                assert (kind, brs, cancels) in HANDLERS, (kind, brs, combination.document_type)
