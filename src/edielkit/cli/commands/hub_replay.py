"""A folder of messages sent to a hub in order: what `edielkit hub replay` does."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from edielkit.cli.commands.hub_sent import JOURNAL, sent_name
from edielkit.cli.input.scenario_files import ScenarioDocument, documents_of
from edielkit.cli.input.sources import Source, sources
from edielkit.cli.language import translate
from edielkit.cli.open_files import no_such_path, read_file
from edielkit.cli.output.files import free_name, make_folder, write_file
from edielkit.cli.output.story_lines import names_of
from edielkit.cli.output.terminal import dim, good, wrong
from edielkit.cli.usage_error import UsageError

if TYPE_CHECKING:
    from edielkit.hub import Hub, Outgoing
    from edielkit.hub.core.journal import JournalEntry
    from edielkit.scenarios import MarketNames, Scenario

__all__ = ("replay", "replay_folder")

_MARKET = "market.yml"
# How many faults of a message are told.
_MOST_WORDS = 5
_STAMP = re.compile(r"\d{8}T\d{6}Z")


def replay(
    path: Path, market: str | None, until: dt.datetime | None, output: Path | None, *, force: bool = False
) -> tuple[list[str], bool]:
    """Send the messages of *path* to a hub; return what to print, and whether nothing was refused.

    Args:
        path: Folder with messages, or with a journal; or one file.
        market: File that describes the market; the folder's own, or the small market, if None.
        until: Instant up to which time passes after the last message.
        output: Folder for what the hub sends and for the journal.
        force: Whether files that are there may be replaced.

    Raises:
        UsageError: Something cannot be read or written, or is no message in order.
    """
    if not path.exists():
        raise no_such_path(str(path))
    if output is not None and output.resolve().is_relative_to(path.resolve()):
        raise UsageError(f"{output}: lies in the folder that is replayed")
    run = _run(path, market, output, force=force)
    if until is not None:
        run.until(until)
    run.finish()
    return run.lines, run.clean


def replay_folder(folder: Path, market: str | None) -> tuple[Hub, MarketNames]:
    """Return the hub that the messages or the journal of *folder* make, with the names of its market.

    Args:
        folder: Folder with messages, or with a journal.
        market: File that describes the market; the folder's own, or the small market, if None.

    Raises:
        UsageError: Something cannot be read, or is no message in order.
    """
    run = _run(folder, market, None)
    return run.hub, run.names


def _run(path: Path, market: str | None, output: Path | None, *, force: bool = False) -> _Replay:
    run = _Replay(_scenario(path if path.is_dir() else path.parent, market), output, force=force)
    journal = path if path.name == JOURNAL else path / JOURNAL
    if journal.is_file():
        run.journal(journal)
    else:
        for source in sources([str(path)]):
            run.source(source)
    return run


def _scenario(folder: Path, market: str | None) -> Scenario:
    from edielkit.scenarios import ScenarioError, read_scenario

    path = folder / _MARKET if market is None else Path(market)
    document = ScenarioDocument(str(path), {}, {}, folder)
    if market is not None or path.exists():
        documents = documents_of(str(path), read_file(path), folder)
        document = documents[0] if documents else document
    if not isinstance(document.content, dict):
        raise UsageError(f"{path}:1: expected parties, areas, customers, points")
    try:
        return read_scenario({"scenario": "replay", **document.content, "steps": []})
    except ScenarioError as error:
        raise UsageError(document.refusal(error)) from None


class _Replay:
    """A hub, and what is told of it."""

    def __init__(self, scenario: Scenario, output: Path | None, *, force: bool = False) -> None:
        from edielkit.hub import Hub

        self.names: MarketNames = scenario.names
        self.hub: Hub = Hub(scenario.names.market, config=scenario.config)
        self.output = output
        self.force = force
        self.names_written: set[str] = set()
        self.lines: list[str] = []
        self.clean = True
        if output is not None:
            make_folder(output)

    def source(self, source: Source) -> None:
        """Let the hub receive a file."""
        data = source.read()
        now = self._instant(source, data)
        before = len(self.hub.sent)
        receipt = self.hub.receive(data, now=now)
        rejected = bool(receipt.report.errors)
        mark = good("✓") if receipt.accepted and not rejected else wrong("✗")
        words = translate("taken in" if receipt.accepted else f"SOAP fault of group {receipt.code_group}")
        why = ", ".join(receipt.reasons) or translate("no reason code")
        words += f", {translate('rejected')}: {why}" if rejected else ""
        self.lines.append(f"{mark} {dim(_stamp(now))} {source.name}: {words}")
        self.lines += ("    " + translate(f"why: {words}") for words in receipt.words[:_MOST_WORDS])
        if len(receipt.words) > _MOST_WORDS:
            more = len(receipt.words) - _MOST_WORDS
            self.lines.append(
                "    " + translate(f"and {more} more; edielkit validate lists what can be seen without a hub")
            )
        self.clean = self.clean and receipt.passed
        stem = re.sub(r"[^\w.-]", "_", Path(source.name).name)
        for name, document in (("answer", receipt.response), ("fault", receipt.fault)):
            if document is not None:
                self._write(f"{stem}.{name}.xml", document)
        self._report_sent(before)

    def journal(self, path: Path) -> None:
        """Let the hub do again what a journal holds."""
        from edielkit.errors import BuildError
        from edielkit.hub import Hub
        from edielkit.hub.core.journal import load

        try:
            entries: tuple[JournalEntry, ...] = load(read_file(path).decode())
        except (BuildError, UnicodeError) as error:
            raise UsageError(f"{path}: {error}") from None
        self.hub = Hub.replay(self.hub.snapshot(), entries)
        self.lines.append(f"{good('✓')} {path}: {translate(f'{len(entries)} entries')}")
        self._report_sent(0)

    def until(self, instant: dt.datetime) -> None:
        """Let time pass."""
        before = len(self.hub.sent)
        if self.hub.now is not None and instant < self.hub.now:
            raise UsageError(f"--until lies before the last message, {_stamp(self.hub.now)}")
        self.hub.advance(instant)
        self.lines.append(f"  {dim(_stamp(instant))} {translate('time passes')}")
        self._report_sent(before)

    def finish(self) -> None:
        """Write the journal."""
        from edielkit.hub.core.journal import dump

        self.lines.append(translate(f"{len(self.hub.sent)} messages from the hub"))
        if self.output is not None:
            write_file(self.output / JOURNAL, dump(self.hub.journal).encode(), force=self.force)

    def _instant(self, source: Source, data: bytes) -> dt.datetime:
        name = Path(source.name.rpartition("!")[2]).name
        stamp = _STAMP.match(name)
        from edielkit.verbs import creation_time

        stated = creation_time(data)
        if stamp is not None:
            try:
                stated = dt.datetime.strptime(stamp[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
            except ValueError:
                raise UsageError(f"{source.name}: {stamp[0]!r} is no instant") from None
        if stated is None and self.hub.now is None:
            words = "expected a message with a creation time, or a name that begins with an instant such as 20260202T080000Z"
            raise UsageError(f"{source.name}: {words}")
        now = stated or self.hub.now
        assert now is not None
        try:
            now = now.astimezone(dt.UTC)
        except OverflowError:
            raise UsageError(f"{source.name}: expected an instant of the years 1 to 9999 in UTC") from None
        return now if self.hub.now is None else max(now, self.hub.now)

    def _report_sent(self, before: int) -> None:
        """List and write what the hub has sent since it had sent so many messages."""
        for outgoing in self.hub.sent[before:]:
            self.lines.append(self._line(outgoing))
            self._write(sent_name(outgoing), outgoing.message)

    def _line(self, outgoing: Outgoing) -> str:
        from edielkit.scenarios import facts_of

        facts = facts_of(outgoing.message, self.names, {})
        name = self.names.name_of(outgoing.party)
        said = str(attrs.evolve(facts, to=name, role=outgoing.role))
        return f"    -> {translate(said, names_of(self.names))}"

    def _write(self, name: str, document: Any) -> None:
        if self.output is not None:
            from edielkit.verbs import serialize

            path = self.output / free_name(name, self.names_written)
            write_file(path, serialize(document), force=self.force)


def _stamp(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%SZ")
