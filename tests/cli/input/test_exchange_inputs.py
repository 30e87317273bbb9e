"""Files of exchange points that a command reads."""

from __future__ import annotations

import pytest

VALUES = "exchange/october-hours.xml"


@pytest.mark.parametrize("line", [1, 2, 3])
@pytest.mark.parametrize("name", ["points.yml", "points.csv"])
def test_a_file_in_another_encoding_is_named_with_its_line(edielkit, fixtures, tmp_path, name, line):
    """The first line that is no UTF-8."""
    path = tmp_path / name
    path.write_bytes(b"# points\n" * (line - 1) + "# utvekslingsmålepunkt\n".encode("latin-1") * 2)

    ran = edielkit("exchange", "check", fixtures / VALUES, "--points", path)

    assert 2 == ran.status
    assert f"{path}:{line}: expected text in UTF-8" in ran.err
