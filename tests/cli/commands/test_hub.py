"""The command hub: scenarios run, the demonstration, folders replayed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from importlib.resources import files

import pytest

import edielkit as library

DEMO = files("edielkit.cli.commands") / "demo.yml"
GOOD = """\
scenario: A customer changes supplier
processes: [101]
steps:
  - send: RequestStartOfSupply
    process: 101
    from: new supplier
    point: house
    customer: anna
    day: day 10
    expect: {sent: [{to: new supplier, message: ConfirmStartOfSupply}]}
"""
BAD = GOOD.replace("ConfirmStartOfSupply", "RejectStartOfSupply").replace("A customer", "Nobody")


def test_scenarios_that_go_well(edielkit, fixtures):
    """A line for each, a count, and status 0."""
    ran = edielkit("hub", "run", fixtures / "hub" / "202-end-of-supply.yml")

    assert 0 == ran.status
    assert "5 scenarios: 5 as expected, 0 not" == ran.text.splitlines()[-1]
    assert 5 == ran.text.count("✓")


def test_a_scenario_that_goes_wrong(edielkit, tmp_path):
    """Its story is told with file and line; the others are named; status 1."""
    path = tmp_path / "two.yml"
    path.write_text(f"{GOOD}---\n{BAD}", "utf-8")
    ran = edielkit("hub", "run", path)

    assert 1 == ran.status
    words = " ".join(ran.text.split())
    assert "expected RejectStartOfSupply to new supplier; what came is ConfirmStartOfSupply" in words
    assert f"({path}:15)" in words
    assert "2 scenarios: 1 as expected, 1 not" in words


def test_every_story_can_be_told(edielkit, tmp_path):
    """With --all also those that went well."""
    path = tmp_path / "a.yml"
    path.write_text(GOOD, "utf-8")
    ran = edielkit("hub", "run", "--all", path)

    assert 0 == ran.status
    assert "the hub takes it in" in ran.text


def test_json(edielkit):
    """Stories as data, from standard input too."""
    ran = edielkit("hub", "run", "--format", "json", "-", stdin=f"{GOOD}---\n{BAD}".encode())

    assert (1, {"scenarios": 2, "failed": 1}) == (ran.status, ran.plain["summary"])
    assert [True, False] == [scenario["ok"] for scenario in ran.plain["scenarios"]]
    assert "ConfirmStartOfSupply" == ran.plain["scenarios"][0]["steps"][0]["sent"][0]["message"]


def test_values_as_json(edielkit, fixtures):
    """Payloads with instants and exact numbers as texts; what the hub answers too."""
    ran = edielkit("hub", "run", "--format", "json", fixtures / "hub" / "313-interval-values.yml")
    payload = ran.plain["scenarios"][0]["steps"][0]["sent"][0]["payloads"][0]

    assert (0, "house", 24, "0.250") == (ran.status, payload["point"], payload["count"], payload["values"][0])
    assert ("2026-01-31T23:00:00+00:00", ["metered"]) == (payload["first"], payload["quality"])


def test_junit(edielkit):
    """A suite for each file, a failure with its story."""
    ran = edielkit("hub", "run", "--format", "junit", "-", stdin=f"{GOOD}---\n{BAD}".encode())
    suites = ET.fromstring(ran.out)

    assert ("2", "1") == (suites.get("tests"), suites.get("failures"))
    (failure,) = suites.iter("failure")
    assert "expected RejectStartOfSupply" in failure.get("message")
    assert "the hub takes it in" in failure.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps: [", "a.yml:"),
        ("a: &x 1\nb: *x", "a.yml:2: expected values written out: aliases are not allowed"),
        ("a: 1\na: 2", "a.yml:2: expected each key once"),
        ("steps: []", "a.yml:1: expected 'scenario'"),
        (GOOD.replace("from: new", "from: newer"), "a.yml:6: expected a party of old supplier,"),
        (GOOD.replace("day: day 10", "day: soon"), "a.yml:9: expected a day such as"),
        (GOOD.replace("message: Confirm", "messsage: Confirm"), "a.yml:10: unknown 'messsage'"),
        ("[" * 5000, "a.yml:1: expected lists and names in at most 40 levels"),
        ("[" * 900 + "]" * 900, "a.yml:1: expected lists and names in at most 40 levels"),
        (
            "\n".join(" " * n + "a:" for n in range(99)),
            "a.yml:41: expected lists and names in at most 40 levels",
        ),
        ("scenario: x\nsteps: [{file: ../b.xml}]", "lies outside the folder"),
        ("scenario: x\nsteps: [{file: b.xml}]", "b.xml: no such file or folder"),
        (b"\xff\xfe\x00", "a.yml"),
        ("scenario: x\nsteps: []\nparties:\n  'a[b.c':\n    glx: 1", "a.yml:4: expected 'gln'"),
        ("scenario: x\nsteps: []\n'odd[key': 1", "a.yml:1: unknown 'odd[key'"),
    ],
)
def test_what_is_no_scenario(edielkit, tmp_path, text, message):
    """Status 2, and the file and line of what is wrong."""
    path = tmp_path / "a.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    ran = edielkit("hub", "run", path)

    assert 2 == ran.status
    assert message in ran.err


def test_missing_files(edielkit, tmp_path):
    """A path that names nothing, and a folder without scenarios."""
    assert 2 == edielkit("hub", "run", tmp_path / "none.yml").status
    assert "no file with one of the endings" in edielkit("hub", "run", tmp_path).err


def test_texts_stay_texts(edielkit, tmp_path):
    """What YAML would take for a number, a truth or a time is what stands there."""
    path = tmp_path / "a.yml"
    path.write_text(
        GOOD.replace("as: switch", "") + "config: {consent required: no}\nstart: 2026-02-02 02:00\n", "utf-8"
    )

    assert 0 == edielkit("hub", "run", path).status


def test_the_demonstration(edielkit, tmp_path):
    """The fault stops the settlement, the correction closes it, the portfolio is extracted; the same every time."""
    picture = tmp_path / "north.svg"
    ran = edielkit("hub", "demo", "--picture", picture)
    words = " ".join(ran.text.split())

    assert (0, 1) == (ran.status, ran.text.count("━━"))
    assert "✗" not in words
    for told in (
        "D+1: on hold high loss: expected a loss of at most 12.00 %",
        "suspect: border, In and Out may be exchanged",
        "D+1: done production 164160.000 + in 0.000 = out 72000.000 + consumption 85482.001 + loss 6677.999 kWh",
        "96 of 96 intervals close to the thousandth of a kWh",
        "_2026-07.csv.gz: 3 points, 288 values metering_point,product,direction",
    ):
        assert told in words
    assert 100 >= max(map(len, ran.text.splitlines()))
    assert ran.out == edielkit("hub", "demo", "--picture", picture).out
    assert "loss 6677.999 kWh" in picture.read_text("utf-8")


def test_the_figures_of_the_demonstration_add_up(edielkit):
    """Every equation that it prints is right, in thousandths of a kWh."""
    words = " ".join(edielkit("hub", "demo").text.split())
    number = r"(-?\d+\.\d{3})"
    balances = re.findall(
        rf"production {number} \+ in {number} = out {number} \+ consumption {number} \+ loss {number}", words
    )

    assert 5 == len(balances)
    for produced, came, gone, used, lost in (map(Decimal, texts) for texts in balances):
        assert produced + came == gone + used + lost


def test_all_stories_of_the_demonstration(edielkit):
    """Five of them, with the code of the wrong date in plain words."""
    ran = edielkit("hub", "demo", "--all")

    assert (0, 5) == (ran.status, ran.text.count("━━"))
    assert "E17 (Requested switch date not within time limits)" in ran.text
    assert "✗" not in ran.text


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("switch", "A customer changes supplier"),
        ("date", "The date is wrong"),
        ("move-in", "Somebody moves in"),
        ("rollback", "It was the wrong customer"),
    ],
)
def test_a_story_of_the_demonstration(edielkit, name, title):
    """A name tells one of the small ones."""
    ran = edielkit("hub", "demo", name)

    assert (0, 1) == (ran.status, ran.text.count("━━"))
    assert f"━━ {title}" in ran.text


def test_pictures_that_cannot_be(edielkit, tmp_path):
    """Status 2 and the reason."""
    assert "--picture is for the story values" in edielkit("hub", "demo", "date", "--picture", "a.svg").err
    ran = edielkit("hub", "demo", "--picture", tmp_path / "none" / "a.svg")

    assert (2, True) == (ran.status, "cannot be written" in ran.err)


def test_a_picture_of_a_scenario(edielkit, tmp_path):
    """The day as it was known at seven, and as it is; an area by its name or EIC."""
    path = tmp_path / "a.yml"
    path.write_bytes(DEMO.read_bytes().split(b"\n---\n")[0])
    day = ("--day", "2026-06-30")
    ran = edielkit("hub", "picture", path, "--area", "north", *day)
    early = edielkit("hub", "picture", path, "--area", "north", *day, "--as-of", "2026-07-01T05:00:00Z")
    file = tmp_path / "a.svg"
    written = edielkit("hub", "picture", path, "--area", "50YHUBDEMO-NORTI", *day, "-o", file)

    assert (0, 0, 0) == (ran.status, early.status, written.status)
    assert "loss 6677.999 kWh" in ran.text
    assert "loss 150677.999 kWh" in early.text
    assert ran.text == file.read_text("utf-8")


@pytest.mark.parametrize(
    ("area", "text", "status", "words"),
    [
        ("nowhere", "", 2, "--area: expected one of"),
        ("home", f"---\n{GOOD}", 2, "expected one scenario, found 2"),
        ("home", None, 1, ""),
    ],
)
def test_pictures_of_scenarios_that_cannot_be(edielkit, tmp_path, area, text, status, words):
    """An unknown area, several scenarios; a story that goes wrong is drawn, with status 1."""
    path = tmp_path / "a.yml"
    path.write_text(BAD if text is None else GOOD + text, "utf-8")
    ran = edielkit("hub", "picture", path, "--area", area, "--day", "2026-02-02")

    assert (status, True) == (ran.status, words in ran.err)


@pytest.fixture
def folder(tmp_path, fixtures):
    """Give a folder with a change of supplier and the same message again, later."""
    from edielkit.scenarios import play, read_scenario

    inbox = tmp_path / "in"
    inbox.mkdir()
    steps = [
        {"send": "RequestStartOfSupply", "process": "101", "from": "new supplier", "point": "house",
         "customer": "anna", "day": "day 10", "expect": {"sent": "any"}},
    ]  # fmt: skip
    story = play(read_scenario({"scenario": "x", "steps": steps}))
    data = story.hub.journal[0].arguments["data"]
    (inbox / "1.xml").write_bytes(data)
    (inbox / "20260202T100000Z-again.xml").write_bytes(data)
    return inbox


def test_a_folder_is_replayed(edielkit, folder, tmp_path):
    """Messages in order of their names and times; what the hub sends is written, and validates."""
    out = tmp_path / "out"
    ran = edielkit("hub", "replay", folder, "-o", out, "--until", "2026-02-03T12:00:00Z")
    kinds = sorted(message_file.name.split(".")[-2] for message_file in out.glob("0*.xml"))

    assert 1 == ran.status
    assert [
        "ConfirmStartOfSupply",
        "NotifyEndOfSupply",
        "NotifyStartOfSupply",
        "NotifyStartOfSupply",
    ] == kinds
    assert "SOAP fault of group UUID" in ran.text
    assert (out / "20260202T100000Z-again.xml.fault.xml").exists()
    assert [()] * 5 == [
        library.validate(message_file.read_bytes()).errors for message_file in out.glob("*.xml")
    ]


def test_a_journal_gives_the_same_bytes(edielkit, folder, tmp_path):
    """Replaying the journal of a replay writes the same files."""
    first, second = tmp_path / "first", tmp_path / "second"
    edielkit("hub", "replay", folder, "-o", first, "--until", "2026-02-03T12:00:00Z")
    ran = edielkit("hub", "replay", first, "-o", second)

    assert 0 == ran.status
    written = {file.name: file.read_bytes() for file in second.iterdir()}
    assert 5 == len(written)
    assert written == {name: (first / name).read_bytes() for name in written}


def test_one_file_is_replayed(edielkit, folder):
    """A file goes in alone, into the market of its folder; a journal by its name too."""
    first = min(folder.glob("*.xml"))
    ran = edielkit("hub", "replay", first)

    assert (0, 1) == (ran.status, ran.text.count("taken in"))
    (folder / "market.yml").write_text("market: empty\n", "utf-8")
    assert "SOAP fault of group Security" in edielkit("hub", "replay", first).text


def test_a_replay_says_why(edielkit, folder, monkeypatch):
    """Each fault of a message that is refused, a few of many, and no more codes without words."""
    (folder / "market.yml").write_text("market: empty\n", "utf-8")
    assert "why: Security: the " in edielkit("hub", "replay", folder).text

    monkeypatch.setattr("edielkit.cli.commands.hub_replay._MOST_WORDS", 1)
    first = min(folder.glob("*.xml"))
    (folder / "bad.xml").write_bytes(
        first.read_bytes().replace(b"DocumentType", b"Type").replace(b"392", b"3")
    )
    ran = edielkit("hub", "replay", folder / "bad.xml")
    assert (1, True) == (ran.status, "more; edielkit validate" in ran.text), ran.text


def test_an_empty_file_is_no_scenario(edielkit, tmp_path):
    """Nothing to play is not all as expected, also among others."""
    (tmp_path / "a.yml").write_text(GOOD, "utf-8")
    (tmp_path / "b.yml").write_text("# nothing\n", "utf-8")
    ran = edielkit("hub", "run", tmp_path)

    assert (2, True) == (ran.status, "b.yml:1: expected a scenario, found nothing" in ran.err)
    assert 2 == edielkit("hub", "run", "-", stdin=b"").status


def test_an_instant_is_no_message(edielkit, folder):
    """Only where a message is validated can its own time be meant."""
    ran = edielkit("hub", "replay", folder, "--until", "message")

    assert (2, True) == (ran.status, "expected an instant such as" in ran.err)


def test_a_picture_of_a_scenario_that_goes_wrong_says_so(edielkit, tmp_path):
    """It is drawn all the same, with status 1 and a word why."""
    (tmp_path / "a.yml").write_text(BAD, "utf-8")
    ran = edielkit("hub", "picture", tmp_path / "a.yml", "--area", "home", "--day", "2026-02-02")

    assert (1, True) == (ran.status, "does not go as expected" in ran.err)
    assert ran.text.startswith("<svg")


def test_a_market_of_its_own(edielkit, folder):
    """Without the supplier in the market its message is refused."""
    (folder / "market.yml").write_text("market: empty\n", "utf-8")
    ran = edielkit("hub", "replay", folder)

    assert (1, True) == (ran.status, "SOAP fault of group Security" in ran.text)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none",), "no such file or folder"),
        (("in", "-o", "in/out"), "lies in the folder that is replayed"),
        (("in", "--market", "none.yml"), "no such file or folder"),
        (("in", "--until", "2020-01-01T00:00:00Z"), "--until lies before the last message"),
        (("in", "--market", "list.yml"), "expected parties"),
        (("in", "--market", "odd.yml"), "unknown 'colour'"),
        (("odd",), "20269999T000000Z' is no instant"),
        (("journal",), "expected a line of JSON"),
        (("list.yml",), "expected a message with a creation time"),
    ],
)
def test_replays_that_cannot_be(edielkit, folder, monkeypatch, arguments, message):
    """Status 2 and the reason."""
    monkeypatch.chdir(folder.parent)
    for name, content in {"list.yml": "- 1", "odd.yml": "colour: red"}.items():
        (folder.parent / name).write_text(content, "utf-8")
    for name, file in {"odd": "20269999T000000Z.xml", "journal": "journal.jsonl"}.items():
        (folder.parent / name).mkdir()
        (folder.parent / name / file).write_bytes(b"<a/>")
    ran = edielkit("hub", "replay", *arguments)

    assert 2 == ran.status
    assert message in ran.err


def test_what_the_hub_sends_is_saved(edielkit, fixtures, tmp_path):
    """A folder for each scenario, a file for each message, and the journal."""
    path = fixtures / "hub" / "101-change-of-supplier.yml"
    ran = edielkit("hub", "run", path, "-o", tmp_path)
    assert 0 == ran.status

    folder = tmp_path / "a-customer-changes-supplier"
    names = sorted(file.name for file in folder.iterdir())
    assert names[0] == "000001.7080009993018.ConfirmStartOfSupply.xml"
    assert names[-1] == "journal.jsonl"
    assert 12 == len(list(tmp_path.iterdir()))
    assert 0 == edielkit("validate", "--now", "message", "--fail-on", "error", folder).status
    assert 0 == edielkit("hub", "run", path, "-o", tmp_path).status
