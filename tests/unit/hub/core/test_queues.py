"""Which queue a message waits in."""

from __future__ import annotations

from edielkit.hub.core.queues import METERING_KINDS, METERING_PROCESSES, queue_of


def test_answers_wait_where_their_process_belongs():
    """An Acknowledgement goes by its process, every other message by its kind alone."""
    for brs in ("101", "104", *sorted(METERING_PROCESSES)):
        answers = "PollMeteringValues" if brs in METERING_PROCESSES else "PollMarketProcesses"
        assert answers == queue_of("Acknowledgement", brs).value, brs
        assert "PollMarketProcesses" == queue_of("NotifyStartOfSupply", brs).value, brs
        for kind in METERING_KINDS:
            assert "PollMeteringValues" == queue_of(kind, brs).value, (kind, brs)
