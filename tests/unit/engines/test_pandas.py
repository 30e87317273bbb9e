"""Messages straight into pandas by the Arrow PyCapsule interface: exact decimals, instants in UTC."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from tests.support.engine_files import FAULTY, expected_rows, fill

from edielkit.engines import MessageFiles


def test_a_data_frame_has_the_values_and_the_findings(tmp_path):
    """Amounts stay decimals, times have their zone, and faulty files are rows with what is wrong with them."""
    folder = fill(tmp_path / "month")
    frame = pd.DataFrame.from_arrow(MessageFiles(paths=folder))
    values = frame[frame["finding_code"].isna()]

    assert {type(amount) for amount in values["quantity"]} == {Decimal}
    assert str(frame["start"].dtype) == "datetime64[us, UTC]"
    rows = values[["metering_point", "start", "quantity"]].itertuples(index=False, name=None)
    assert expected_rows(folder) == sorted(
        (point, start.to_pydatetime(), amount) for point, start, amount in rows
    )
    assert set(FAULTY.values()) == set(frame["finding_code"].dropna())


def test_columns_and_rows_that_are_asked_for_are_those_that_are_made(tmp_path):
    """A selection holds in pandas as in every engine."""
    files = MessageFiles(
        paths=fill(tmp_path / "month"), columns=["metering_point", "quantity"], mode="DROPMALFORMED"
    )
    frame = pd.DataFrame.from_arrow(files)

    assert list(frame.columns) == ["metering_point", "quantity"]
    assert len(frame) == len(expected_rows(tmp_path / "month"))
