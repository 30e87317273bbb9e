"""Series as tables: Arrow, Parquet, CSV and plain data, and back, exact.

Arrow and Parquet need the extra ``arrow`` (pyarrow). Every form keeps every field, position, status and code,
holes included; instants are kept as instants and come back in UTC.
"""

from __future__ import annotations

from edielkit.tables.arrow_form import (
    SeriesTable,
    arrow_schema,
    from_arrow,
    from_parquet,
    to_arrow,
    to_parquet,
)
from edielkit.tables.csv_form import to_csv
from edielkit.tables.csv_reading import from_csv
from edielkit.tables.dict_form import from_dicts, to_dicts
from edielkit.tables.rows import COLUMNS, STATUS_NAMES

__all__ = (
    "COLUMNS",
    "STATUS_NAMES",
    "SeriesTable",
    "arrow_schema",
    "from_arrow",
    "from_csv",
    "from_dicts",
    "from_parquet",
    "to_arrow",
    "to_csv",
    "to_dicts",
    "to_parquet",
)
