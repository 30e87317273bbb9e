"""The messages that a hub sends, as files: of scenarios and of replays."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from edielkit.cli.output.files import free_name, make_folder, write_file

if TYPE_CHECKING:
    from edielkit.hub.core.queues import Outgoing
    from edielkit.scenarios import Playback

__all__ = ("JOURNAL", "SentMessages", "sent_name")

JOURNAL = "journal.jsonl"
_LONGEST = 60


def sent_name(outgoing: Outgoing) -> str:
    """Return the name of the file of a message: its place among all, the GLN of its recipient, its kind."""
    return f"{outgoing.number + 1:06d}.{outgoing.party}.{outgoing.message.kind()}.xml"


class SentMessages:
    """A folder with what hubs have sent, a folder below it for each scenario.

    Args:
        folder: The folder.
        force: Whether files that are there may be replaced.
    """

    def __init__(self, folder: Path, *, force: bool = False) -> None:
        self._folder = make_folder(folder)
        self._force = force
        self._taken: set[str] = set()

    def save(self, playback: Playback) -> None:
        """Write what the hub of a scenario has sent, and its journal."""
        from edielkit.hub.core.journal import dump
        from edielkit.verbs import serialize

        words = re.sub(r"[^a-z0-9]+", "-", playback.title.lower())[:_LONGEST].strip("-")
        folder = make_folder(self._folder / free_name(words or "scenario", self._taken))
        for outgoing in playback.hub.sent:
            write_file(folder / sent_name(outgoing), serialize(outgoing.message), force=self._force)
        write_file(folder / JOURNAL, dump(playback.hub.journal).encode(), force=self._force)
