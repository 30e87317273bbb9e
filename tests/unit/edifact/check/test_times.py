"""When messages and series are of: the future, the order of making and registering, whole days."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.edifact_dated import interchange, line, mscons, transaction, utilts
from tests.support.paths import FIXTURES

import edielkit
from edielkit.edifact.check.interchanges import check
from edielkit.edifact.check.times import check_times

NOW = dt.datetime(2026, 2, 3, 5, tzinfo=dt.UTC)
TIME_RULES = {"SER018", "SER040", "SER041", "SER042", "SER043", "SER045", "SER046"}


def findings(*messages, now=NOW, profile=None):
    """Return the findings about times."""
    report = check(interchange(*messages), now=now, profile=profile)
    return [finding for finding in report.findings if finding.code in TIME_RULES]


def codes(*messages, **more):
    """Return code and weight of the findings about times."""
    return [(finding.code, finding.severity.value) for finding in findings(*messages, **more)]


@pytest.mark.parametrize("message", [mscons(line()), utilts(transaction())], ids=["MSCONS", "UTILTS"])
def test_a_right_message_has_none(message):
    """A whole day, registered and sent after its end, before the validation."""
    assert [] == [finding.code for finding in edielkit.validate(interchange(message), now=NOW).findings]


FUTURE = NOW + dt.timedelta(minutes=1)
# name, messages, what is found
CASES = [
    ("a document of the future", [mscons(line()).replace("DTM+137:202602030500", "DTM+137:202602030601")], [("SER040", "warning")]),
    ("a document of this minute", [mscons(line()).replace("DTM+137:202602030500", "DTM+137:202602030600")], []),
    ("the same in Sweden", [utilts(transaction()).replace("DTM+137:202602030500", "DTM+137:202602030601")], [("SER040", "error")]),
    ("values of the future", [mscons(line("202603010000", "202603020000"))], [("SER041", "warning")]),
    ("the same in Sweden", [utilts(transaction("T1", "202603010000", "202603020000"))], [("SER041", "error")]),
    ("a forecast in Sweden", [utilts(transaction("T1", "202603010000", "202603020000", qualifier="135"), process="S02")], []),
    ("a plan", [mscons(line("202603010000", "202603020000", qualifier="135"))], []),
    ("a period of the future", [mscons(line(stated="DTM+163:202603010000:203'DTM+164:202603020000:203'"))], [("SER041", "warning")]),
    ("a message older than its values", [mscons(line("202602020000", "202602030000")).replace("DTM+137:202602030500", "DTM+137:202602022359")], [("SER042", "warning")]),
    ("a registration before the end", [utilts(transaction(registered="202602012359"))], [("SER043", "warning")]),
    ("a registration at the end", [utilts(transaction(registered="202602020000"))], []),
    ("a part of a day", [mscons(line("202602011000", "202602011200"))], [("SER018", "warning")]),
    ("a part of a day that Sweden's guide allows", [utilts(transaction("T1", "202602011000", "202602011100"))], []),
    ("a part of a day that it does not", [utilts(transaction("T1", "202602011000", "202602011100"), process="E31")], [("SER018", "warning")]),
    ("meter readings from one to the next", [utilts(transaction("T1", "202602011000", "202602011100", qualifier="220"), process="E31")], []),
    ("a month", [mscons(line("202601010000", "202602010000"))], []),
    ("days of one period stand once", [mscons(line("202602011000", "202602011200"), line("202602011000", "202602011200", product="1502"))], [("SER018", "warning")]),
    ("a header of a part", [mscons(line(), header="DTM+163:202602010000:203'DTM+164:202602011200:203'")], [("SER018", "warning")]),
    ("times that cannot be read", [mscons(line("20260201000x", "202602020000"))], []),
    ("a period that runs backward", [utilts(transaction("T1", "202602020000", "202602010000"))], []),
]  # fmt: skip


READ = "QTY+220:100'DTM+597:{}:203'"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (transaction(registered="202602030500"), []),
        (transaction(registered="202602030601"), [("SER041", "error", "512", "E50/260")]),
        (transaction().replace("DTM+354", "DTM+368:202702030600:203'DTM+354"), [("SER041", "error", "532", "E50/260")]),
        (transaction() + READ.format("202602030500"), []),
        (transaction() + READ.format("202802010000"), [("SER041", "error", "530a", "E50/260")]),
        (transaction() + READ.format("202802010000").replace("220", "42"), [("SER041", "error", "530a", "E50/260")]),
        # of values that lie in the future themselves one finding is enough
        (transaction("T1", "202603010000", "202603020000", registered="202603020100"), [("SER041", "error", "245", "42/260")]),
    ],
)  # fmt: skip
def test_nothing_is_registered_or_read_in_the_future(message, expected):
    """512 registration, 532 latest update, 530a reading; E50 is about the time of registration."""
    assert expected == [
        (f.code, f.severity.value, f.rule.field, str(f.reason)) for f in findings(utilts(message))
    ]


LATE = [("SER046", "warning", "512", "E50/260")]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (transaction(registered="202602030459"), []),
        (transaction(registered="202602030500"), []),
        (transaction(registered="202602030501"), LATE),
        (transaction(registered="202602030600"), LATE),
        (transaction().replace("DTM+354", "DTM+368:202602030600:203'DTM+354"), [("SER046", "warning", "532", "E50/260")]),
        (transaction() + READ.format("202602030501"), [("SER046", "warning", "530a", "E50/260")]),
        # of a message older than its values, that is told
        (transaction("T1", "202602020000", "202602030530", registered="202602030530"), [("SER042", "warning", "", "None")]),
        (transaction(registered="20260203050x"), []),
    ],
)  # fmt: skip
def test_nothing_is_registered_or_read_after_the_message_that_tells_of_it(message, expected):
    """The message is of 05:00; how Sweden compares the two was not found, so it warns."""
    assert expected == [
        (f.code, f.severity.value, f.rule.field, str(f.reason)) for f in findings(utilts(message))
    ]


def test_a_forecast_is_registered_before_its_message_too():
    """Its period lies in the future, its update does not."""
    forecast = transaction("T1", "202603010000", "202603020000", qualifier="135", registered="202602030600")
    assert [("SER046", "warning")] == codes(utilts(forecast, process="S02"))
    assert [("SER046", "warning")] == codes(utilts(forecast, process="S02"), now=None)


NORDIC_APERAK = (
    "UNH+1+APERAK:D:96A:UN:EDIEL2'BGM+++29'DTM+137:202602030500:203'DTM+178:{}:203'DTM+ZZZ:1:805'"
    "RFF+ACW:D1'NAD+FR+7080000000012::9'NAD+DO+7080000000029::9'UNT+9+1'"
)
GERMAN_APERAK = (
    "UNH+1+APERAK:D:07B:UN:2.1i'BGM+312+M1'DTM+137:202602030500?+00:303'RFF+ACE:R0'DTM+171:{}?+00:303'RFF+AGO:M0'"
    "NAD+MS+9900000010002::293'NAD+MR+9900000020001::293'ERC+Z10'UNT+10+1'"
)
GERMAN_PARTIES = "9900000010002:500+9900000020001:500"


@pytest.mark.parametrize(
    ("message", "time", "parties", "expected"),
    [
        (NORDIC_APERAK, "202602030500", "7080000000012:14+7080000000029:14", []),
        (NORDIC_APERAK, "202602030501", "7080000000012:14+7080000000029:14", ["None"]),
        (GERMAN_APERAK, "202602030500", GERMAN_PARTIES, []),
        (GERMAN_APERAK, "202602030501", GERMAN_PARTIES, ["Z41/293"]),
        (GERMAN_APERAK, "20260203050x", GERMAN_PARTIES, []),
    ],
)
def test_what_is_answered_came_before_the_answer(message, time, parties, expected):
    """The arrival of the original (178), and the time of its interchange (171)."""
    report = check(interchange(message.format(time), parties=parties), now=NOW + dt.timedelta(days=1))

    assert expected == [str(f.reason) for f in report if f.code == "SER046"]


def test_the_registration_of_a_forecast_has_passed():
    """Its period lies in the future, its registration does not."""
    forecast = transaction("T1", "202603010000", "202603020000", qualifier="135", registered="202603010000")
    assert [("SER041", "error")] == codes(utilts(forecast, process="S02"))


@pytest.mark.parametrize(
    ("prepared", "expected"),
    [
        ("260203:0600", []),
        # 07:00 in UTC+2, which no market is beyond, is now
        ("260203:0700", []),
        ("260203:0701", ["SER040"]),
        ("270203:0600", ["SER040"]),
        ("20260203:0600", []),
        ("20270203:0600", ["SER040"]),
        ("271303:0600", []),
        ("27023:0600", []),
        ("x:y", []),
    ],
)
@pytest.mark.parametrize(
    ("message", "weight"), [(mscons(line()), "warning"), (utilts(transaction()), "error")], ids=["no", "se"]
)
def test_an_interchange_is_not_from_the_future(message, weight, prepared, expected):
    """UNB is written on a clock that nobody names: it warns, or is refused, as the time of the document is."""
    data = interchange(message).replace(b"260203:0600", prepared.encode(), 1)
    report = check(data, now=NOW)
    late = [(f.code, f.severity.value, f.position.segment) for f in report if f.code in TIME_RULES]
    assert [(code, weight, "UNB/4/1") for code in expected] == late


@pytest.mark.parametrize(
    ("prepared", "expected"),
    [
        # the message is of 05:00 in UTC+1, 04:00 in UTC
        ("260203:0400", []),
        ("260203:0359", ["SER045"]),
        ("20260202:0600", ["SER045"]),
        ("260203:0500", []),
    ],
)
def test_an_interchange_is_made_after_its_messages(prepared, expected):
    """On whichever clock of a market UNB is written."""
    data = interchange(mscons(line())).replace(b"260203:0600", prepared.encode(), 1)
    report = check(data, now=NOW)

    assert [(code, "warning", "UNB/4/1") for code in expected] == [
        (f.code, f.severity.value, f.position.segment) for f in report if f.code in TIME_RULES
    ]


@pytest.mark.parametrize(("name", "messages", "expected"), CASES, ids=[case[0] for case in CASES])
def test_each_fault_of_time_is_one_finding(name, messages, expected):
    """The fault has its code and the weight of its market, and drags no other along."""
    assert expected == codes(*messages), name


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("202602012300", "202602022300", "it begins at 23:00; 00:00 UTC+2 is 23:00 in Oslo"),
        ("202602010100", "202602020100", "it begins at 01:00; 00:00 UTC is 01:00 in Oslo"),
        ("202503300000", "202503310000", "it ends at 01:00; 2025-03-30 has 23 hours"),
        ("202510252300", "202510262300", "it ends at 23:00; 2025-10-26 has 25 hours"),
    ],
)
def test_what_the_day_should_have_been(start, end, words):
    """Another clock, the last minute, a forgotten clock change: the words say which."""
    (finding,) = [f for f in findings(mscons(line(start, end))) if f.code == "SER018"]
    assert words in finding.message
    assert ("SG5[1]/SG6[1]/SG9[1]/SG10[1]/DTM[1]", "DTM/1/2") == (
        finding.position.path,
        finding.position.segment,
    )


def test_a_day_is_told_by_the_clock_that_its_market_has():
    """Swedish days are those of normal time, which the message writes."""
    message = mscons(line("202506010000", "202506012200"))
    (finding,) = [f for f in findings(message, profile="se") if f.code == "SER018"]
    assert "it is 00:00 to 22:00 of a day" in finding.message


@pytest.mark.parametrize(
    ("market", "place"),
    [
        ("no", "in Oslo"),
        ("dk", "in Copenhagen"),
        ("ch", "in Zurich"),
        ("de", "in Berlin"),
        ("se", "by UTC+1"),
    ],
)
def test_days_are_told_by_the_clock_of_the_market(market, place):
    """Nobody in Switzerland counts days by the clock of Oslo, though it shows the same."""
    message = mscons(line("202602010100", "202602020100"))
    (finding,) = [f for f in findings(message, profile=market) if f.code == "SER018"]
    assert f"it begins at 01:00; 00:00 UTC is 01:00 {place}" in finding.message


def test_of_the_last_minute_another_rule_speaks():
    """An end at 23:59 is one fault, and SER025 says it."""
    report = check(interchange(mscons(line("202602010000", "202602012359"))), now=NOW)
    assert ["SER025"] == [f.code for f in report.findings if f.code in {"SER018", "SER025"}]


def test_days_of_other_calendars():
    """Swedish days are those of normal time or of the civil clock, gas days begin at six; Norway has neither."""
    summer = line("202506302300", "202507012300"), line("202507010000", "202507020000")
    gas = line("202602010600", "202602020600")

    assert [] == codes(mscons(summer[0]), profile="se")
    assert [] == codes(mscons(summer[1]), profile="se")
    assert [] == codes(mscons(gas), profile="de")
    assert [("SER018", "warning")] == codes(mscons(summer[1]), profile="no")
    assert [("SER018", "warning")] == codes(mscons(gas), profile="no")


DAYS = [
    ("202602010000", "202602020000"), ("202607010000", "202607020000"), ("202606302300", "202607012300"), ("202602010600", "202602020600"),
    ("202607010500", "202607020500"), ("202603280000", "202603292300"), ("202602010100", "202602020100"), ("202602010000", "202602020100"),
    ("202603290600", "202603300500"), ("202510260000", "202510270100"),
]  # fmt: skip


@pytest.mark.parametrize("day", DAYS, ids=[day[0] for day in DAYS])
@pytest.mark.parametrize("market", ["no", "se", "dk", "ch", "de"])
def test_no_day_is_whole_for_one_rule_and_none_for_another(market, day):
    """What is whole days (SER018) can be counted in days (SER024), in each market; what is so by the message's clock alone is told of."""
    message = utilts(transaction("T1", *day, registered="202702030400"), process="E31")
    data = interchange(message.replace("202602030500", "202702030500")).replace(b"260203", b"270203")
    told = {f.code for f in check(data, now=NOW.replace(year=2027), profile=market)} & {"SER018", "SER024"}
    begins_at_midnight = day[0].endswith("0000") and day[1].endswith("0000")

    assert told in (set(), {"SER018", "SER024"}, {"SER018"})
    assert ({"SER018"} == told) <= begins_at_midnight


def test_what_guides_allow_is_no_fault():
    """German single values (Z85) need not cover a day, a load profile does."""
    german = (
        "UNH+1+MSCONS:D:04B:UN:2.4c'BGM+{document}+M1+9'DTM+137:202602030500?+00:303'RFF+Z13:{case}'"
        "NAD+MS+9900000010002::293'NAD+MR+9900000020001::293'UNS+D'NAD+DP'LOC+172+51238696781'LIN+1'"
        "PIA+5+1-1?:1.29.0:SRW'QTY+220:1'DTM+163:202602010900?+00:303'DTM+164:202602010915?+00:303'UNT+17+1'"
    )
    parties = "9900000010002:500+9900000020001:500"

    for document, case, expected in (("Z85", "13028", []), ("7", "13025", ["SER018"])):
        data = interchange(german.format(document=document, case=case), parties=parties)
        assert expected == [f.code for f in check(data, now=NOW).findings if f.code in TIME_RULES]


def test_the_partners_code_and_field_go_with_it():
    """Sweden answers 42 with field 245 or 205, and names the transaction."""
    (values,) = findings(utilts(transaction("T7", "202603010000", "202603020000")))
    (document,) = findings(utilts(transaction()).replace("DTM+137:202602030500", "DTM+137:202602030601"))

    assert ("42/260", "245", "T7") == (str(values.reason), values.rule.field, values.payload)
    assert ("42/260", "205") == (str(document.reason), document.rule.field)
    assert "SG5[1]/DTM[1]" == values.position.path


def test_without_now_the_future_is_not_known():
    """Rules that need the time of the validation are listed instead."""
    message = utilts(transaction("T1", "203001010000", "203001020000", registered="203001030000"))
    report = edielkit.validate(interchange(message))

    assert "rules that need the time of the validation (now): SER040, SER041, GDE016" in report.not_checked
    assert {"SER042"} == {finding.code for finding in report.findings}
    assert not any("(now)" in note for note in edielkit.validate(interchange(message), now=NOW).not_checked)


def test_ends_of_the_calendar_raise_nothing():
    """The first and the last year that can be written are read, whatever else is said of them."""
    for start, end in (("000101010000", "000101020000"), ("999912300000", "999912312359")):
        assert not [
            f for f in check(interchange(mscons(line(start, end))), now=NOW).findings if f.code == "SYS001"
        ]


def test_other_messages_have_a_time_of_their_own_alone():
    """An APERAK from the future is one too."""
    aperak = (
        "UNH+1+APERAK:D:96A:UN:EDIEL2'BGM+++29'DTM+137:202602030701:203'DTM+178:202602030500:203'DTM+ZZZ:1:805'"
        "RFF+ACW:D1'NAD+FR+7080000000012::9'NAD+DO+7080000000029::9'ERC+100::260'UNT+10+1'"
    )
    assert [("SER040", "warning")] == codes(aperak)
    assert check_times.__doc__


PRODAT = (FIXTURES / "edifact" / "prodat-se-z03.edi").read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("DTM+92:202607010000:203", "DTM+92:202607010000:203", []),
        ("DTM+92:202607010000:203", "DTM+92:20260701:102", []),
        ("DTM+92:202607010000:203", "DTM+92:202602300000:203", ["DTM/1/2"]),
        ("DTM+92:202607010000:203", "DTM+92:202607012500:203", ["DTM/1/2"]),
        ("DTM+92:202607010000:203", "DTM+92:20260701:203", ["DTM/1/2"]),
        ("DTM+137:202606050600:203", "DTM+137:2026O6050600:203", ["DTM/1/2"]),
        ("DTM+ZZZ:1:805", "DTM+ZZZ:x:805", ["DTM/1/2"]),
        # a notation that is none, one that nobody here reads, and none at all
        ("DTM+92:202607010000:203", "DTM+92:garbage:999", ["DTM/1/2"]),
        ("DTM+92:202607010000:203", "DTM+92:2606060000:201", ["DTM/1/2"]),
        ("DTM+92:202607010000:203", "DTM+92:202607010000", ["DTM/1/2"]),
        ("DTM+92:202607010000:203", "DTM+92:202607010000:203'DTM+354:x:806", ["DTM/1/2"]),
        ("DTM+92:202607010000:203", "DTM+92:202607010000:203'DTM+354:15:806", []),
        # the form of these no source says
        ("DTM+92:202607010000:203", "DTM+92:0715:401", []),
    ],
)
def test_a_time_of_any_message_can_be_read(old, new, expected):
    """Days that no calendar has, and texts that do not follow their notation, are errors in PRODAT as in series."""
    report = check(PRODAT.replace(old.encode(), new.encode()), now=dt.datetime(2026, 6, 5, 9, tzinfo=dt.UTC))

    assert expected == [f.position.segment for f in report.errors if f.code == "SER003"]


APERAK = (FIXTURES / "edifact" / "aperak-no-accepted.edi").read_bytes()


@pytest.mark.parametrize(("notation", "expected"), [(b":203", 0), (b":201", 1), (b"", 1), (b":999", 1)])
def test_a_time_of_an_answer_has_a_notation(notation, expected):
    """When the original came is no less a time than when the answer was made."""
    report = check(APERAK.replace(b"DTM+178:202406050616:203", b"DTM+178:202406050616" + notation))

    assert expected == [f.code for f in report.errors].count("SER003")


def test_a_time_below_a_reference_is_read_too():
    """Of a message of series those times that are of no series."""
    reference = "RFF+AGI:A1'DTM+171:{}'"
    for text, expected in (("202602030500:203", 0), ("2026020305:203", 1), ("202602030500:299", 1)):
        message = mscons(line()).replace("NAD+", reference.format(text) + "NAD+", 1)
        report = check(interchange(message), now=NOW)
        assert expected == [f.code for f in report.findings].count("SER003")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("DTM+92:202612210000:203'DTM+93:202701010000:203'", []),
        ("DTM+92:202612210000:203'DTM+93:202001010000:203'", ["DTM/1/2"]),
        ("DTM+93:202001010000:203'", []),
        ("DTM+92:202612210000:203'DTM+93:202612210000:203'", []),
    ],
)
def test_a_contract_does_not_end_before_it_begins(dates, expected):
    """Of master data from the supplier, which have both."""
    message = PRODAT.replace(b"Z03", b"Z09").replace(b"DTM+92:202607010000:203'", dates.encode())

    assert expected == [f.position.segment for f in check(message).errors if f.code == "SER005"]


STATED = "DTM+163:202603010000:203'DTM+164:202603020000:203'"
LATE = line("202603010000", "202603020000")


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (mscons(LATE), "found 2026-03-02T00:00+0100"),
        (
            mscons(LATE + "QTY+136:1'DTM+324:202603020000202603030000:Z13'"),
            "found 2026-03-02T00:00+0100 (2 values)",
        ),
        # both borders are to come, and they are no values
        (mscons(line(stated=STATED)), "found 2026-03-01T00:00+0100"),
    ],
)
def test_values_of_the_future_are_counted_where_there_are_several(message, text):
    """The first is named; of a stated period nothing is counted."""
    (finding,) = [finding for finding in findings(message) if finding.code == "SER041"]

    assert finding.message.endswith(text)
