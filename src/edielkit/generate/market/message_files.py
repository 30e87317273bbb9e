"""The messages of a day of a generated market: CollectedData (BRS-NO-313) of each grid company, and corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
import numpy as np

from edielkit.emif.messages import CollectedData
from edielkit.generate.market.day_run import DayRun, SentValues
from edielkit.generate.market.identities import (
    gsrn_digits,
    gsrn_texts,
    uuid_digits,
    uuid_texts,
    uuid_texts_of,
)
from edielkit.generate.market.noise import Ints
from edielkit.generate.market.series_file import FileHead, SeriesParts, message_of, series_file
from edielkit.series import Observations, Status
from edielkit.series.time_series import ESTIMATION_CODES, VALIDATION_CODES
from edielkit.verbs import serialize

__all__ = ("HUB", "MessageFile", "message_files", "observations")

# GLN of Elhub
HUB = "7080003824349"
_VALIDATION, _ESTIMATION = VALIDATION_CODES.index("V002"), ESTIMATION_CODES.index("E001")


@attrs.frozen(kw_only=True)
class MessageFile:
    """A message.

    Attributes:
        name: Name of its file.
        sender: GLN of its sender.
        head: What its payloads have in common; when it is created.
        content: Its bytes.
        is_correction: It corrects values that were sent before, and is sent days later.
    """

    name: str
    sender: str
    head: FileHead
    content: bytes = attrs.field(repr=False)
    is_correction: bool = False


def message_files(run: DayRun, *, recipient: str = HUB) -> Iterator[MessageFile]:
    """Yield the messages of a day, those of exchange points last; a correction comes beside what it corrects.

    Values of points with holes or estimates are in messages of their own, so that most are quick to write.

    Args:
        run: The day; its blocks are taken, so that its figures are known afterwards.
        recipient: GLN of the hub.

    >>> import datetime as dt
    >>> from edielkit.generate.market import generate_market
    >>> files = list(message_files(DayRun(generate_market(10), dt.date(2026, 2, 2))))
    >>> files[0].name, len(files)
    ('2026-02-02-area-000-production-In-0000000.xml', 10)
    """
    for block in run.blocks():
        head = FileHead(
            sender=run.market.owner(block.group.area).gln,
            recipient=recipient,
            created=run.clock.sent,
            registered=run.clock.registered,
            period=run.clock.period,
            direction=block.direction,
            minutes=block.minutes,
        )
        yield from _files(run, block, head)


def _files(run: DayRun, block: SentValues, head: FileHead) -> Iterator[MessageFile]:
    day = run.clock.day
    words = str(block.group.use).replace(" ", "-")
    name = (
        f"{day}-area-{block.group.area:03d}-{words}-{block.direction}-{block.group.first + block.start:07d}"
    )
    ids = _Ids(run.market.seed, day.toordinal(), block)
    plain = np.ones(len(block.quantity), np.bool_)
    plain[[row for row, _, _ in block.faults]] = False
    rows = np.flatnonzero(plain)
    if len(rows):
        points = gsrn_digits(block.group.first + block.start, len(plain))
        content = series_file(head, ids.message("values"), points[rows], ids.payloads("values")[rows], block.quantity[rows])  # fmt: skip
        yield MessageFile(name=f"{name}.xml", sender=head.sender, head=head, content=content)
    if block.faults:
        if any(estimated for _, _, estimated in block.faults):
            yield _estimated(block, head, ids, name)
        late = attrs.evolve(head, created=run.clock.corrected, registered=run.clock.corrected)
        yield _corrected(block, late, ids, name)


@attrs.frozen
class _Ids:
    """UUIDs of the messages and payloads of a block."""

    seed: int
    day: int
    block: SentValues

    def message(self, use: str) -> str:
        """Return the UUID of a message."""
        first = self.block.group.first + self.block.start
        return uuid_texts(self.seed, f"message {use} {self.block.direction} {self.day}", np.array([first]))[0]

    def payloads(self, use: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """Return the UUIDs of the payloads, one for each row."""
        first = self.block.group.first + self.block.start
        index = np.arange(first, first + len(self.block.quantity))
        return uuid_digits(self.seed, f"payload {use} {self.block.direction} {self.day}", index)


def _series(block: SentValues, ids: _Ids, use: str, rows: Mapping[int, Observations]) -> list[SeriesParts]:
    points = gsrn_texts(block.group.first + block.start, len(block.quantity))
    payloads = uuid_texts_of(ids.payloads(use))
    return [(points[row], payloads[row], observations) for row, observations in rows.items()]


def _estimated(block: SentValues, head: FileHead, ids: _Ids, name: str) -> MessageFile:
    """Return the message of days with estimates; a day without values is in none."""
    rows = {
        row: observations(block.quantity[row], intervals)
        for row, intervals, estimated in block.faults
        if estimated
    }
    return _file(f"{name}-estimates.xml", head, message_of(head, ids.message("estimates"), _series(block, ids, "estimates", rows)))  # fmt: skip


def _corrected(block: SentValues, head: FileHead, ids: _Ids, name: str) -> MessageFile:
    rows = {
        row: observations(truth, slice(0))
        for (row, _, _), truth in zip(block.faults, block.corrections, strict=True)
    }
    message = message_of(head, ids.message("corrections"), _series(block, ids, "corrections", rows))
    return attrs.evolve(_file(f"{name}-corrections.xml", head, message), is_correction=True)


def _file(name: str, head: FileHead, message: CollectedData) -> MessageFile:
    return MessageFile(name=name, sender=head.sender, head=head, content=serialize(message))


def observations(quantity: Ints, intervals: slice) -> Observations:
    """Return values that are metered but for some, which are estimated.

    Args:
        quantity: Thousandths of a kWh.
        intervals: Places of the estimates.
    """
    count = len(quantity)
    status, validation, estimation = (np.zeros(count, np.uint8) for _ in range(3))
    status[intervals] = int(Status.ESTIMATED)
    validation[intervals], estimation[intervals] = _VALIDATION, _ESTIMATION
    return Observations(
        position=np.arange(1, count + 1, dtype=np.int32),
        quantity=quantity,
        status=status,
        validation=validation,
        estimation=estimation,
    )
