"""The commands on exchange points: exit status, what they print, what they write."""

import json
from pathlib import Path

import pytest

import edielkit as package

PARTIES = ("--sender", "7080000009015", "--recipient", "7080000009039")
SIGNED = "exchange/signed-mscons.edi"


def points(name):
    return ("--points", f"exchange/{name}.points.csv")


@pytest.fixture
def exchange(edielkit, fixtures, monkeypatch):
    """Give a function that runs an exchange command from the folder of the fixtures."""
    monkeypatch.chdir(fixtures)

    def call(*arguments, **more):
        return edielkit("exchange", *arguments, **more)

    return call


@pytest.mark.parametrize(
    ("status", "name", "more"),
    [
        (0, "one-point-two-channels.xml", points("one-point-two-channels")),
        (1, "one-direction-alone.xml", points("one-direction-alone")),
        (3, "one-direction-alone.xml", ()),
        (1, "unequal-counts.xml", ()),
        (0, "net-both-ways.xml", points("net-both-ways")),
        (1, "net-both-ways.xml", (*points("net-both-ways"), "--fail-on", "warning")),
        (1, "signed-mscons.edi", points("signed-mscons")),
        (2, "one-point-two-channels.xml", ("--points", "no-such-file.csv")),
        (2, "no-such-file.xml", ()),
        (2, "one-point-two-channels.xml", ("--point", "12")),
    ],
)
def test_check_says_by_its_status_what_it_found(exchange, status, name, more):
    """0 without findings of the severity, 1 with some, 2 when the command could not run, 3 without a point to check."""
    ran = exchange("check", f"exchange/{name}", *more)

    assert status == ran.status, ran.text + ran.err


def test_check_gives_the_findings_of_the_library_as_json(exchange, fixtures):
    """The JSON has the codes and places of the expected file."""
    ran = exchange("check", "exchange/switch-at-noon.xml", *points("switch-at-noon"), "--now", "message", "--format", "json")  # fmt: skip
    expected = json.loads((fixtures / "exchange/switch-at-noon.expected.json").read_text())["findings"]

    assert [(e["code"], e["path"]) for e in expected] == [(f["code"], f["path"]) for f in ran.plain["files"][0]["findings"]]  # fmt: skip


def test_check_looks_at_all_inputs_together(exchange):
    """Inputs that are fine each by itself are checked as one: the same day twice."""
    name = "exchange/one-point-two-channels.xml"
    ran = exchange("check", name, "-", stdin=Path(name).read_bytes())

    assert "EXC017" in ran.text


def test_check_looks_at_the_time_of_arrival(exchange):
    """A message that came after 07:00 of the next day is late."""
    ran = exchange("check", "exchange/foreign-border.xml", *points("foreign-border"), "--received", "2024-06-05T05:00:00Z", "--now", "message")  # fmt: skip
    early = exchange("check", "exchange/foreign-border.xml", *points("foreign-border"), "--received", "2024-06-05T04:59:00Z", "--now", "message")  # fmt: skip

    assert "EXC013" in ran.text
    assert "foreign" in ran.text
    assert "EXC013" not in early.text


def test_unreadable_input_is_a_finding(exchange):
    """What is no message is said, and what can be read is checked all the same."""
    ran = exchange("check", "-", "exchange/one-point-two-channels.xml", stdin=b"nonsense")

    assert 1 == ran.status
    assert "unreadable" in ran.text
    assert "accepted" in ran.text


def test_partners_signed_mscons_becomes_two_clean_channels(exchange, edielkit, tmp_path):
    """Two commands turn a signed net series into a CollectedData message that is valid."""
    result = tmp_path / "made.xml"
    ran = exchange(
        "split", SIGNED, "--sign", "import-positive", "--to", "collected-data", "-o", result, *PARTIES
    )
    net = next(iter(package.read_series(Path(SIGNED).read_bytes())))
    incoming, outgoing = package.read_series(result.read_bytes())

    assert 0 == ran.status, ran.err
    assert "1 signed series split" in ran.err
    assert ("In", "Out") == (incoming.direction, outgoing.direction)
    assert net.observations.total == incoming.observations.total - outgoing.observations.total
    assert () == package.validate(result.read_bytes(), level="codes").errors
    assert 0 == exchange("check", result, *points("signed-mscons")).status


def test_split_writes_mscons_again(exchange, tmp_path):
    """With a product code for each direction the partner's wire is kept, and read back with the same codes."""
    result = tmp_path / "made.edi"
    codes = ("--code", "In=1502", "--code", "Out=1501")
    ran = exchange("split", SIGNED, "--sign", "export-positive", *codes, "-o", result)

    assert 0 == ran.status, ran.err
    assert "MSCONS" == package.detect(result.read_bytes()).message
    assert 0 == exchange("check", result, *points("signed-mscons"), *codes).status
    assert 2 == exchange("split", SIGNED, "--sign", "export-positive").status


def test_fill_writes_the_zero_channel(exchange, tmp_path):
    """The message that comes out has both channels and passes the check that the one that went in failed."""
    result = tmp_path / "made.xml"
    ran = exchange("fill", "exchange/one-direction-alone.xml", *points("one-direction-alone"), "-o", result)

    assert 0 == ran.status, ran.err
    assert 0 == exchange("check", result, *points("one-direction-alone")).status
    assert () == package.validate(result.read_bytes(), level="codes").errors


def test_fill_needs_to_know_the_points(exchange):
    """Without a named point nothing is invented."""
    assert 2 == exchange("fill", "exchange/one-direction-alone.xml").status


def test_fill_writes_no_zeros_for_a_metered_channel(exchange, tmp_path):
    """A channel that is metered and missing is said, not filled."""
    file = tmp_path / "points.csv"
    file.write_text(
        Path("exchange/one-direction-alone.points.csv").read_text().replace("in-only", "two-channels")
    )
    ran = exchange("fill", "exchange/one-direction-alone.xml", "--points", file, "--to", "csv")

    assert 1 == ran.status
    assert "not filled" in ran.err
    assert b"Out" not in ran.out


def test_fill_takes_a_named_point_for_one_way(exchange, fixtures):
    """A point that --point names is filled where one direction is all that comes in."""
    gsrn = next(
        iter(package.read_series(Path("exchange/one-direction-alone.xml").read_bytes()))
    ).metering_point
    ran = exchange("fill", "exchange/one-direction-alone.xml", "--point", gsrn, "--to", "csv")

    assert 0 == ran.status, ran.err
    assert b"Out" in ran.out


def test_balance_shows_areas_and_pairs_and_draws(exchange, tmp_path):
    """Import and export of both areas mirror each other, and the picture has its words."""
    drawn = tmp_path / "drawn.svg"
    name = "one-point-two-channels"
    ran = exchange("balance", f"exchange/{name}.xml", *points(name), "--format", "json")
    first, second = ran.plain["areas"]
    svg = exchange("balance", f"exchange/{name}.xml", *points(name), "--svg", drawn, "--area", first["area"])

    assert 0 == ran.status == svg.status, svg.err
    assert (first["import"], first["export"]) == (second["export"], second["import"])
    assert drawn.read_text().startswith("<svg")
    assert first["import"] in drawn.read_text()
    assert "Exchange in kWh" in svg.text
    assert 2 == exchange("balance", f"exchange/{name}.xml", *points(name), "--svg", drawn).status


def test_what_a_change_of_wire_loses_is_said_and_written(exchange, tmp_path):
    """Standard error and the JSON file have what MSCONS lost and what XML could not say; the same wire says nothing."""
    told, result = tmp_path / "told.json", tmp_path / "made.edi"
    codes = ("--code", "In=1502", "--code", "Out=1501")
    ran = exchange(
        "fill", "exchange/one-direction-alone.xml", *points("one-direction-alone"), "--to", "mscons", *codes,
        *PARTIES, "--losses", told, "-o", result,
    )  # fmt: skip
    plain = json.loads(told.read_text())

    assert 0 == ran.status, ran.err
    assert {"CNV004", "CNV007", "CNV008", "CNV003", "CNV013"} <= {
        e["code"] for source in plain for e in source["losses"]
    }
    assert {"CNV107", "CNV109"} <= {e["code"] for source in plain for e in source["supplied"]}
    assert {"code", "what", "where", "message", "title", "severity"} == set(plain[0]["losses"][0])
    assert "CNV013 RegistrationDateTime" in ran.err
    same = exchange(
        "fill",
        "exchange/one-direction-alone.xml",
        *points("one-direction-alone"),
        "--losses",
        told,
        "--force",
    )
    assert "CNV" not in same.err
    assert [] == json.loads(told.read_text())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", "collected-data"), "who is the sender"),
        (("--to", "mscons"), "--code In=CODE"),
        (("--to", "collected-data", "--sender", "708", "--recipient", "7080000009039"), "GLN"),
        (("--to", "collected-data", *PARTIES, "--losses", "no/such/folder.json"), "cannot be written"),
        (("--to", "collected-data", *PARTIES, "--now", "yesterday"), "expected 'message'"),
        (("--point", "707057500090000998"), "no series of these metering points"),
    ],
)
def test_split_says_what_it_lacks(exchange, arguments, words):
    """Each thing that is missing or wrong is trouble in words, and nothing is written."""
    ran = exchange("split", SIGNED, "--sign", "import-positive", *arguments)

    assert 2 == ran.status
    assert words in ran.err
    assert b"" == ran.out


def test_split_refuses_reactive_energy_of_an_unknown_code(exchange, tmp_path):
    """Which of Elhub's three products of kvarh a partner's code means is not guessed."""
    file = tmp_path / "reactive.edi"
    file.write_bytes(Path(SIGNED).read_bytes().replace(b"AAZ++KWH", b"AAZ++KVR"))
    ran = exchange("split", file, "--sign", "import-positive", "--to", "collected-data", *PARTIES)

    assert 2 == ran.status
    assert "no product of Elhub is known" in ran.err


def test_split_keeps_megawatt_hours_of_a_partner(exchange, tmp_path):
    """MWH stay MWH on the same wire, and become kWh on the other, exact both times."""
    file, result = tmp_path / "mega.edi", tmp_path / "made"
    file.write_bytes(Path(SIGNED).read_bytes().replace(b"AAZ++KWH", b"AAZ++MWH"))
    codes = ("--code", "In=1502", "--code", "Out=1501")
    same = exchange("split", file, "--sign", "import-positive", *codes, "-o", result)
    mega = list(package.read_series(result.read_bytes()))
    other = exchange(
        "split",
        file,
        "--sign",
        "import-positive",
        "--to",
        "collected-data",
        *PARTIES,
        "-o",
        result,
        "--force",
    )
    kilo = list(package.read_series(result.read_bytes()))

    assert (0, 0) == (same.status, other.status), same.err + other.err
    assert {"MWH"} == {series.unit for series in mega}
    assert [series.observations.total * 1000 for series in mega] == [
        series.observations.total for series in kilo
    ]


@pytest.mark.parametrize(
    ("status", "end", "words"),
    [(2, b"DTM+324:20240604050020", "the values have no period"), (1, b"QTY+136:-21.873'", "EDI025")],
)
def test_a_message_that_is_cut_off_is_told(exchange, tmp_path, status, end, words):
    """Values of a message that was cut off are missing: no report goes out without a word and with status 0."""
    file = tmp_path / "cut.edi"
    whole = Path(SIGNED).read_bytes()
    file.write_bytes(whole[: whole.index(end)] + (end if status == 2 else b""))
    ran = exchange("split", file, "--sign", "import-positive", "--to", "collected-data", *PARTIES)

    assert status == ran.status
    assert "values may be missing" in ran.err
    assert words in ran.err
