"""The file of a server's state: a journal of everything that came into each hub, in SQLite with a write-ahead log.

An entry is durable before the hub does it: what was answered is in the file, whatever happens to the process. At the start
each hub is what its journal makes of its market. docs/reference/state-file.md describes the tables.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import RLock
from typing import Any

import attrs

from edielkit.errors import EdielError
from edielkit.hub import JournalEntry

__all__ = ("JournalFile", "StateFileError", "WorkspaceRecord")

# Version of the form; a file of a later one is refused, an earlier one is carried over (see docs/reference/state-file.md).
FORM = 1
# Seconds to wait for a file that another process is about to leave.
_PATIENCE = 1.0
# A database begins so, and has a page of at least so many bytes.
_MAGIC, _FEWEST = b"SQLite format 3\0", 512
_APPLICATION = 0x45444B4A  # "EDKJ", so that `file` tells it from other databases
_TABLES = """
CREATE TABLE workspaces (
    name TEXT PRIMARY KEY,
    scenario TEXT NOT NULL,
    begun INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE entries (
    workspace TEXT NOT NULL REFERENCES workspaces (name) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    instant TEXT NOT NULL,
    kind TEXT NOT NULL,
    arguments TEXT NOT NULL,
    data BLOB,
    PRIMARY KEY (workspace, number)
) STRICT, WITHOUT ROWID;
"""


class StateFileError(EdielError):
    """The state file cannot be read or written, or is none."""


@attrs.frozen(kw_only=True)
class WorkspaceRecord:
    """A workspace as the file knows it.

    Attributes:
        name: Its name, empty for the server's own.
        scenario: Head of the scenario that it began with, as plain data.
        begun: How many entries the steps of the scenario made; a reset goes back to there.
    """

    name: str
    scenario: Mapping[str, Any] = attrs.field(repr=False)
    begun: int = 0


class JournalFile:
    """The journals of all workspaces of a server; any thread may call it.

    Args:
        path: The file, which is made when it is not there; None for a private one that goes with the process.

    Raises:
        StateFileError: The file cannot be opened, is another one's, or of a later form.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = RLock()
        self._name = "the journal" if path is None else str(path)
        if path is not None and _is_foreign(path):
            raise StateFileError(f"{self._name}: {_WORDS['NOTADB']}")
        try:
            # an empty name is a private database on the disk of the system's temporary folder
            self._base = sqlite3.connect(
                "" if path is None else path, check_same_thread=False, isolation_level=None, timeout=_PATIENCE
            )
            # whoever keeps a server no longer, and stopped none, leaves no file open behind
            weakref.finalize(self, self._base.close)
            self._prepare(durable=path is not None)
        except sqlite3.Error as error:
            raise StateFileError(f"{self._name}: {_in_words(error)}") from None

    def _prepare(self, *, durable: bool) -> None:
        base = self._base
        application, form = (
            base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        empty = not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not empty and application != _APPLICATION:
            raise StateFileError(f"{self._name}: expected a state file of edielkit, found another database")
        if form > FORM:
            raise StateFileError(f"{self._name}: has form {form}, this edielkit reads up to {FORM}")
        base.execute("PRAGMA foreign_keys = ON")
        if durable:
            base.execute("PRAGMA journal_mode = WAL")
            # the log is on the disk at every commit, not only at checkpoints
            base.execute("PRAGMA synchronous = FULL")
            # a second server on the same file would number the same entries
            base.execute("PRAGMA locking_mode = EXCLUSIVE")
        if empty:
            base.executescript(
                f"BEGIN IMMEDIATE; PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {FORM}; {_TABLES} COMMIT;"
            )
        else:
            base.executescript("BEGIN IMMEDIATE; COMMIT;")

    def close(self) -> None:
        """Close the file; the write-ahead log is folded into it."""
        with self._lock:
            self._base.close()

    def workspaces(self) -> tuple[WorkspaceRecord, ...]:
        """Return the workspaces of the file."""
        rows = self._rows("SELECT name, scenario, begun FROM workspaces ORDER BY name")
        return tuple(
            WorkspaceRecord(name=name, scenario=json.loads(text), begun=begun) for name, text, begun in rows
        )

    def begin(self, record: WorkspaceRecord, entries: tuple[JournalEntry, ...]) -> None:
        """Write a workspace with its first entries, in place of what has its name, in one transaction."""
        scenario = json.dumps(dict(record.scenario), ensure_ascii=False)
        rows = [_row(record.name, number, entry) for number, entry in enumerate(entries)]
        with self._lock:
            self._transact(
                ("DELETE FROM workspaces WHERE name = ?", [(record.name,)]),
                ("INSERT INTO workspaces VALUES (?, ?, ?)", [(record.name, scenario, record.begun)]),
                (_INSERT, rows),
            )

    def end(self, workspace: str) -> None:
        """Take a workspace out of the file, with its journal."""
        self._transact(("DELETE FROM workspaces WHERE name = ?", [(workspace,)]))

    def append(self, workspace: str, number: int, *entries: JournalEntry) -> None:
        """Write entries in one transaction; they are on the disk when this returns.

        Args:
            workspace: Name of the workspace.
            number: Number of the first one.
            entries: The entries.

        Raises:
            StateFileError: They could not be written, and none of them is in the file.
        """
        self._transact((_INSERT, [_row(workspace, number + at, entry) for at, entry in enumerate(entries)]))

    def cut(self, workspace: str, count: int) -> None:
        """Drop the entries of a workspace behind the first *count*."""
        self._transact(("DELETE FROM entries WHERE workspace = ? AND number >= ?", [(workspace, count)]))

    def entries(self, workspace: str, first: int = 0, most: int | None = None) -> Iterator[JournalEntry]:
        """Yield the entries of a workspace in order, from the number *first* on."""
        step, sql = 200, "SELECT number, instant, kind, arguments, data FROM entries"
        sql += " WHERE workspace = ? AND number >= ? ORDER BY number LIMIT ?"
        left = most
        while left is None or left > 0:
            rows = self._rows(sql, workspace, first, step if left is None else min(step, left))
            yield from (_entry(*row[1:]) for row in rows)
            if len(rows) < step:
                return
            first = rows[-1][0] + 1
            left = None if left is None else left - len(rows)

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            try:
                return self._base.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise StateFileError(f"{self._name}: {_in_words(error)}") from None

    def _transact(self, *statements: tuple[str, list[Any]]) -> None:
        with self._lock:
            try:
                self._base.execute("BEGIN IMMEDIATE")
                for sql, rows in statements:
                    self._base.executemany(sql, rows)
                self._base.execute("COMMIT")
            except sqlite3.Error as error:
                raise StateFileError(f"{self._name}: {_in_words(error)}") from None
            finally:
                # whatever it was: a transaction that stays open would keep out all that come after
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")


def _is_foreign(path: Path) -> bool:
    """Tell whether a file holds what is no database; SQLite takes a file of a few bytes for an empty one, and writes over it."""
    try:
        with path.open("rb") as file:
            head = file.read(_FEWEST)
    except OSError:
        # whether it can be made or opened SQLite says
        return False
    return bool(head) and not (len(head) == _FEWEST and head.startswith(_MAGIC))


def _in_words(error: sqlite3.Error) -> str:
    """Return what is wrong with the file, and what would be right; what SQLite says where that is all."""
    name = getattr(error, "sqlite_errorname", "").partition("_")[2]
    return next((words for begin, words in _WORDS.items() if name.startswith(begin)), str(error))


_WORDS: Mapping[str, str] = {
    "BUSY": "is locked: another server uses it; end that one, or take another file",
    "LOCKED": "is locked: another server uses it; end that one, or take another file",
    "NOTADB": "expected a state file of edielkit, found a file of another kind",
    "CORRUPT": "expected a state file of edielkit, found one that is damaged",
    "CANTOPEN": "cannot be opened; expected a file, there or to be made, in a folder that is there",
    "READONLY": "cannot be written; expected a file and a folder that may be written",
    "PERM": "cannot be written; expected a file and a folder that may be written",
    "FULL": "the disk is full",
}
_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)"


def _row(workspace: str, number: int, entry: JournalEntry) -> tuple[Any, ...]:
    """Return an entry as a row: bytes as they are, all else as JSON."""
    plain = {name: value for name, value in entry.arguments.items() if not isinstance(value, bytes)}
    data = entry.arguments.get("data") if entry.kind == "receive" else None
    arguments = json.dumps(plain, ensure_ascii=False)
    return workspace, number, entry.now.isoformat(), entry.kind, arguments, data


def _entry(instant: str, kind: str, arguments: str, data: bytes | None) -> JournalEntry:
    whole = json.loads(arguments)
    if data is not None:
        whole["data"] = data
    return JournalEntry(now=dt.datetime.fromisoformat(instant), kind=kind, arguments=whole)
