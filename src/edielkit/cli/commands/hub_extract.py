"""A mass extraction from a hub that a scenario or a replay has made: what `edielkit hub extract` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from edielkit.cli.commands.hub_replay import replay_folder
from edielkit.cli.input.scenario_files import only_document
from edielkit.cli.jobs import in_order
from edielkit.cli.language import translate
from edielkit.cli.output.files import make_folder, require_folder, write_file
from edielkit.cli.output.progress import track
from edielkit.cli.output.terminal import dim, good
from edielkit.cli.usage_error import UsageError

if TYPE_CHECKING:
    from edielkit.hub import Hub
    from edielkit.hub.extraction import Job
    from edielkit.scenarios import MarketNames

__all__ = ("ExtractionOrder", "extract", "job_lines")


@attrs.frozen(kw_only=True)
class ExtractionOrder:
    """What the options say.

    Attributes:
        old: GLN of the supplier that gives, or its name in the market.
        old_organisation: Its organisation number.
        new: GLN of the supplier that takes, or its name.
        new_organisation: Its organisation number.
        change_date: First day with the new supplier.
        back_to: First day that is wanted; three years before if None.
        compression: ``gzip`` or ``zstd``.
        now: When it is ordered; the last instant of the hub if None.
    """

    old: str
    old_organisation: str
    new: str
    new_organisation: str
    change_date: dt.date
    back_to: dt.date | None = None
    compression: str = "gzip"
    now: dt.datetime | None = None


def extract(
    source: str,
    market: str | None,
    order: ExtractionOrder,
    output: Path,
    *,
    jobs: int = 1,
    force: bool = False,
) -> Job:
    """Order an extraction from a hub, and write its files; return the job with their sizes.

    Args:
        source: Scenario file, ``-``, or a folder to replay.
        market: File that describes the market of a folder.
        order: What is ordered.
        output: Folder for the files.
        jobs: How many files are written at once, each by a process of its own; 0 for one on each processor.
        force: Whether files that are there may be replaced.

    Raises:
        UsageError: The hub cannot be made, the order is refused, the change is to come, or a file cannot be written.
    """
    require_folder(output)
    hub, names = _hub(source, market)
    job = _order(hub, names, order)
    sizes = _write_files(hub, job, output, jobs=jobs, force=force)
    files = tuple(attrs.evolve(file, size=sizes[file.name]) for file in job.files)
    return attrs.evolve(job, files=files)


def _hub(source: str, market: str | None) -> tuple[Hub, MarketNames]:
    if Path(source).is_dir():
        return replay_folder(Path(source), market)
    if market is not None:
        raise UsageError("--market is for a folder; a scenario has its own")
    return _play(source)


def _play(source: str) -> tuple[Hub, MarketNames]:
    from edielkit.scenarios import ScenarioError, play

    document = only_document(source)
    try:
        scenario = document.scenario()
        playback = play(scenario, validate=False)
    except ScenarioError as error:
        raise UsageError(document.refusal(error)) from None
    if not playback.ok:
        raise UsageError(f"{source}: does not go as expected: {playback.differences[0]}")
    return playback.hub, scenario.names


def _order(hub: Hub, names: MarketNames, order: ExtractionOrder) -> Job:
    now = order.now or hub.now
    if now is None:
        raise UsageError("nothing has happened in the hub yet: when is it ordered? Give --now")
    try:
        job = hub.order_extraction(
            old_supplier=_gln(names, order.old),
            old_organisation=order.old_organisation,
            new_supplier=_gln(names, order.new),
            new_organisation=order.new_organisation,
            change_date=order.change_date,
            back_to=order.back_to,
            compression=order.compression,
            now=now,
        )
    except ValueError as error:
        raise UsageError(f"the hub refuses the order: {error}") from None
    if job.done_at is None:
        from edielkit.hub.extraction import ready_from

        due = ready_from(order.change_date)
        raise UsageError(
            f"the job waits for the change: it can be done from {due:%Y-%m-%dT%H:%M:%SZ}; give a later --now"
        )
    return job


def _gln(names: MarketNames, name: str) -> str:
    return names.parties[name].gln if name in names.parties else name


def _write_files(hub: Hub, job: Job, output: Path, *, jobs: int, force: bool) -> dict[str, int]:
    """Write the files of a job; return the size of each."""
    make_folder(output)
    files = list(hub.extract(job.identification))

    def write(file: tuple[str, Iterable[bytes]]) -> tuple[str, int]:
        name, pieces = file
        return name, write_file(output / name, pieces, force=force)

    return dict(track(in_order(write, files, jobs), "extracting", total=len(files)))


def job_lines(job: Job) -> Iterator[str]:
    """Yield a job as a table of its files."""
    yield f"{good('✓')} job {job.identification}"
    yield translate(
        f"  {job.points} metering points from {job.old_supplier} to {job.new_supplier} on {job.change_date}"
    )
    if not job.files:
        yield translate("  no metering values")
        return
    rows = [("month", "points", "values", "bytes", "file")]
    rows += [
        (f"{file.month:%Y-%m}", str(file.points), str(file.values), str(file.size), file.name)
        for file in job.files
    ]
    total = sum(file.size or 0 for file in job.files)
    rows.append(("all", "", str(job.values), str(total), ""))
    wide = [max(len(row[n]) for row in rows) for n in range(4)]
    yield ""
    for number, (month, *numbers, name) in enumerate(rows):
        cells = "  ".join(text.rjust(size) for text, size in zip(numbers, wide[1:], strict=True))
        line = f"  {month.ljust(wide[0])}  {cells}  {name}"
        yield dim(line) if not number else line
