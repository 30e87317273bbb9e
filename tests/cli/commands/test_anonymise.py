"""The command anonymise: a folder in, a folder out in which nobody is."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import signal
import subprocess
import sys
import time
import zipfile

import pytest
import zstandard
from tests.support.identities import identities, leaks

import edielkit as package
from edielkit.cli.commands import anonymise as module
from edielkit.generate import generate_message
from edielkit.generate.anonymise import VALUES

KEY = ("--key", "a key of the tests")
START = "emif/market/NotifyStartOfSupply.xml"
MSCONS = "edifact/mscons-no-four-hours.edi"


@pytest.fixture
def inbox(tmp_path, fixtures):
    """Give a folder with messages of all packings, and one that is none."""
    folder = tmp_path / "in-Nordmann"
    (folder / "02").mkdir(parents=True)
    start, mscons = (fixtures / START).read_bytes(), (fixtures / MSCONS).read_bytes()
    (folder / "start.xml").write_bytes(start)
    (folder / "02" / "start-707057599900010012.xml.gz").write_bytes(gzip.compress(start))
    (folder / "02" / "values.edi.zst").write_bytes(zstandard.compress(mscons))
    with zipfile.ZipFile(folder / "02" / "Nordmann.zip", "w") as archive:
        archive.writestr("Kari/start.xml", start)
        archive.writestr("Kari/values.edi.zst", zstandard.compress(mscons))
    return folder


def unpacked(folder):
    """Return all bytes below a folder, each layer of them, with the names."""
    layers = []
    for path in sorted(folder.rglob("*")):
        layers.append(str(path.relative_to(folder)).encode())
        if path.is_file():
            layers += opened(path.read_bytes())
    return b"\n".join(layers)


def opened(data):
    if data.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        return [part for name in archive.namelist() for part in (name.encode(), *opened(archive.read(name)))]
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        return opened(zstandard.ZstdDecompressor().decompress(data))
    return [gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data]


def test_a_folder_of_every_packing(edielkit, inbox, tmp_path, fixtures):
    """Nobody is left in contents or names; the report counts, and says what was where."""
    out = tmp_path / "out"
    own = identities((fixtures / START).read_bytes()) | identities((fixtures / MSCONS).read_bytes())

    ran = edielkit("anonymise", inbox, *KEY, "-o", out, "--check", "--format", "json")

    assert (0, "") == (ran.status, ran.err)
    assert set() == leaks(own | {"Nordmann"}, unpacked(out))
    assert 4 == len(ran.plain["files"]) == len([path for path in out.rglob("*") if path.is_file()])
    assert {"name", "address", "birth number", "metering point"} <= set(ran.plain["replaced"])
    assert [] == [words for file in ran.plain["files"] for words in file["other_findings"]]
    look_at = {(remark["what"], remark["place"]) for file in ran.plain["files"] for remark in file["look_at"]}
    assert {("free text", "Description"), ("free text", "MeterLocation")} == look_at
    assert 0 == edielkit("validate", "--now", "message", "--level", "schema", out).status


def test_two_runs_and_two_folders_fit_together(edielkit, inbox, tmp_path, fixtures):
    """The same key gives the same bytes, whatever stands beside; --force is not even needed."""
    assert 0 == edielkit("anonymise", inbox, *KEY, "-o", tmp_path / "out").status
    before = unpacked(tmp_path / "out")
    assert 0 == edielkit("anonymise", inbox, *KEY, "-o", tmp_path / "out").status
    assert before == unpacked(tmp_path / "out")

    assert 0 == edielkit("anonymise", fixtures / START, *KEY, "-o", tmp_path / "alone").status
    assert (tmp_path / "alone/NotifyStartOfSupply.xml").read_bytes() in before


def test_the_report_in_text(edielkit, inbox, tmp_path):
    """Counts, what to look at, and what was not written."""
    (inbox / "Nordmann.xml").write_bytes(b"Kari Nordmann")
    (inbox / "birth.xml").write_bytes(b"<a>\n<b>01819010043</b></a>")

    ran = edielkit("anonymise", inbox, *KEY, "-o", tmp_path / "out")

    assert 1 == ran.status
    lines = ran.text.splitlines()
    assert "✗ 5 of 6 written to" in lines[0]
    assert any(line.split() == ["birth", "number", "3"] for line in lines)
    assert f"  {inbox / 'birth.xml'}: birth number in b, line 2" in lines
    assert any(line.startswith(f"  {inbox / 'start.xml'}: free text in Description, line") for line in lines)
    assert "SYS011 expected XML or EDIFACT" in lines[-1]
    assert "01819010043" not in ran.text


def test_long_lists_are_cut(edielkit, tmp_path):
    """--all has the rest."""
    source = tmp_path / "many.xml"
    source.write_bytes(b"<a>" + b"<Subject>hei</Subject>" * 30 + b"</a>")

    assert "and 10 more; --all lists them" in edielkit("anonymise", source, *KEY, "-o", tmp_path / "a").text
    full = edielkit("anonymise", source, *KEY, "-o", tmp_path / "b", "--all").text
    assert 30 == full.count("free text in Subject")


def test_keys_come_from_three_places(edielkit, fixtures, tmp_path, monkeypatch):
    """An option, a file without its line end, a variable of the environment."""
    (tmp_path / "key").write_text("a key of the tests\n")
    outputs = []
    for number, arguments in enumerate((KEY, ("--key-file", tmp_path / "key"), ())):
        if not arguments:
            monkeypatch.setenv("EDIELKIT_KEY", "a key of the tests")
        out = tmp_path / str(number)
        assert 0 == edielkit("anonymise", fixtures / START, *arguments, "-o", out).status
        outputs.append((out / "NotifyStartOfSupply.xml").read_bytes())

    assert 1 == len(set(outputs))


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("give a key of your own, with --key TEXT or --key-file FILE", ()),
        ("give the key with --key or --key-file", (*KEY, "--key-file", "x")),
        ("a key of at least 8 bytes, found 3", ("--key", "abc")),
        ("nokey: no such file or folder", ("--key-file", "nokey")),
    ],
)
def test_a_key_is_needed(edielkit, fixtures, tmp_path, words, arguments):
    """One, and long enough; nothing is written without."""
    ran = edielkit("anonymise", fixtures / START, *arguments, "-o", tmp_path / "out")

    assert (2, True) == (ran.status, words in ran.err)
    assert not (tmp_path / "out").exists()


def test_the_output_is_no_input(edielkit, inbox, fixtures):
    """A folder inside of the one that is read, and the folder itself, are refused."""
    for out in (inbox, inbox / "out"):
        ran = edielkit("anonymise", inbox, *KEY, "-o", out)
        assert (2, True) == (ran.status, "which is read" in ran.err)


def test_files_of_one_name_get_two(edielkit, fixtures, tmp_path):
    """From two folders; standard input has a name of its own."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.xml").write_bytes((fixtures / START).read_bytes())
    ran = edielkit(
        "anonymise",
        tmp_path / "a/x.xml",
        tmp_path / "b/x.xml",
        "-",
        *KEY,
        "-o",
        tmp_path / "out",
        stdin=b"<a/>",
    )

    assert 0 == ran.status
    assert 3 == len(list((tmp_path / "out").iterdir()))


def test_times_and_values(edielkit, fixtures, tmp_path):
    """Moved by weeks and scaled; a clock change that would be lost is told, and the file not written."""
    spring = fixtures / "edifact/mscons-no-spring-23-hours.edi"
    ran = edielkit(
        "anonymise",
        spring,
        fixtures / MSCONS,
        *KEY,
        "-o",
        tmp_path / "a",
        "--shift-weeks",
        1,
        "--values",
        "scale",
    )

    assert 1 == ran.status
    assert "has another number of hours" in ran.text
    (moved,) = (tmp_path / "a").iterdir()
    created = package.verbs.creation_time(moved.read_bytes())
    assert dt.timedelta(weeks=1) == created - package.verbs.creation_time((fixtures / MSCONS).read_bytes())
    assert (
        0 == edielkit("anonymise", spring, *KEY, "-o", tmp_path / "b", "--shift-weeks", 52, "--check").status
    )


def test_other_findings_are_told(edielkit, tmp_path):
    """A month that is moved by weeks is a month no longer: --check says so."""
    from tests.support.paths import FIXTURES

    month = FIXTURES / "edifact/utilts-se-month-readings.edi"
    ran = edielkit("anonymise", month, *KEY, "-o", tmp_path / "out", "--shift-weeks", 52, "--check")

    assert 1 == ran.status
    assert "other finding" in ran.text
    assert "new: SER024" in ran.text


def test_choices_are_those_of_the_library():
    """The option offers what the library takes."""
    assert VALUES == module.VALUES


@pytest.mark.slow
def test_kill_9_leaves_no_half_file(tmp_path):
    """Whatever stands in the output folder is whole."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    for seed in range(20):
        now = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
        (inbox / f"{seed}.xml").write_bytes(
            generate_message("CollectedData", seed=seed, now=now, process="313").data
        )
    arguments = [sys.executable, "-m", "edielkit", "anonymise", inbox, *KEY, "-o"]
    subprocess.run([*arguments, tmp_path / "whole"], check=True, capture_output=True)
    whole = {path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    for kill in range(10):
        command = subprocess.Popen([*arguments, tmp_path / "out"], stdout=subprocess.DEVNULL)
        time.sleep(0.25 + 0.05 * kill)
        command.send_signal(signal.SIGKILL)
        command.wait()
        if (tmp_path / "out").exists():
            files = [path for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")]
            assert {path.read_bytes() for path in files} <= whole


@pytest.mark.parametrize("weeks", ["10401", "-10401", "9" * 30])
def test_a_move_out_of_the_calendar_is_refused(edielkit, fixtures, tmp_path, weeks):
    """Before anything is read or written."""
    ran = edielkit(
        "anonymise",
        fixtures / "pairs/no-march-hours.edi",
        "--key",
        "k" * 9,
        "-o",
        tmp_path / "out",
        "--shift-weeks",
        weeks,
    )

    assert (2, "edielkit: expected a move of at most 10400 weeks\n") == (ran.status, ran.err)


@pytest.mark.parametrize("weeks", ["-10400", "10400"])
def test_times_at_the_ends_of_the_calendar_are_no_trouble(edielkit, tmp_path, fixtures, weeks):
    """What cannot be moved stays, or becomes another text; nothing is raised."""
    data = (fixtures / "pairs/no-march-hours.edi").read_bytes()
    for number, year in enumerate((b"0001", b"0150", b"9990")):
        (tmp_path / f"{number}.edi").write_bytes(data.replace(b":202603", b":" + year + b"03"))
        assert (
            2
            > edielkit(
                "anonymise",
                tmp_path / f"{number}.edi",
                "--key",
                "k" * 9,
                "-o",
                tmp_path / weeks,
                "--shift-weeks",
                weeks,
            ).status
        )
