"""The command show: what a person sees, and what stays hidden."""

from __future__ import annotations

import json

import pytest
from tests.support.paths import FIXTURES

GOOD = sorted(p for p in (FIXTURES / "emif").rglob("*") if p.is_file()) + sorted(
    (FIXTURES / "edifact").glob("*")
)


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.name)
def test_every_good_message_is_shown(edielkit, path):
    """Each fixture of both wires has something to show, and no personal data."""
    ran = edielkit("show", path)

    assert (0, "") == (ran.status, ran.err)
    assert len(ran.text.splitlines()) >= 3
    assert "Testesen" not in ran.text
    assert "Eksempelveien" not in ran.text
    assert "Traceback" not in ran.text


def test_series_in_words(edielkit, fixtures):
    """Process, role, times, counts, sum, quality and shape of a day of values."""
    text = edielkit("show", fixtures / "emif/metering/CollectedData.xml").text

    for words in (
        "CollectedData  EMIF 2.4.3, metering",
        "BRS-NO-313 (Reporting of metering values for non-profiled metering points)",
        "DDE (Metered data collector)",
        "2026-02-02 05:31:12 UTC (2026-02-02 06:31:12 in Oslo)",
        "Energy active (kWh)",
        "Sun 2026-02-01, 24 hours: 24 values, sum 41.059 kWh",
        "22 metered, 2 estimated (V001 ×2, E002 ×2)",
        "▁▁▁▁▁▁▂▃▄▃▂▁▁▁▁▁▂▄▇█▆▄▃▂",
        "together: 2 series, 48 values",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("23 hours: 23 values", "emif/metering/CollectedData-spring-23-hours.xml"),
        ("25 hours: 25 values", "emif/metering/CollectedData-autumn-25-hours.xml"),
        ("25 hours: 100 values", "emif/metering/CollectedData-autumn-15-minutes.xml"),
        ("23 hours: 23 values", "edifact/mscons-no-spring-23-hours.edi"),
        ("none: nothing waits", "emif/soap/PollForDataResponse-nothing.xml"),
        ("messages    4", "emif/soap/PollForDataResponse-market.xml"),
        ("CollectedDataRequest of service MeteringValues", "emif/soap/CollectedDataRequest.xml"),
        ("SOAP fault", "emif/soap/Fault.xml"),
        ("41 (Rejected)", "emif/common/Acknowledgement.xml"),
        ("EH003 (Date not within the allowed deadlines)", "emif/common/Acknowledgement.xml"),
        ("GLN 7080009990215 as DDQ (Balance supplier)", "emif/market/ConfirmStartOfSupply.xml"),
        ("volume 109.250, amount 76.47", "emif/metering/PriceVolumeCombinationForReconciliation.xml"),
        ("meter reading start  40112", "emif/metering/CollectedData-profiled-reading.xml"),
        ("share           0.25", "emif/masterdata/RequestUpdateSharedProduction.xml"),
        ("Interchange R20260203", "edifact/two-interchanges.edi"),
        ("MSCONS 2", "edifact/mscons-no-two-messages.edi"),
    ],
)
def test_show_says(edielkit, fixtures, words, name):
    """What each kind of message is about can be read."""
    assert words in edielkit("show", fixtures / name).text


def test_free_text_on_request(edielkit, fixtures):
    """The subject and the question of a query may name anybody: they are shown with --personal."""
    path = fixtures / "emif/query/RequestToGridAccessProvider.xml"

    assert "Måleverdier 1. februar" in edielkit("show", "--personal", path).text
    assert "Måleverdier" not in edielkit("show", path).text


def test_personal_data_on_request(edielkit, fixtures):
    """Names, birth numbers and addresses are shown with --personal, and masked with a note without."""
    path = fixtures / "emif/market/RequestStartOfSupply.xml"
    masked, open_ = edielkit("show", path).text, edielkit("show", "--personal", path).text

    for secret in ("Testesen", "Eksempelveien", "kunde@example.com"):
        assert secret not in masked
        assert secret in open_
    assert "••• personal data; --personal shows it" in masked
    assert "•••" not in open_


def test_personal_data_of_edifact(edielkit, fixtures):
    """A name in NAD is masked, in words and in segments."""
    path = fixtures / "edifact/prodat-se-z03.edi"
    name = "NAD+UD"
    line = next(t for t in path.read_text("latin-1").split("'") if t.strip().startswith(name))
    secret = line.strip().split("+")[4]

    assert secret
    for options in ([], ["--segments"]):
        assert secret not in edielkit("show", *options, path).text
        assert secret in edielkit("show", "--personal", *options, path).text


def test_segments_with_meanings(edielkit, fixtures):
    """Each segment stands with its number, its place and what its codes mean."""
    text = edielkit("show", "--segments", "--all", fixtures / "edifact/mscons-no-four-hours.edi").text

    assert "QTY+136:2.25" in text
    assert "136 = reached period quantity" in text
    assert "interchange trailer" in text
    assert 26 == sum(line[:18].strip() != "" for line in text.splitlines() if line.startswith("  "))


def test_segments_of_xml_cannot_be(edielkit, fixtures):
    """XML has no segments; the reason is said."""
    ran = edielkit("show", "--segments", fixtures / "emif/common/PollForData.xml")

    assert 2 == ran.status
    assert "--segments is for EDIFACT" in ran.err


def test_json_is_the_plain_data(edielkit, fixtures):
    """One document is an object, several are a list."""
    single = edielkit("show", "--json", fixtures / "emif/common/PollForData.xml").plain
    two = edielkit("show", "--json", fixtures / "edifact/two-interchanges.edi").plain

    assert "PollForData" == single["kind"]
    assert ["Interchange", "Interchange"] == [document["kind"] for document in two]


def test_first_payloads_of_many(edielkit, fixtures, tmp_path):
    """A long message shows its first payloads and says how many follow."""
    plain = json.loads(edielkit("show", "--json", fixtures / "emif/metering/CollectedData.xml").out)
    plain["payload_energy_time_series"] *= 20
    for number, payload in enumerate(plain["payload_energy_time_series"]):
        plain["payload_energy_time_series"][number] = {
            **payload,
            "identification": f"{number:08x}-0000-4000-8000-000000000000",
        }
    path = tmp_path / "long.xml"
    assert 0 == edielkit("build", "CollectedData", "-o", path, stdin=json.dumps(plain).encode()).status

    short, whole = edielkit("show", path).text, edielkit("show", "--all", path).text

    assert "… 20 more payloads; --all shows them" in short
    assert (20, 40) == (short.count("PT1H"), whole.count("PT1H"))
    assert "together: 40 series, 960 values" in short


@pytest.mark.parametrize("name", ["no-message-empty.xml", "emif-truncated.xml", "no-message-text.edi"])
def test_what_is_no_message_cannot_be_shown(edielkit, fixtures, name):
    """The file and the reason are named, and the others are shown all the same."""
    ran = edielkit("show", fixtures / "broken" / name, fixtures / "emif/common/PollForData.xml")

    assert 2 == ran.status
    assert name in ran.err
    assert "PollForData" in ran.text


@pytest.mark.parametrize(
    "path", sorted(p for p in (FIXTURES / "broken").iterdir() if p.suffix != ".json"), ids=lambda p: p.name
)
def test_broken_messages_are_shown_or_refused(edielkit, path):
    """Whatever can be read is shown with its faults; nothing ends in a traceback."""
    ran = edielkit("show", path)

    assert ran.status in {0, 2}
    assert ran.text if ran.status == 0 else ran.err


def test_control_characters_do_not_reach_the_terminal(edielkit, fixtures, tmp_path):
    """What a message holds cannot move the cursor, colour the screen or write lines of its own."""
    text = (fixtures / "emif/query/RequestToElhub.xml").read_text(encoding="utf-8")
    path = tmp_path / "odd.xml"
    path.write_text(text.replace("Dobbel adresse", "a\x9b2Jb\u202ec\nX  fake"), encoding="utf-8")

    shown = edielkit("show", "--personal", path).text

    assert "a�2Jb�c X  fake" in shown
    assert not {"\x9b", "\u202e", "\x1b"} & set(shown)


def test_first_messages_of_many(edielkit, tmp_path):
    """A long interchange shows its first messages and says how many follow."""
    message = "UNH+{0}+CONTRL:2:2:UN:EDIEL2'UCI+R+A:14+B:14+1'UNT+3+{0}'"
    path = tmp_path / "many.edi"
    body = "".join(message.format(n) for n in range(1, 31))
    path.write_text(f"UNB+UNOC:3+A:14+B:14+260101:0000+R1'{body}UNZ+30+R1'")

    assert "… 10 more messages; --all shows them" in edielkit("show", path).text
    assert 30 == edielkit("show", "--all", path).text.count("CONTRL ")


@pytest.mark.parametrize(
    ("name", "words"), [("market", "4"), ("metering", "3"), ("nothing", "none: nothing waits")]
)
def test_an_answer_of_a_queue_says_how_many_messages_it_has(edielkit, fixtures, name, words):
    """An answer without any is no fault: nothing waits."""
    text = edielkit("show", fixtures / f"emif/soap/PollForDataResponse-{name}.xml").text

    assert words in [line.partition("messages")[2].strip() for line in text.splitlines()]


BESIDE = "In and Out side by side"


def test_both_channels_of_a_point_stand_side_by_side(edielkit, fixtures):
    """Counts, sums, shapes and quality of In and Out are in two columns, with the difference of the sums."""
    text = edielkit("show", fixtures / "emif/metering/CollectedData-exchange-point.xml").text
    below = text[text.index(BESIDE) :]

    for words in (
        "       values  24                        24\n",
        "       sum     1361.473 kWh              1364.045 kWh\n",
        "In less Out -2.572 kWh; never both ways in one interval",
    ):
        assert words in below
    assert BESIDE not in edielkit("show", fixtures / "emif/metering/CollectedData-15-minutes.xml").text


def test_the_directions_may_stand_in_two_messages(edielkit, fixtures):
    """Where a market has one direction in a message, the interchange has both."""
    text = edielkit("show", fixtures / "edifact/mscons-ch-two-directions.edi").text

    assert "sum     392.916 KWH" in text[text.index(BESIDE) :]


def test_two_metering_points_of_a_place_stand_side_by_side(edielkit, fixtures):
    """With a points file the metered channels of a place are shown, its zero channels are not."""
    stem = fixtures / "exchange/two-points-one-channel-each"
    text = edielkit("show", f"{stem}.xml", "--points", f"{stem}.points.csv").text
    below = text[text.index(BESIDE) :]

    assert "707057500090000028 and 707057500090000035" in below
    assert "energy both ways in 24 intervals" in below
    assert 1 == below.count("In less Out")


def test_a_named_point_without_its_other_channel_says_so(edielkit, fixtures):
    """What is missing beside a channel of an exchange point can be seen; other points are not shown."""
    path = fixtures / "exchange/one-direction-alone.xml"

    assert BESIDE not in edielkit("show", path).text
    assert "none in this message" in edielkit("show", path, "--point", "707057500090000042").text
    assert BESIDE not in edielkit("show", path, "--point", "707057500090000011").text
    assert 2 == edielkit("show", path, "--point", "12").status


def test_each_interval_of_a_pair(edielkit, fixtures):
    """On the day with 25 hours the hour that comes twice stands there twice, with its offset."""
    text = edielkit("show", fixtures / "exchange/october-hours.xml", "--values").text

    assert 25 + 1 == text[text.index("In less Out", text.index("Oslo  ")) :].count("\n") - 2
    assert all(f"2024-10-27 02:00+0{n}00" in text for n in (2, 1))


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        (b"PT1H", b"P1D", "2024-10-27 00:00+0200"),
        (b"PT1H", b"P1M", "#1 "),
        (b"PT1H", b"PT7X", "#1 "),
        (b'Sequence="3"', b'Sequence="99999999"', "#99999999 "),
    ],
)
def test_an_interval_without_a_time_has_its_number(edielkit, fixtures, tmp_path, before, after, row):
    """A pair in days, in steps that do not fit or have no length, and a place beyond the calendar."""
    path = tmp_path / "pair.xml"
    path.write_bytes((fixtures / "exchange/october-hours.xml").read_bytes().replace(before, after))
    ran = edielkit("show", path, "--values")

    assert (0, "") == (ran.status, ran.err)
    assert row in ran.text


def test_values_of_a_pair_that_cannot_be_read_stand_for_themselves(edielkit, fixtures, tmp_path):
    """Two of each channel whose places are no numbers, and an amount that is none: no row is lost, and no zero stands for one."""
    data = (fixtures / "exchange/october-hours.xml").read_bytes()
    for place in (3, 4):
        data = data.replace(b'Sequence="%d"' % place, b'Sequence="x%d"' % place)
    path = tmp_path / "pair.xml"
    path.write_bytes(data.replace(b"<abie:Metered>", b"<abie:Metered>x", 1))
    rows = edielkit("show", path, "--values").text.rpartition("In less Out\n")[2].splitlines()

    assert 2 == sum(row.split() == ["#?", "unreadable", "unreadable"] for row in rows)
    assert ["unreadable", "34.61"] == rows[0].split()[2:]
    # what stands below the table explains the sign of those without a time
    assert 23 + 2 == len([row for row in rows if row.startswith("       ") and "# is the" not in row])


def test_a_product_code_may_tell_the_direction(edielkit, fixtures, tmp_path):
    """What --code says makes a pair of two lines of MSCONS."""
    result, codes = tmp_path / "made.edi", ("--code", "In=1502", "--code", "Out=1503")
    signed = fixtures / "exchange/signed-mscons.edi"
    edielkit("exchange", "split", signed, "--sign", "import-positive", *codes, "-o", result)

    assert BESIDE not in edielkit("show", result).text
    assert "In less Out 691.125 KWH" in edielkit("show", result, *codes).text
