"""The children in which planted faults are tried: what they say is told from what they do not come to say."""

import os
import sys
import time

import pytest
from tests.support import planted_faults
from tests.support.fault_forks import _forked

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="forks are those of POSIX"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded"),
]


def _raises() -> str:
    raise RuntimeError


@pytest.mark.parametrize(
    ("run", "limit", "said"),
    [
        (lambda: "tests/unit/test_words.py", 20, "tests/unit/test_words.py"),
        (lambda: "", 20, ""),
        (_raises, 20, None),
        (lambda: os._exit(9), 20, None),
        (lambda: time.sleep(60), 0.05, None),
    ],
    ids=["a test", "no test", "an exception", "an end", "too long"],
)
def test_a_child_that_does_not_say_its_verdict_has_none(run, limit, said):
    """A fault whose child breaks down is no survivor: the copy decides."""
    assert said == _forked(run, limit)


def test_what_is_done_first_is_told(monkeypatch, capsys):
    """All tests are collected before the first fault, which takes a while."""
    monkeypatch.setattr(planted_faults.pytest, "main", lambda *_arguments, **_options: None)
    planted_faults.main(["src/edielkit/suggest.py", "--count", "1"])

    assert capsys.readouterr().out.startswith("1 faults; first all tests are collected")
