"""A command line that is run inside the test."""

from __future__ import annotations

import io
import json
import sys

import attrs
import pytest
from tests.support.paths import ROOT

from edielkit.cli.app import run


@attrs.frozen
class Ran:
    """What a command left behind."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def plain(self):
        return json.loads(self.out)


@pytest.fixture
def fixtures():
    """Give the folder of the fixtures."""
    return ROOT / "fixtures"


@pytest.fixture
def edielkit(capsysbinary, monkeypatch):
    """Give a function that runs a command with its arguments and standard input."""

    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Ran(status, out, err.decode())

    return call
