"""Folders of messages as tables of the engines that people run: Arrow streams, polars, DuckDB, Spark.

Like the command line, this room opens files: it stands above the library, and nothing below imports it. Each engine is an extra.
"""

from __future__ import annotations

from edielkit.engines.message_files import MessageFiles, Mode, Selection
from edielkit.engines.message_rows import engine_schema

__all__ = ("MessageFiles", "Mode", "Selection", "engine_schema")
