"""Files of scenarios with a line that is gone, doubled, moved or of another value: played, or refused in words with file and line."""

from __future__ import annotations

import random
import re

import pytest
from tests.support.paths import ROOT

FOLDER = ROOT / "fixtures" / "hub"
ODD = [
    "",
    "x",
    "-1",
    "[]",
    "{}",
    "[a, b]",
    "{a: b}",
    "2026-13-45",
    "9" * 25,
    "day 99999",
    "~",
    "&a *a",
    "'",
    "æ",
    ".nan",
    "1e400",
    "null",
    "'24:61'",
    "day -1",
    "day 1 99:99",
    "2199-12-31 23:59",
    "0o17",
    "[[a]]",
    "{a: [b, {c: d}]}",
    "!!python/object:x {}",
    "<<: *x",
    "'\\0'",
    "[" * 400,
    "a" * 5000,
    "\u202e",
]
# Words of Python that nobody who writes a scenario should have to read.
PYTHON = re.compile(
    r"Traceback|NoneType|object has no attribute|not subscriptable|KeyError|TypeError|AttributeError|<class |positional arg"
)
# File, line, and what would be right.
PLACE = re.compile(r"(?:a|market)\.yml:(\d+): (?=.*(?:expected|did you mean|give a ))\S.*", re.DOTALL)
MARKET = "parties|areas|customers|points|exchange points|config|market"


def faulty(text: str, drawn: random.Random) -> str:
    """Return one scenario of *text* with one fault of a line."""
    lines = drawn.choice(text.split("\n---\n")).split("\n")
    place = drawn.randrange(len(lines))
    act = drawn.choice(("take", "double", "value", "value", "inside", "swap", "key", "indent", "cut"))
    line = lines[place]
    if act == "take":
        del lines[place]
    elif act == "double":
        lines.insert(place, line)
    elif act == "value":
        lines[place] = f"{line.partition(':')[0]}: {drawn.choice(ODD)}"
    elif act == "inside":
        value = drawn.choice(ODD)
        part = re.compile(r"(\w[\w ]*): ?([^,{}\[\]]+)(?=[,}])")
        lines[place] = part.sub(lambda entry: f"{entry[1]}: {value}", line, count=1)
    elif act == "swap":
        other = drawn.randrange(len(lines))
        lines[place], lines[other] = lines[other], line
    elif act == "key":
        lines[place] = re.sub(r"(\w+):", r"\1x:", line, count=1)
    elif act == "indent":
        lines[place] = f"  {line}"
    else:
        lines = [*lines[:place], line[: len(line) // 2]]
    return "\n".join(lines) + "\n"


def refused(edielkit, folder, seed: int, count: int) -> int:
    """Run faulty files until *count* are refused; return how many were run."""
    drawn = random.Random(seed)
    texts = [path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yml"))]
    file, refusals, runs = folder / "a.yml", 0, 0
    while refusals < count:
        text = faulty(drawn.choice(texts), drawn)
        file.write_text(text, "utf-8")
        ran = edielkit("hub", "run", file)
        runs += 1
        assert ran.status in {0, 1, 2, 3}, text
        assert not PYTHON.search(ran.err + ran.out.decode("utf-8", "replace")), (ran.err, text)
        if ran.status == 2:
            refusals += 1
            told = PLACE.search(ran.err)
            assert told, (ran.err, text)
            assert 1 <= int(told[1]) <= len(text.split("\n")), (ran.err, text)
    return runs


def refused_markets(edielkit, folder, seed: int, count: int) -> int:
    """Replay a message in faulty markets until *count* are refused; return how many were tried."""
    drawn = random.Random(seed)
    markets = [text for text in map(market_of, sorted(FOLDER.glob("*.yml"))) if text]
    (folder / "20260202T080000Z-a.xml").write_bytes(b"<x/>")
    file, refusals, runs = folder / "market.yml", 0, 0
    while refusals < count:
        text = faulty(drawn.choice(markets), drawn)
        file.write_text(text, "utf-8")
        ran = edielkit("hub", "replay", folder)
        runs += 1
        assert ran.status in {0, 1, 2}, text
        assert not PYTHON.search(ran.err + ran.out.decode("utf-8", "replace")), (ran.err, text)
        if ran.status == 2:
            refusals += 1
            told = PLACE.search(ran.err)
            assert told, (ran.err, text)
            assert 1 <= int(told[1]) <= len(text.split("\n")), (ran.err, text)
    return runs


def market_of(path) -> str:
    """Return the market of the first scenario of a file that describes one: its parts beside the steps."""
    for text in path.read_text("utf-8").split("\n---\n"):
        parts = re.findall(rf"^(?:{MARKET}):.*\n(?:[ #].*\n|\n)*", text, re.MULTILINE)
        if len(parts) > 1:
            return "".join(parts)
    return ""


def test_some_faulty_files(edielkit, tmp_path):
    """A dozen that are refused, of one seed."""
    assert 12 <= refused(edielkit, tmp_path, 14, 12)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_faulty_files(edielkit, tmp_path, seed):
    """Fifty that are refused, of each of four seeds."""
    assert 50 <= refused(edielkit, tmp_path, seed, 50)


def test_some_faulty_markets(edielkit, tmp_path):
    """A dozen that are refused, of one seed."""
    assert 12 <= refused_markets(edielkit, tmp_path, 14, 12)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_faulty_markets(edielkit, tmp_path, seed):
    """Fifty that are refused, of each of four seeds."""
    assert 50 <= refused_markets(edielkit, tmp_path, seed, 50)
