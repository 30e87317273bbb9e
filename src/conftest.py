"""What the doctests of the package leave out: a module that needs an extra which not every machine has."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("pyspark") is None:
    collect_ignore = ["edielkit/engines/spark.py"]
