"""The columns of files as tables."""

from __future__ import annotations

import pyarrow as pa

from edielkit.engines import engine_schema
from edielkit.engines.message_rows import FILE, FINDING_COLUMNS
from edielkit.tables import COLUMNS


def test_the_columns_are_those_of_series_between_file_and_finding():
    """In plain types, all of which may be null."""
    schema = engine_schema()

    assert [FILE, *COLUMNS, *FINDING_COLUMNS] == schema.names
    assert not any(pa.types.is_dictionary(field.type) for field in schema)
    assert pa.decimal128(18, 3) == schema.field("quantity").type
