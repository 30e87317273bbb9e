"""The command convert: the other wire on standard output, losses on standard error."""

from __future__ import annotations

import json
import re

import pytest
from tests.support.edifact_dated import interchange, line, mscons

import edielkit as package
from edielkit.cli.commands import convert as module
from edielkit.cli.input.value_files import VALUE_FILE_KEYS
from edielkit.conversion import TARGETS, Carrier
from edielkit.conversion.options import ACTIVE_UNITS

XML_FLAGS = ("--document-type", "E13", "--process", "BRS-NO-313", "--role", "DDE")


def test_choices_are_those_of_the_package():
    """What the help names is what the package knows."""
    assert TARGETS == module.TARGETS
    assert {carrier.value for carrier in Carrier} == set(module.CARRIERS)
    assert ACTIVE_UNITS == module.UNITS


def test_mscons_becomes_collected_data(edielkit, fixtures):
    """The XML goes to standard output and validates; the losses go to standard error, with their codes."""
    ran = edielkit(
        "convert",
        fixtures / "pairs/de-quality-quarters.edi",
        "--to",
        "collected-data",
        *XML_FLAGS,
        "--validation",
        "V001",
        "--estimation",
        "E001",
    )

    assert 0 == ran.status
    assert package.parse((fixtures / "pairs/de-quality-quarters.xml").read_bytes()) == package.parse(ran.out)
    assert "CNV007 RFF+Z13: 'RFF+Z13:13025' is left out" in ran.err
    assert "(and 1 more)" not in ran.err.splitlines()[0]


def test_xml_becomes_mscons(edielkit, fixtures):
    """The segments are those of the other file of the pair, save the time of preparation, which is now."""
    pair = fixtures / "pairs/no-march-hours"
    ran = edielkit(
        "convert",
        f"{pair}.xml",
        "--to",
        "mscons",
        "--profile",
        "no",
        "--carrier",
        "obis",
        "--by-agreement",
        "--now",
        "2026-03-30T03:30:00Z",
    )

    assert 0 == ran.status
    assert pair.with_suffix(".edi").read_bytes().replace(b"\n", b"") == ran.out


def test_signed_series_in_two_commands(edielkit, fixtures, tmp_path):
    """A signed MSCONS becomes two clean channels, which validate."""
    target = tmp_path / "channels.xml"
    ran = edielkit(
        "convert", fixtures / "pairs/no-signed-october-quarters.edi", "--to", "collected-data", *XML_FLAGS,
        "--sign", "in", "--registered", "message", "-o", target,
    )  # fmt: skip

    assert 0 == ran.status
    assert 0 == edielkit("validate", target, "--level", "business", "--now", "2026-10-27T08:00:00Z").status
    assert ["In", "Out"] == [series.direction for series in package.read_series(target.read_bytes())]


def test_missing_option_is_named_as_a_flag(edielkit, fixtures):
    """What the source lacks is asked for by the name of its flag."""
    ran = edielkit("convert", fixtures / "pairs/no-march-hours.edi", "--to", "collected-data")

    assert 2 == ran.status
    assert "--document-type CODE" in ran.err


def test_wrong_flags_are_explained(edielkit, fixtures):
    """A flag of the wrong form is trouble with the right form."""
    path = fixtures / "pairs/no-march-hours.edi"

    for flags, text in (
        (("--channel", "1009"), "expected CODE=PRODUCT"),
        (("--point", "x"), "expected OLD=NEW"),
        (("--qualifier", "bad=Z1"), "expected a status of"),
        (("--validation", "V9"), "validation"),
    ):
        ran = edielkit("convert", path, "--to", "collected-data", *flags)
        assert 2 == ran.status
        assert text in ran.err


def test_tables(edielkit, fixtures):
    """csv holds a row a value, json the whole message."""
    path = fixtures / "pairs/no-march-hours.xml"
    csv = edielkit("convert", path, "--to", "csv").text.splitlines()
    plain = json.loads(edielkit("convert", path, "--to", "json").out)

    assert 1 + 2 * 23 == len(csv)
    assert package.parse(path.read_bytes()) == package.from_dict(plain["kind"], plain)


def test_several_messages_need_a_folder(edielkit, fixtures, tmp_path):
    """Several results on one output are refused; a folder takes them all."""
    folder = fixtures / "pairs"

    assert "give a folder" in edielkit("convert", folder, "--to", "csv").err
    assert 0 == edielkit("convert", folder, "--to", "csv", "-o", tmp_path).status
    assert len(list(folder.iterdir())) == len(list(tmp_path.glob("*.csv")))


def test_every_option_has_a_flag():
    """What the library can be told, the command can be told; new identifications are its own."""
    import attrs

    from edielkit.conversion import Options

    flags = {parameter.name for parameter in module.command.params} - {
        *VALUE_FILE_KEYS,
        "path",
        "target",
        "output",
        "losses_file",
        "jobs",
        "force",
        "lang",
    }

    assert {field.name for field in attrs.fields(Options)} - {"new_id"} == flags


def test_a_message_that_is_cut_off_is_told(edielkit, fixtures, tmp_path):
    """What could be read is written, with a word on what may be missing, and status 1."""
    file = tmp_path / "cut.edi"
    whole = (fixtures / "pairs/no-march-hours.edi").read_bytes()
    file.write_bytes(whole[: whole.rindex(b"QTY")])
    ran = edielkit("convert", file, "--to", "collected-data", *XML_FLAGS)

    assert 1 == ran.status
    assert "validate refuses it, and values may be missing or wrong" in ran.err
    assert "EDI025" in ran.err
    assert b"CollectedData" in ran.out


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("pairs/no-march-hours.edi", "QTY+136:12.345", "QTY+136:12.345", ""),
        ("pairs/no-march-hours.edi", "DTM+ZZZ:1:805", "DTM+ZZZ:x:805", "SER003"),
        ("edifact/utilts-se-quarters.edi", "QTY+136:0.505", "QTY+136:0x505", "SER002"),
        ("edifact/utilts-se-quarters.edi", "SEQ++2", "SEQ++3", "SER0"),
        ("edifact/utilts-se-quarters.edi", "202506050500", "203006050500", "SER040"),
        ("emif/metering/CollectedData.xml", "<abie:Metered>", "<abie:Metered>x", "XSD"),
    ],
)
@pytest.mark.parametrize("target", ["csv", "json", "parquet"])
def test_tables_say_what_validate_refuses(edielkit, fixtures, tmp_path, name, old, new, code, target):
    """What could be read is written; what it is worth stands on standard error, and in the status."""
    text = (fixtures / name).read_text("utf-8")
    file, table = tmp_path / f"source{name[-4:]}", tmp_path / "table"
    file.write_text(text.replace(old, new, 1), "utf-8", newline="")
    ran = edielkit("convert", file, "--to", target, "-o", table)

    assert (1 if code else 0) == ran.status, ran.err
    assert table.exists()
    assert ("validate refuses it" in ran.err) is bool(code)
    assert code in ran.err


@pytest.mark.parametrize(("point", "code"), [("707057500000000008", ""), ("123456789012", "TAB007")])
def test_what_is_told_of_a_file_of_values_stands_beside_its_values(edielkit, tmp_path, point, code):
    """A warning keeps nobody from converting: it stands on standard error, with the line that it is about."""
    file = tmp_path / "values.csv"
    file.write_text(
        f"metering_point;start;quantity;unit\n{point};2026-02-02T00:00+01:00;1,5;kWh\n"
        f"{point};2026-02-02T01:00+01:00;2,5;kWh\n",
        "utf-8",
    )
    ran = edielkit("convert", file, "--to", "csv")

    assert (0, 3) == (ran.status, len(ran.text.splitlines())), ran.err
    assert ("TAB007" in ran.err) is bool(code)
    assert ("line 2" in ran.err) is bool(code)


def test_a_value_that_cannot_be_read_is_marked_in_the_table(edielkit, fixtures, tmp_path):
    """It is missing, with its text beside it, and the others keep their places."""
    file = tmp_path / "text.edi"
    source = (fixtures / "edifact/utilts-se-quarters.edi").read_bytes()
    file.write_bytes(source.replace(b"QTY+136:0.448", b"QTY+136:1.5E3"))
    header, _, second, third = edielkit("convert", file, "--to", "csv").text.splitlines()[:4]
    rows = [dict(zip(header.split(","), row.split(","), strict=True)) for row in (second, third)]

    assert ["2", "", "missing", "1.5E3"] == [rows[0][k] for k in ("position", "quantity", "status", "text")]
    assert ["3", "0.082"] == [rows[1][k] for k in ("position", "quantity")]


def test_a_source_without_a_profile_is_judged_by_the_one_that_is_named(edielkit, tmp_path):
    """Nobody else knows the clock of its times."""
    file = tmp_path / "message.edi"
    data = interchange(mscons(line()), parties="A:ZZZ+B:ZZZ").replace(b":ZZ:EDIEL2", b":UN")
    data = re.sub(rb"(NAD\+[FD][RO]\+)7080\d+::9", rb"\1A", data.replace(b"DTM+ZZZ:1:805'", b""))
    file.write_bytes(re.sub(rb"UNT.(\d+)", lambda n: b"UNT+%d" % (int(n[1]) - 1), data))

    assert "SER004" in edielkit("convert", file, "--to", "csv").err
    assert "SER004" not in edielkit("convert", file, "--to", "csv", "--profile", "no").err


def test_all_that_is_missing_is_asked_for_at_once(edielkit, fixtures):
    """With a flag for each, and the command line to fill in."""
    source = fixtures / "edifact" / "mscons-no-areas.edi"
    ran = edielkit("convert", source, "--to", "collected-data")
    lines = ran.err.splitlines()

    assert 2 == ran.status
    assert ["--channel", "--registered", "--document-type", "--process", "--role"] == [
        line.split()[0] for line in lines[1:-1]
    ]
    assert lines[-1] == (
        f"as in: edielkit convert {source} --to collected-data --channel 1501=PRODUCT/DIRECTION --registered INSTANT"
        " --document-type CODE --process CODE --role CODE"
    )


def test_one_that_cannot_be_converted_stops_no_other(edielkit, fixtures, tmp_path):
    """The others are written, and counted; the status says that one was not."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (
        "emif/metering/CollectedData.xml",
        "broken/emif-not-a-message.xml",
        "emif/metering/CollectedData-15-minutes.xml",
    ):
        (folder / name.rpartition("/")[2]).write_bytes((fixtures / name).read_bytes())
    ran = edielkit("convert", folder, "--to", "mscons", "--profile", "no", "-o", tmp_path / "out")

    assert 2 == ran.status
    assert ["CollectedData-15-minutes.edi", "CollectedData.edi"] == sorted(
        file.name for file in (tmp_path / "out").iterdir()
    )
    assert "emif-not-a-message.xml: " in ran.err
    assert ran.err.endswith("2 of 3 inputs converted\n")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("convert", "{input}", "--to", "csv", "-o", "{there}/"), "cannot be written"),
        (("convert", "{folder}", "--to", "csv", "--force", "-o", "{there}"), "expected a folder"),
        (("convert", "{input}", "--to", "csv", "--losses", "{folder}"), "it is a folder"),
        (("build", "Aperak", "--from", "{input}", "-o", "{folder}"), "it is a folder"),
        (("template", "CollectedData", "-o", "{folder}"), "it is a folder"),
        (("hub", "demo", "--picture", "{folder}"), "it is a folder"),
        (("generate", "message", "CollectedData", "--count", "3", "-o", "{there}"), "cannot be written"),
        (("generate", "market", "-o", "{there}"), "cannot be written"),
        (("generate", "fault", "SER006", "-o", "{there}"), "cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_to_is_told_before_the_work(edielkit, tmp_path, arguments, text):
    """The inputs cannot even be read: nothing is said of them."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("a.edi", "b.edi"):
        (folder / name).write_bytes(b"no message")
    there = tmp_path / "there"
    there.write_bytes(b"old")
    places = {"input": folder / "a.edi", "folder": folder, "there": there}

    ran = edielkit(*(argument.format(**places) for argument in arguments))

    assert 2 == ran.status
    assert text in " ".join(ran.err.split())
    assert "a.edi" not in ran.err
    assert b"old" == there.read_bytes()
    assert ["a.edi", "b.edi"] == sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", "{message}", "--to", "csv", "-o", "{there}"),
        ("convert", "{message}", "--to", "json", "-o", "{out}", "--losses", "{there}"),
        ("validate", "{message}", "--write-baseline", "{there}"),
        ("template", "CollectedData", "-o", "{there}"),
        (
            "exchange",
            "balance",
            "{exchange}.xml",
            "--points",
            "{exchange}.points.csv",
            "--svg",
            "{there}",
            "--area",
            "{area}",
        ),
    ],
)
def test_a_file_with_the_same_bytes_is_unchanged_and_another_one_is_refused(
    edielkit, fixtures, tmp_path, arguments
):
    """Whatever the command: what is there is looked at when the new bytes are known, and nothing is written beside it."""
    there, out = tmp_path / "there", tmp_path / "out"
    places = {
        "message": fixtures / "emif/metering/CollectedData.xml",
        "exchange": fixtures / "exchange" / "one-point-two-channels",
        "area": "50YEXAMPLE-N---H",
        "there": there,
        "out": out,
    }
    command = [argument.format(**places) for argument in arguments]
    first = edielkit(*command)
    written = there.read_bytes()
    again = edielkit(*command)

    assert first.status == again.status
    assert f"{there}: unchanged" in " ".join(again.err.split())
    assert written == there.read_bytes()

    there.write_bytes(b"old")
    out.unlink(missing_ok=True)
    refused = edielkit(*command)

    assert 2 == refused.status
    assert "there is a file of that name; --force replaces it" in " ".join(refused.err.split())
    assert b"old" == there.read_bytes()
    assert not out.exists()
