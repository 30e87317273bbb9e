"""Snapshots of messages: files beside the tests that say what a system is expected to write.

Compared is what messages say, not their bytes: prefixes and white space do not count, and elements that are new in every
run, such as identifications and instants of creation, can be left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from edielkit.testing.assertions import assert_same_message

__all__ = ("MessageSnapshots",)

_NAME = re.compile(r"[\w.-]+")


@attrs.frozen
class MessageSnapshots:
    """The snapshots of a test module.

    Attributes:
        folder: Where they are.
        update: Write what comes instead of comparing.
    """

    folder: Path
    update: bool = False

    def check(self, data: bytes, name: str, *, ignore: Iterable[str] = ()) -> None:
        """Fail unless a message says what its snapshot says; with *update*, write the snapshot.

        Args:
            data: The message.
            name: Name of the file, such as ``switch.xml``.
            ignore: Names of elements that may differ.

        Raises:
            AssertionError: They differ, or there is no snapshot yet.
            ValueError: *name* is no name of a file.
        """
        if not _NAME.fullmatch(name) or name.startswith("."):
            raise ValueError(f"expected the name of a file, found {name[:60]!r}")
        path = self.folder / name
        if self.update:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        elif not path.exists():
            raise AssertionError(f"there is no snapshot {path}; run pytest with --update-snapshots to write it, and read it")  # fmt: skip
        else:
            assert_same_message(path.read_bytes(), data, ignore=ignore)
