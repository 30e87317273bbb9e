"""Market files in CSV with a fault: status 2, the file, the line of the fault and what would be right."""

from __future__ import annotations

import random
import re

import pytest
from tests.support.paths import ROOT

FOLDER = ROOT / "fixtures" / "exchange"
SERIES = FOLDER / "one-point-two-channels.xml"
POINT, AREA = "707057500090000141", "50YEXAMPLE-N---H"
# name of the option to the file without a fault
FILES = {
    "--points": (FOLDER / "one-point-two-channels.points.csv").read_text("utf-8"),
    "--areas": f"point,area\n{POINT},{AREA}\n707057500090000059,{AREA}\n",
    "--losses": f"area,idle,constant\n{AREA},12.5,0.0001\n50YEXAMPLE-S---T,3,0\n",
}
ODD = ["", "x", "-1", "2026-13-45", "9" * 25, "NaN", "7.07058E+17", "æ", "1,5", "=1+1", "yes"]
PLACE = re.compile(r"a\.csv:(\d+): (?:EXC090 )?(?:expected|unknown column '.*expected) ?")
# option, text of the file, line of the fault, what is said of it
CASES = {
    "nothing": ("--points", "", 1, "names of the columns"),
    "no head": ("--areas", f"{POINT},{AREA}\n", 1, "expected the columns point,area"),
    "a column that is none": ("--points", "point,colour\n", 1, "unknown column 'colour'"),
    "a point of too few digits": ("--points", f"# all\npoint\n\n{POINT}\n12\n", 5, "18 digits"),
    "a form that is none": ("--points", f"point,form\n{POINT},round\n", 2, "in 'form', found 'round'"),
    "a day that is none": ("--points", f"point,quarters_since\n{POINT},May\n", 2, "as YYYY-MM-DD"),
    "a cell too many": ("--areas", f"point,area\n\n{POINT},{AREA},x\n", 3, "expected 2 cells, found 3"),
    "a point twice": ("--areas", f"point,area\n{POINT},{AREA}\n{POINT},x\n", 3, "stands in line 2"),
    "an empty cell": ("--areas", f"point,area\n{POINT},\n", 2, "expected a text in 'area', found none"),
    "no number": (
        "--losses",
        f"area,idle,constant\n{AREA},1,0\n50YEXAMPLE-S---T,x,0\n",
        3,
        "in 'idle', found 'x'",
    ),
    "no finite number": ("--losses", f"area,idle,constant\n{AREA},1,inf\n", 2, "in 'constant'"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_line_of_the_fault_is_told(case, edielkit, tmp_path):
    """Remarks and empty lines count, as they do in an editor."""
    option, text, line, words = case
    file = tmp_path / "a.csv"
    file.write_text(text, "utf-8")

    ran = edielkit("exchange", "balance", SERIES, option, file)

    assert 2 == ran.status
    assert f"a.csv:{line}: " in ran.err
    assert words in " ".join(ran.err.split())


def test_bytes_that_are_no_text_have_their_line(edielkit, tmp_path):
    """A file of another encoding is refused where its first odd byte stands."""
    file = tmp_path / "a.csv"
    file.write_bytes(f"point,name\n{POINT},br\xe6\n".encode("latin-1"))

    ran = edielkit("exchange", "balance", SERIES, "--points", file)

    assert (2, True) == (ran.status, "a.csv:2: expected text in UTF-8" in ran.err)


def refused(edielkit, folder, seed: int, count: int) -> int:
    """Run files with one faulty cell until *count* are refused; return how many were run."""
    drawn, file, refusals, runs = random.Random(seed), folder / "a.csv", 0, 0
    while refusals < count:
        option = drawn.choice(list(FILES))
        lines = FILES[option].splitlines()
        place = drawn.randrange(len(lines))
        cells = lines[place].split(",")
        cells[drawn.randrange(len(cells))] = drawn.choice(ODD)
        lines[place] = ",".join(cells if drawn.random() < 0.7 else cells[: len(cells) // 2])
        file.write_text("\n".join(lines) + "\n", "utf-8")
        ran = edielkit("exchange", "balance", SERIES, option, file)
        runs += 1
        assert ran.status in {0, 1, 2, 3}, lines
        assert "Traceback" not in ran.err
        if ran.status == 2:
            refusals += 1
            told = PLACE.search(" ".join(ran.err.split()))
            assert told, (ran.err, lines)
            # a head that names too few columns shows where a row has more
            assert not place or place + 1 == int(told[1]), (ran.err, lines)
    return runs


def test_some_faulty_files(edielkit, tmp_path):
    """Thirty that are refused, of one seed."""
    assert 30 <= refused(edielkit, tmp_path, 14, 30)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_faulty_files(edielkit, tmp_path, seed):
    """Fifty that are refused, of each of four seeds."""
    assert 50 <= refused(edielkit, tmp_path, seed, 50)
