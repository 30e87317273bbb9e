"""The command build: plain data in, valid bytes out, or the field that stops it."""

from __future__ import annotations

import json
import re

import pytest
from tests.support.paths import ROOT


@pytest.mark.parametrize(
    "name",
    [
        "emif/metering/CollectedData.xml",
        "emif/market/NotifyStartOfSupply.xml",
        "emif/soap/PollForDataResponse-market.xml",
        "emif/metering/CollectedData-annual-volume-EI-270.xml",
    ],
)
def test_show_and_build_are_inverse(edielkit, fixtures, name):
    """What show gives as JSON, build writes as the very file."""
    shown = edielkit("show", "--json", fixtures / name)

    ran = edielkit("build", shown.plain["kind"], stdin=shown.out)

    assert (0, (fixtures / name).read_bytes()) == (ran.status, ran.out)


def test_interchange_is_built(edielkit, fixtures):
    """An interchange comes back with the same segments, and is valid."""
    path = fixtures / "edifact/mscons-no-four-hours.edi"
    shown = edielkit("show", "--json", path)

    ran = edielkit("build", "Interchange", stdin=shown.out)

    assert 0 == ran.status
    assert path.read_bytes().replace(b"\n", b"") == ran.out.replace(b"\n", b"")
    assert 0 == edielkit("validate", "-", stdin=ran.out).status


def test_from_file_to_file(edielkit, fixtures, tmp_path):
    """--from and -o name files."""
    source, target = tmp_path / "poll.json", tmp_path / "poll.xml"
    source.write_bytes(edielkit("show", "--json", fixtures / "emif/common/PollForData.xml").out)

    ran = edielkit("build", "PollForData", "--from", source, "-o", target)

    assert (0, b"") == (ran.status, ran.out)
    assert (fixtures / "emif/common/PollForData.xml").read_bytes() == target.read_bytes()


def test_numbers_are_exact(edielkit, fixtures):
    """A JSON number is taken as it is written, never as a float."""
    plain = edielkit("show", "--json", fixtures / "emif/metering/CollectedData.xml").plain
    plain["payload_energy_time_series"][0]["observation"][0]["quantity"] = "@"
    text = json.dumps(plain).replace('"@"', "0.1")

    assert b">0.1<" in edielkit("build", "CollectedData", stdin=text.encode()).out


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ("not JSON", "CollectedData", "{"),
        ("not JSON", "CollectedData", "\udcff"),
        ("expected one JSON object, found list", "CollectedData", "[]"),
        ("did you mean CollectedData?", "ColectedData", "{}"),
        ("PollForData has no 'hedder'; did you mean header?", "PollForData", '{"hedder": {}}'),
        ("header.identification", "PollForData", '{"header": {}}'),
        ("the key 'header' stands twice", "PollForData", '{"header": {}, "header": {}}'),
        (
            "header: expected an object with the parts of Header, found a float",
            "PollForData",
            '{"header": NaN}',
        ),
        ("at most 400 digits, found one of 5000", "PollForData", '{"header": ' + "9" * 5000 + "}"),
        ("nested too deep", "PollForData", '{"header": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    ],
)
def test_what_cannot_be_built_names_the_field(edielkit, words, kind, text):
    """Status 2, nothing written, and the reason with its field."""
    ran = edielkit("build", kind, stdin=text.encode(errors="surrogateescape"))

    assert (2, b"") == (ran.status, ran.out)
    assert words in ran.err


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (
            "PollForData",
            ["header.identification", "process_energy_context.energy_business_process", "payload"],
        ),
        ("RequestStartOfSupply", ["payload_mp_event.consumer_involved_customer_address[0].address_type"]),
        ("MSCONS", ["sender", "recipient", "document", "reference", "created", "series"]),
        ("UTILTS", ["sender", "recipient", "reference", "prepared", "messages"]),
        ("Interchange", ["sender", "recipient", "reference", "prepared", "messages"]),
    ],
)
def test_an_empty_object_is_told_all_that_is_missing(edielkit, kind, fields):
    """One run names every field, each on a line of its own."""
    ran = edielkit("build", kind, stdin=b"{}")

    assert 2 == ran.status
    assert {f"  {field}" for field in fields} <= {line.partition(": ")[0] for line in ran.err.splitlines()}


def test_many_faults_are_cut(edielkit):
    """A hundred lines are enough, and the number of all is told."""
    keys = json.dumps({f"k{n}": 1 for n in range(500)})
    ran = edielkit("build", "MSCONS", stdin=keys.encode())

    assert "506 faults" in ran.err
    assert "and 406 more" in ran.err


def test_help_lists_the_kinds(edielkit):
    """What KIND may be stands in the help."""
    shown = edielkit("build", "--help").text

    assert {"RequestEndOfSupply", "SoapDocument", "MSCONS", "QUOTES"} <= set(
        shown.replace(",", " ").replace(".", " ").split()
    )


def test_older_version_refuses_what_it_lacks(edielkit, fixtures):
    """A direction in annual volumes cannot be written for 2.4.3."""
    shown = edielkit("show", "--json", fixtures / "emif/metering/CollectedData-annual-volume-EI-270.xml")

    ran = edielkit("build", "CollectedData", "--emif-version", "2.4.3", stdin=shown.out)

    assert 2 == ran.status
    assert "annual_period_estimated_metrics" in ran.err


def test_missing_source(edielkit):
    """A file that is not there is status 2."""
    assert 2 == edielkit("build", "PollForData", "--from", "nowhere.json").status


def test_the_page_on_mscons_runs(edielkit, tmp_path):
    """The data of the page are built, validated without a warning and shown; a value too many is named."""
    page = (ROOT / "docs" / "how-to" / "build-mscons.md").read_text(encoding="utf-8")
    source, target = tmp_path / "day.json", tmp_path / "day.edi"
    plain = re.search(r"```json\n(.*?)```", page, re.DOTALL)[1]
    source.write_text(plain, encoding="utf-8")

    assert 0 == edielkit("build", "MSCONS", "--from", source, "-o", target).status
    assert 0 == edielkit("validate", "--fail-on", "warning", target).status
    assert "707057599900010012" in edielkit("show", target).text
    source.write_text(plain.replace('["1.25",', '["1.25", "1",'), encoding="utf-8")
    ran = edielkit("build", "MSCONS", "--from", source)
    assert 2 == ran.status
    assert ran.err.strip() in page
