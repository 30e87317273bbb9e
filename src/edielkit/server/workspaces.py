"""The workspaces of a server: a hub each, by name, made when it is first asked for."""

from __future__ import annotations

import re
from threading import RLock

from edielkit.errors import EdielError
from edielkit.server.journal_file import JournalFile, StateFileError
from edielkit.server.settings import ServerSettings
from edielkit.server.workspace import Workspace

__all__ = ("NoWorkspaceError", "Workspaces")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class NoWorkspaceError(EdielError):
    """There is no such workspace, and there cannot be.

    Args:
        message: What would be right.
        status: HTTP status: 404 for a name that is none, 409 where there are as many as there may be.
    """

    def __init__(self, message: str, status: int = 404) -> None:
        super().__init__(message)
        self.status = status


class Workspaces:
    """All workspaces of a server; any thread may ask.

    Args:
        settings: How the server is set up.

    Raises:
        StateFileError: The state file cannot be used, or is of another market.
        ScenarioError: The market is none.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self.settings = settings
        self._journal = JournalFile(settings.state)
        self._lock = RLock()
        self._workspaces: dict[str, Workspace] = {}
        try:
            self._open()
        except BaseException:
            self._journal.close()
            raise

    def _open(self) -> None:
        """Make the hubs that the file holds, and the server's own."""
        for record in self._journal.workspaces():
            self._workspaces[record.name] = Workspace(record.name, self.settings, self._journal, record)
        head, own = self.settings.scenario, self.get("")
        if head is not None and own.record.scenario != {**head, "steps": []}:
            raise StateFileError(
                f"{self.settings.state}: holds another market; take another file,"
                " or leave the market out to go on with this one"
            )

    def ready(self, name: str) -> Workspace | None:
        """Return the workspace of that name if there is one, without waiting for anything."""
        return self._workspaces.get(name)

    def get(self, name: str) -> Workspace:
        """Return the workspace of that name, a new one if there is none yet.

        Raises:
            NoWorkspaceError: The name is none, or there are as many as there may be.
        """
        with self._lock:
            workspace = self._workspaces.get(name)
            if workspace is not None:
                return workspace
            if name and not _NAME.fullmatch(name):
                raise NoWorkspaceError("expected a name of up to 40 letters, digits, - and _")
            if len(self._workspaces) > self.settings.max_workspaces:
                raise NoWorkspaceError(
                    f"expected at most {self.settings.max_workspaces} workspaces, and there are as many; delete one:"
                    " DELETE /_hub/workspaces/NAME",
                    409,
                )
            workspace = self._workspaces[name] = Workspace(name, self.settings, self._journal)
            return workspace

    def names(self) -> tuple[str, ...]:
        """Return the names of all but the server's own."""
        with self._lock:
            return tuple(sorted(filter(None, self._workspaces)))

    def delete(self, name: str) -> bool:
        """Drop a workspace with all that it holds; False when there is none of that name. The server's own stays."""
        with self._lock:
            if not name or self._workspaces.pop(name, None) is None:
                return False
            self._journal.end(name)
            return True

    def catch_up(self) -> None:
        """Let each hub do what its clock has passed."""
        with self._lock:
            workspaces = tuple(self._workspaces.values())
        for workspace in workspaces:
            workspace.catch_up()

    def close(self) -> None:
        """Close the journal; nothing is taken in any more."""
        self._journal.close()
