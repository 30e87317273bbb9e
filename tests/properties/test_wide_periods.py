"""A year that is misspelt makes a period of centuries: what is said, shown and written of it costs what the input costs."""

import io
import random
import re
import tracemalloc
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.cli.app import run
from edielkit.errors import EdielError

YEARS = (b"2824", b"9998", b"9999", b"1026", b"0001")
_YEAR = re.compile(rb"(?<!\d)202\d(?=-?[01]\d-?[0-3]\d)")
_STEP = re.compile(rb"PT1H|PT15M")
MESSAGES = sorted(
    path
    for folder in ("pairs", "exchange", "edifact", "emif/metering")
    for path in (FIXTURES / folder).glob("*.*")
    if path.suffix in {".xml", ".edi"} and path.stat().st_size < 20_000 and _YEAR.search(path.read_bytes())
)
VERBS = {
    "validate": edielkit.validate,
    "read_series": lambda data: list(edielkit.read_series(data)),
    "read_table": edielkit.read_table,
    "page": lambda data: _commanded(data, "validate", "--format", "html"),
    "show": lambda data: _commanded(data, "show", "--all", "--values"),
    "csv": lambda data: _commanded(data, "convert", "--to", "csv"),
    "exchange": lambda data: _commanded(data, "exchange", "check"),
}
# bytes for a small message, with what is loaded at first use: a list of the days of eight thousand years has 100 MB
MOST = 40_000_000


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work where the file of a command is written."""
    monkeypatch.chdir(tmp_path)


def _commanded(data, *command):
    Path("input").write_bytes(data)
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        assert run([*command, "input"]) in range(4)


def _misspelt(choice):
    data = choice.choice(MESSAGES).read_bytes()
    year = choice.choice(list(_YEAR.finditer(data)))
    wide = data[: year.start()] + choice.choice(YEARS) + data[year.end() :]
    return _STEP.sub(choice.choice((b"PT15M", b"PT1H", b"P1D", b"P1M")), wide)


@pytest.mark.parametrize("verb", VERBS)
def test_a_year_misspelt_costs_no_memory(verb):
    """Whichever time it is: what the verb needs of memory is that of the message."""
    choice = random.Random(verb)
    VERBS[verb](MESSAGES[0].read_bytes())
    for _ in range(25):
        data = _misspelt(choice)
        tracemalloc.start()
        with suppress(EdielError):
            VERBS[verb](data)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < MOST, data
