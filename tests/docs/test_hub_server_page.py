"""The page of the hub as a server: its program runs, its paths and options are there."""

from __future__ import annotations

import datetime as dt
import re
import sys
from contextlib import redirect_stdout
from io import StringIO
from urllib.request import Request, urlopen

import pytest
from tests.support.paths import ROOT

from edielkit.cli.commands.hub import serve_command
from edielkit.scenarios.clock import ScenarioClock
from edielkit.server import create_app
from edielkit.server.app import DOORS
from edielkit.server.clocks import FROZEN, WALL, wall_now
from edielkit.server.control.turning import turn_clock
from edielkit.server.own_market import own_market
from edielkit.server.running import address_line
from edielkit.testing import served_hub

PAGE = (ROOT / "docs" / "how-to" / "hub-as-a-server.md").read_text("utf-8")
PROGRAM = re.search(r"```python\n(import datetime.*?)```", PAGE, re.DOTALL)[1]


def test_the_program_switches_a_customer_and_polls_the_confirmation():
    """As it stands on the page, the address of the server apart."""
    said = StringIO()
    with served_hub(own_market(wall_now()), clock=WALL) as hub, redirect_stdout(said):
        exec(compile(PROGRAM.replace("http://127.0.0.1:8080", hub.address), "page", "exec"), {})

    assert "ConfirmStartOfSupply" in said.getvalue()


def test_what_is_printed_at_the_start_is_on_the_page():
    """Each address, in the form in which it is printed, and no other."""
    printed = [address_line(*pair) for door in DOORS for pair in door.addresses("http://127.0.0.1:8080")]
    told = re.search(r"a hub is served at http://127.0.0.1:8080; Ctrl-C ends it\n(.*?)```", PAGE, re.DOTALL)[
        1
    ]

    assert printed == told.splitlines()


@pytest.fixture(scope="module")
def paths():
    """Patterns of all paths of the control door."""
    return [
        route.path_regex for route in create_app().routes if getattr(route, "path", "").startswith("/_hub")
    ]


def test_every_path_of_the_control_door_is_on_the_page_and_there(paths):
    """None is named that there is not, and none is left out."""
    named = {path.rstrip("/") for path in re.findall(r"`(?:[A-Z]+ )?(/_hub/[\w/.]+)", PAGE)}
    missing = [name for name in named if not any(path.match(name.replace("ID", "x")) for path in paths)]
    unnamed = [
        path.pattern
        for path in paths
        if not any(path.match(name) for name in {*named, "/_hub/workspaces/x", "/_hub/messages/7"})
    ]

    assert missing == []
    assert unnamed == []


def test_every_option_is_on_the_page():
    """But for host and port, which every server has, and the language, which every command has."""
    options = {
        option for parameter in serve_command.params for option in parameter.opts if option.startswith("--")
    }

    assert [option for option in sorted(options - {"--host", "--port", "--lang"}) if option not in PAGE] == []


def test_a_day_is_sent_settled_and_read_with_a_token(monkeypatch):
    """The programs and addresses of both pages, in their order, at the dates that they name."""
    tokens = (ROOT / "docs" / "how-to" / "tokens-and-data.md").read_text("utf-8")
    send, fetch = (
        re.search(rf"```python\n(# {name}\n.*?)```", page, re.DOTALL)[1]
        for name, page in (("send_day.py", PAGE), ("get_token.py", tokens))
    )
    start = ScenarioClock(dt.date.today(), wall_now()).instant("2026-02-02 09:00")
    with served_hub(own_market(start), clock=FROZEN, start=start) as hub:

        def run(program: str, *arguments: str) -> str:
            monkeypatch.setattr(sys, "argv", ["program", *arguments])
            with redirect_stdout(StringIO()) as said:
                exec(compile(program.replace("http://127.0.0.1:8080", hub.address), "page", "exec"), {})
            return said.getvalue().strip()

        turn_clock(hub.workspace, "i morgen 06:00")
        assert run(send, "2026-02-02") == "5 series of 2026-02-02: HTTP 200"
        turn_clock(hub.workspace, "07:00")
        with urlopen(f"{hub.address}/_hub/areas/valley/2026-02-02") as answer:
            assert '"state":"done"' in answer.read().decode()
        with urlopen(f"{hub.address}/_hub/areas/valley/2026-02-01") as answer:
            assert '"why":"no values are expected' in answer.read().decode()
        for who, scope, count in (("firm", "elhub:enduser", 2), ("supplier", "elhub:balancesupplier", 1)):
            told = tokens[tokens.index(f"get_token.py {who} ") :]
            token = run(fetch, who, scope)
            for line in re.findall(r"^\$ curl .*", told, re.MULTILINE)[:count]:
                heads = dict(head.split(": ") for head in re.findall(r"-H ['\"](.*?)['\"]", line))
                heads["Authorization"] = f"Bearer {token}"
                address = re.search(r"'http://127.0.0.1:8080(.*?)'", line)[1]
                with urlopen(Request(hub.address + address, headers={**heads, "Accept": "*/*"})) as answer:
                    assert answer.status == 200, line
