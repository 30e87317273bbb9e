"""edielkit hub serve and hub certificates: what they print, and what keeps them from running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.support.paths import ROOT

from edielkit.cli.app import run

MARKET = """
market: empty
parties:
  grid: {roles: [DDM], organisation number: "999999123"}
  seller: {roles: [DDQ]}
areas: {valley: {owner: grid}}
points: {mill: {area: valley}}
steps:
  - {wait: tomorrow 07:00}
"""


def test_it_serves_until_it_is_told_to_end(tmp_path):
    """It prints its addresses, answers at them, plays the steps first, and ends with status 0 on SIGTERM."""
    (tmp_path / "market.yml").write_text(MARKET)
    arguments = ["hub", "serve", str(tmp_path / "market.yml"), "--port", "0", "--clock", "frozen"]
    server = subprocess.Popen(
        [sys.executable, "-m", "edielkit", *arguments],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        text=True,
    )
    try:
        lines = [server.stdout.readline()]
        while not lines[-1].startswith("  control") and lines[-1]:
            lines.append(server.stdout.readline())
        with urllib.request.urlopen(lines[-1].split()[-1], timeout=20) as answer:
            health = answer.read().decode()
        server.send_signal(signal.SIGTERM)
        status = server.wait(20)
    finally:  # whatever is wrong, the tests go on
        server.kill()
        server.wait()
        server.stdout.close()

    assert lines[0].startswith("a hub is served at http://127.0.0.1:")
    assert {
        "MarketProcesses",
        "MeteringValues",
        "PollMarketProcesses",
        "PollMeteringValues",
        "Query",
        "control",
    } <= {line.split()[0] for line in lines[1:]}
    assert '"2026-02-03T06:00:00+00:00"' in health
    assert '"seller"' in health
    assert status == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--clock", "fast"], "expected wall, frozen, or x1 to x86400"),
        (["--clock", "x0"], "expected wall, frozen"),
        (["--security", "verify"], "needs --certificates DIR"),
        (["--security", "verify", "--certificates", "nowhere"], "expected authority.pem"),
        (["nowhere.yml"], "nowhere.yml"),
        (["--state", "no/such/folder/hub.state"], "in a folder that is there"),
        (["smal"], "did you mean small?"),
        (["nowhere"], "the markets are small, two areas, empty"),
        (["--host", "nowhere.invalid"], "is no address of this machine"),
        (["--host", "192.0.2.1"], "is no address of this machine"),
    ],
)
def test_what_keeps_it_from_running(arguments, words, capsys, tmp_path, monkeypatch):
    """Status 2, and in words what would be right."""
    monkeypatch.chdir(tmp_path)

    assert run(["hub", "serve", "--port", "0", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_market_that_is_none_is_told_with_its_line(tmp_path, capsys):
    """As hub run does."""
    (tmp_path / "market.yml").write_text("parties:\n  grid: {roles: [XYZ]}\n")

    assert run(["hub", "serve", "--port", "0", str(tmp_path / "market.yml")]) == 2
    assert "market.yml:2: expected roles of" in capsys.readouterr().err


def test_a_port_that_is_taken(capsys):
    """It says which."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert run(["hub", "serve", "--port", str(port)]) == 2
    assert str(port) in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(capsys, monkeypatch):
    """A plain installation has no web framework."""
    monkeypatch.setitem(sys.modules, "edielkit.server.running", None)

    assert run(["hub", "serve"]) == 2
    assert "pip install 'edielkit[server]'" in capsys.readouterr().err


def test_certificates_of_a_market(tmp_path, capsys):
    """An authority, a key for the hub and each party; who has no organisation number is told; nothing is replaced."""
    (tmp_path / "market.yml").write_text(MARKET)
    arguments = ["hub", "certificates", str(tmp_path / "keys"), str(tmp_path / "market.yml")]

    assert run(arguments) == 0
    told = capsys.readouterr().out
    assert {path.name for path in Path(tmp_path / "keys").iterdir()} == {
        "authority.key",
        "authority.pem",
        *(f"{name}.{ending}" for name in ("hub", "grid", "seller") for ending in ("key", "pem", "p12")),
    }
    assert "seller: no organisation number" in told
    assert "grid: no" not in told
    assert (tmp_path / "keys" / "grid.key").stat().st_mode & 0o077 == 0
    assert run(arguments) == 2
    assert "is there already" in capsys.readouterr().err
