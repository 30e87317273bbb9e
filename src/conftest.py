"""What the doctests of the package leave out: a module that needs an extra which not every machine has."""

from __future__ import annotations

try:
    import pyspark  # noqa: F401  (only to see whether it is there)
except ImportError:
    collect_ignore = ["edielkit/engines/spark.py"]
