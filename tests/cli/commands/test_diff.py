"""The command diff: what two messages say differently, for people and programs."""

from __future__ import annotations

import gzip
import json
import zipfile

import jsonschema
import pytest
from tests.support.paths import ROOT

VALUES = "emif/metering/CollectedData.xml"
START = "emif/market/NotifyStartOfSupply.xml"
MSCONS = "edifact/mscons-no-four-hours.edi"
SCHEMA = json.loads((ROOT / "docs/reference/diff.schema.json").read_text("utf-8"))


@pytest.fixture
def edited(tmp_path, fixtures):
    """Give a function that writes a fixture with one text for another."""

    def edit(name, old, new):
        data = (fixtures / name).read_bytes()
        assert old in data
        path = tmp_path / f"edited{name[-4:]}"
        path.write_bytes(data.replace(old, new, 1))
        return path

    return edit


def test_what_says_the_same_has_status_0(edielkit, fixtures, tmp_path):
    """Packed or not, of either wire."""
    for name in (VALUES, MSCONS):
        packed = tmp_path / "packed.gz"
        packed.write_bytes(gzip.compress((fixtures / name).read_bytes()))

        ran = edielkit("diff", fixtures / name, packed)

        assert (0, "") == (ran.status, ran.err)
        assert ran.text.startswith("✓ they say the same  compared: ")


def test_a_difference_is_shown_with_its_path_and_both_sides(edielkit, fixtures, edited):
    """Status 1, and the names of the files."""
    other = edited(MSCONS, b"QTY+136:2.25", b"QTY+136:2.5")

    ran = edielkit("diff", fixtures / MSCONS, other)

    assert (1, "") == (ran.status, ran.err)
    lines = [line.split() for line in ran.text.splitlines()]
    assert lines[0][:3] == ["✗", "1", "difference"]
    assert [str(fixtures / MSCONS), "2.25"] in lines
    assert [str(other), "2.5"] in lines
    assert "QTY[2026-02-01T01:00:00+01:00" in ran.text


def test_the_json_follows_its_schema(edielkit, fixtures, edited):
    """Same or not."""
    other = edited(VALUES, b"<abie:Metered>", b"<abie:Metered>9")
    for second, status in ((other, 1), (fixtures / VALUES, 0)):
        ran = edielkit("diff", fixtures / VALUES, second, "--format", "json")

        jsonschema.validate(ran.plain, SCHEMA)
        assert (status, status == 0, status) == (ran.status, ran.plain["same"], len(ran.plain["differences"]))


def test_persons_are_masked(edielkit, fixtures, edited):
    """Unless somebody asks for them."""
    data = (fixtures / START).read_bytes()
    name = data[data.index(b"GivenName>") + len(b"GivenName>") :].partition(b"<")[0]
    other = edited(START, name + b"<", b"Somebody<")

    ran = edielkit("diff", fixtures / START, other)
    assert 1 == ran.status
    assert "•••" in ran.text
    assert "Somebody" not in ran.text
    assert "Somebody" in edielkit("diff", fixtures / START, other, "--personal").text


def test_a_name_in_edifact_is_masked_too(edielkit, tmp_path):
    """In NAD, wherever it stands."""
    text = "UNB+UNOC:3+A+B+260101:0000+R'UNH+1+MSCONS:D:96A:ZZ:EDIEL2'BGM+7+X+9'NAD+UD+01819010043:::9++{}'UNT+4+1'UNZ+1+R'"
    paths = []
    for name in ("Testesen", "Prøvesen"):
        paths.append(tmp_path / f"{name[0]}.edi")
        paths[-1].write_bytes(text.format(name).encode("latin-1"))

    ran = edielkit("diff", *paths)

    assert 1 == ran.status
    assert not {"Testesen", "Prøvesen", "01819010043"} & set(
        ran.text.replace("]", " ").replace("[", " ").split()
    )


def test_what_may_differ_is_ignored(edielkit, fixtures, edited):
    """By name or by the end of the path."""
    other = edited(MSCONS, b"BGM+7+EDK-2026-1", b"BGM+7+EDK-2026-2")

    assert 1 == edielkit("diff", fixtures / MSCONS, other, "--ignore", "BGM/name").status
    assert 0 == edielkit("diff", fixtures / MSCONS, other, "--ignore", "BGM/number").status


def test_archives_and_folders_meet_by_identification(edielkit, fixtures, tmp_path):
    """The same messages in another order, packed otherwise."""
    folder, archive = tmp_path / "folder", tmp_path / "all.zip"
    folder.mkdir()
    with zipfile.ZipFile(archive, "w") as packed:
        for number, name in enumerate((START, VALUES, MSCONS)):
            data = (fixtures / name).read_bytes()
            (folder / f"{number}{name[-4:]}").write_bytes(data)
            packed.writestr(f"{9 - number}{name[-4:]}", data)

    ran = edielkit("diff", folder, archive)

    assert (0, "") == (ran.status, ran.err)
    assert "by identification" in ran.text


def test_many_differences_are_cut(edielkit, fixtures):
    """Fifty are shown; --all and json have every one."""
    day = fixtures / "emif/metering/CollectedData-15-minutes.xml"
    other = fixtures / "emif/metering/CollectedData-autumn-15-minutes.xml"

    short, long = edielkit("diff", day, other).text, edielkit("diff", day, other, "--all").text
    count = len(edielkit("diff", day, other, "--format", "json").plain["differences"])

    assert count > 50
    assert f"and {count - 50} more; --all lists them" in short
    assert "more; --all" not in long
    assert len(long) > len(short)


def test_what_cannot_be_read_is_status_2(edielkit, fixtures, tmp_path):
    """A file that is no message, or is not there, is named."""
    text = tmp_path / "text.xml"
    text.write_text("hello")

    for path in (text, tmp_path / "nothing.xml"):
        ran = edielkit("diff", fixtures / VALUES, path)
        assert (2, b"") == (ran.status, ran.out)
        assert path.name in ran.err


def test_what_cannot_be_compared_is_status_2(edielkit, fixtures):
    """Two wires have their values in common, and these have none."""
    ran = edielkit(
        "diff", fixtures / "emif/common/Acknowledgement.xml", fixtures / "edifact/aperak-no-accepted.edi"
    )

    assert (2, b"") == (ran.status, ran.out)
    assert "expected metering values to compare, found none" in ran.err
