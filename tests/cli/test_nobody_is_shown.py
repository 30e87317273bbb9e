"""Who stands in a message is shown by no command that was not asked for it, wherever in the message it stands."""

from __future__ import annotations

import random
import re

import pytest
from tests.support.paths import FIXTURES
from tests.support.planted import FREE_TEXT, LEAF, MESSAGES, PERSON, TOWN, plant

import edielkit

COMMANDS = {
    "validate": ["validate"],
    "verbose": ["validate", "--verbose"],
    "json": ["validate", "--format", "json"],
    "sarif": ["validate", "--format", "sarif"],
    "junit": ["validate", "--format", "junit"],
    "html": ["validate", "--format", "html"],
    "show": ["show"],
    "all": ["show", "--all", "--values"],
    "segments": ["show", "--segments"],
    "explain": ["explain"],
    "upgrade": ["upgrade", "--to", "EI-270"],
    "exchange": ["exchange", "check"],
    "anonymise": ["anonymise"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("seed", range(8))
def test_a_birth_number_at_any_place_is_shown_by_no_command(command, seed, edielkit, tmp_path):
    """In the place of a code, a time, a count, a name, a unit or a reference."""
    choice = random.Random(seed * 100 + len(command))
    for _ in range(3):
        path = choice.choice(MESSAGES)
        planted = plant(path.read_bytes(), choice, LEAF, PERSON)
        (tmp_path / f"a{path.suffix}").write_bytes(planted)
        ran = edielkit(*COMMANDS[command], tmp_path / f"a{path.suffix}")
        assert PERSON not in ran.text + ran.err, path.name
        assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "command", [c for c in COMMANDS if c != "explain"]
)  # which tells what an answer says
@pytest.mark.parametrize("seed", range(4))
def test_a_name_an_address_or_a_free_text_is_shown_by_no_command(command, seed, edielkit, tmp_path):
    """In its own field, with a text that could be a code."""
    choice = random.Random(seed)
    holding = [path for path in MESSAGES if FREE_TEXT.search(path.read_bytes())]
    assert len(holding) > 10
    for path in choice.sample(holding, 4):
        (tmp_path / f"a{path.suffix}").write_bytes(plant(path.read_bytes(), choice, FREE_TEXT, TOWN))
        ran = edielkit(*COMMANDS[command], tmp_path / f"a{path.suffix}")
        assert TOWN not in ran.text + ran.err, path.name


@pytest.mark.parametrize("seed", range(20))
def test_answers_and_differences_name_nobody(seed, edielkit, tmp_path):
    """What `diff` says of two messages, `explain` of an answer beside its original, and `acknowledge` of what it wrote."""
    choice = random.Random(seed)
    path = choice.choice(MESSAGES)
    first, second = tmp_path / f"a{path.suffix}", tmp_path / f"b{path.suffix}"
    first.write_bytes(plant(path.read_bytes(), choice, LEAF, PERSON))
    second.write_bytes(path.read_bytes())
    for arguments in (
        ["diff", first, second],
        ["diff", "--format", "json", first, second],
        ["explain", first, "--original", second],
        ["explain", second, "--original", first],
        ["acknowledge", first, "-o", tmp_path / "answers"],
        ["convert", first, "--to", "collected-data", "-o", tmp_path / "converted"],
    ):
        ran = edielkit(*arguments)
        assert PERSON not in ran.text + ran.err, arguments[0]


def test_a_name_where_a_code_is_due_is_shown_to_who_asks_alone(edielkit, fixtures, tmp_path):
    """As document, party, reference, kind of message, version or point, on both wires."""
    name = "Kari Testesen"
    for source, places in (
        (
            "emif/market/RequestStartOfSupply.xml",
            (rb"(:DocumentType[^>]*>)[^<]+", rb"(:Identification[^>]*>)[^<]+"),
        ),
        (
            "emif/metering/CollectedData-15-minutes.xml",
            (
                *(rb"(:Identification[^>]*>)[^<]+", rb"(:Creation[^>]*>)[^<]+", rb"(:UnitType[^>]*>)[^<]+"),
                *(rb"(:Direction>)[^<]+", rb"(:ResolutionDuration[^>]*>)[^<]+"),
            ),
        ),
        ("emif/metering/CollectedData-profiled-reading.xml", (rb"(:Metered[^>]*>)[^<]+",)),
        (
            "edifact/mscons-no-four-hours.edi",
            (
                *(rb"(UNB\+[^+]+\+)[^:]+", rb"(UNH\+)[^+]+", rb"(MSCONS:)D:96A", rb"(LOC\+90\+)[^:]+"),
                *(
                    rb"(UNB\+)UNO.",
                    rb"(UNH\+[^+]+\+)MSCONS",
                    rb"(DTM\+137:)[0-9]+",
                    rb"(DTM\+137:[0-9]+:)203",
                ),
            ),
        ),
    ):
        for place in places:
            data, count = re.subn(place, rb"\1" + name.encode(), (fixtures / source).read_bytes())
            path = tmp_path / f"a{source[-4:]}"
            path.write_bytes(data)
            shown, page = edielkit("show", path), edielkit("show", "--format", "html", path)
            personal = edielkit("show", "--personal", path)
            assert count
            assert name not in shown.text + shown.err + page.text, place
            assert name in personal.text or b"Metered" in place, place


def test_no_finding_names_whom_it_compares_with(edielkit, fixtures, tmp_path):
    """What a message says elsewhere, as a role, a market, a unit or a kind of document, is told as what would be right."""
    name, path = "Kari Testesen", tmp_path / "a.edi"
    for source, place in (
        ("utilts-se-quarters", rb"(NAD\+)DDQ"),
        ("utilts-se-quarters", rb"(MKS\+)23"),
        ("utilts-se-quarters", rb"(MEA\+AAZ\+\+)KWH"),
        ("aperak-se-rejected", rb"(DOC\+)E66"),
        ("aperak-se-rejected", rb"(UNH\+)[^+]+"),
        ("contrl-ediel-short", rb"(CONTRL:)2"),
        ("mscons-no-four-hours", rb"(MEA\+AAZ\+\+)KWH"),
    ):
        data = re.sub(place, rb"\1" + name.encode(), (fixtures / f"edifact/{source}.edi").read_bytes())
        for more in ((b"", b""), (b"QTY+136:1", b"QTY+136:1:KWH"), (b"UNT+", b"CNT+1:1:KWH'UNT+")):
            path.write_bytes(data.replace(*more) if more[0] else data)
            ran = edielkit("validate", path)
            assert name not in ran.text + ran.err, place


def test_who_asks_is_shown_everything(edielkit, fixtures):
    """With `--personal`, and nothing is masked then."""
    path = fixtures / "emif/market/RequestStartOfSupply.xml"
    names = re.findall(rb"<abie:(?:GivenName|FamilyName|StreetName)>([^<]+)<", path.read_bytes())
    masked, asked = edielkit("show", path).text, edielkit("show", "--personal", path).text
    assert names
    for name in names:
        assert name.decode() not in masked
        assert name.decode() in asked
    assert "•••" in masked
    assert "•••" not in asked
    number = re.search(rb"(?<![0-9])[0-9]{11}(?![0-9])", path.read_bytes())[0].decode()
    assert number not in masked
    assert number in asked


def _with_name(data: bytes):
    """Yield an interchange with a name in each component, one at a time; of a kind of segment its first and its last."""
    segments = data.split(b"'")
    kinds = {}
    for number, segment in enumerate(segments):
        kinds.setdefault(segment.strip()[:6], []).append(number)
    for numbers in kinds.values():
        for number in {numbers[0], numbers[-1]}:
            parts = re.split(rb"([+:])", segments[number])
            for at in range(2, len(parts), 2):
                changed = b"".join((*parts[:at], b"Kari Nordmann", *parts[at + 1 :]))
                yield b"'".join((*segments[:number], changed, *segments[number + 1 :]))


@pytest.mark.parametrize("path", sorted((FIXTURES / "edifact").glob("*.edi")), ids=lambda path: path.stem)
def test_a_name_in_the_place_of_a_component_stands_in_no_finding(path):
    """Of whatever segment: what a rule quotes is judged whole."""
    data = path.read_bytes()
    if data.startswith(b"UNA"):
        data = data[data.index(b"UNB") :] if data[3:9] == b":+.? '" else b""
    for changed in _with_name(data):
        report = edielkit.validate(changed)
        assert "Nordmann" not in str(report.to_dict()), changed
