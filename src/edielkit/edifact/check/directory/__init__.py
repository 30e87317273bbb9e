"""Message and segment tables as data, and the walker that reads a message by them."""

from __future__ import annotations

from edielkit.edifact.check.directory.tables import Layout, layout
from edielkit.edifact.check.directory.walker import Group

__all__ = ("Group", "Layout", "layout")
