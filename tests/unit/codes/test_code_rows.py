"""The data files of the code lists as they are read."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from edielkit.codes import code_list, lists
from edielkit.codes.code_rows import read_lists, read_table


def test_edifact_reads_with_the_same_loader():
    """The EDIFACT data file gives lists whose codes are told apart."""
    names = lists("edifact")
    assert names

    assert all(len(code_list(name, wire="edifact")) for name in names)


def test_rows_of_one_code_are_merged(monkeypatch):
    """A code with a row for each directory is one code with several."""
    text = "# w = the web = site\nlist,code,name_en,directory,trust,source\n4405,1,First,D.96A,sourced,w\n4405,1,First,D.04A,sourced,w\n"
    monkeypatch.setattr("edielkit.codes.code_rows._data", lambda name: text if name == "edifact.csv" else "")

    codes = read_lists("edifact")["4405"]
    assert ("D.96A", "D.04A") == codes["1"].versions
    assert ("the web = site", "4405") == (codes["1"].source, codes.title)
    assert 1 == len(codes)


def test_only_single_words_are_source_keys():
    """A sentence in the head with an equals sign in it names no source."""
    _, sources = read_table("# a list where x = y\n# k1 = page\n#k2 = other\nlist,code\n")

    assert {"k1": "page", "k2": "other"} == sources


@pytest.mark.parametrize("wire", ["edifact", "emif"])
def test_each_code_stands_once_in_its_list(wire):
    """A second row of a code and directory would hide the first, and the code whose row it was would be gone."""
    table = files("edielkit.codes") / "data" / f"{wire}.csv"
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [(row["list"], row["code"], row.get("directory")) for row in csv.DictReader(lines)]

    assert len(rows) > 100
    assert [] == [row for row, count in Counter(rows).items() if count > 1]


# what the sources themselves call by one name
SAME_NAMES = {
    ("1001", "acknowledgement"): {"294", "312", "313"},
    ("3035", "sender"): {"FR", "MS"},
    ("3035", "recipient"): {"DO", "MR"},
    ("RequestCategory", "Master data"): {"ELHUB_MASTERDATA", "GAP_MASTERDATA"},
}


def test_a_name_means_a_single_code_of_its_list():
    """A name that stands at a neighbour as well would be read for the wrong code; a code has a single name."""
    codes, names = defaultdict(set), defaultdict(set)
    for wire in ("edifact", "emif"):
        table = files("edielkit.codes") / "data" / f"{wire}.csv"
        lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        for row in csv.DictReader(lines):
            for name in filter(None, (row["name_en"], row.get("name_no"))):
                codes[row["list"], name].add(row["code"])
            if row["name_en"]:
                names[row["list"], row["code"]].add(row["name_en"])

    assert len(codes) > 500
    assert {key: held for key, held in codes.items() if len(held) > 1} == SAME_NAMES
    assert {key: held for key, held in names.items() if len(held) > 1} == {}
