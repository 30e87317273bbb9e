"""How often each value stands in the tables of data, as agreed in a file beside this test.

One cell that is changed by mistake is seen by nobody who reads a rule: here it is a line. ``python -m tests.golden.test_table_counts``
writes the file anew; look at the difference before keeping it.
"""

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path

from tests.support.paths import ROOT

EXPECTED = Path(__file__).parent / "expected" / "table-counts.json"
TABLES = sorted((ROOT / "src" / "edielkit").rglob("data/*.csv"))
# of a column with more values than these a digest is kept, in the order of the rows
MOST = 40


def rows(path):
    """Return the rows of a table, without its head."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def counts(path):
    """Return how often each value stands in the columns of a table; of columns with many values their digest."""
    table = rows(path)
    counted = {}
    for column in table[0]:
        values = Counter(row[column] or "none" for row in table)
        if len(values) > MOST:
            written = "\n".join(row[column] or "" for row in table)
            counted[column] = hashlib.sha256(written.encode()).hexdigest()[:12]
        else:
            counted[column] = ", ".join(f"{value}: {values[value]}" for value in sorted(values))
    return counted


def all_counts():
    """Return the counts of all tables by their names."""
    return {str(path.relative_to(ROOT / "src" / "edielkit")): counts(path) for path in TABLES}


def test_tables_hold_what_they_held():
    """A changed cell changes a count or a digest; whoever changes it on purpose writes the file anew."""
    assert all_counts() == json.loads(EXPECTED.read_text("utf-8"))


if __name__ == "__main__":
    EXPECTED.write_text(json.dumps(all_counts(), indent=1, ensure_ascii=False) + "\n", "utf-8")
