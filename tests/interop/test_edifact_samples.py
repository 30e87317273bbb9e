"""Messages of the market: each parses, comes back byte for byte, and gets findings for its known anomalies alone."""

from pathlib import Path

import pytest
from tests.support.paths import ROOT

from edielkit.edifact.check.interchanges import check
from edielkit.edifact.read.assembler import parse_interchanges
from edielkit.edifact.write.writer import interchange_to_bytes

SAMPLES = ROOT.parent / "shared" / "reference" / "ediel" / "samples"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the reference messages are not beside this checkout"
)

# file: (rule, place) of syntax, structure, formats, codes; files without a row have none
ANOMALIES = {
    # UNT says 109, the message has 302 segments
    "ch-mscons-d04b-2.2e-15min-obis-1.29-import": [("EDI027", "UNT/1") ],
    "ch-mscons-d04b-2.2e-15min-obis-2.29-export": [("EDI027", "UNT/1") ],
    # a template: date and time of UNB are placeholders
    "de-aperak-d07b-2.1i-in202510_Anerkennungsmeldung": [("EDI049", "UNB/4/1"), ("EDI049", "UNB/4/2")],
    # CONTRL under D.96A; UNT says 5, there are 6; UCM and UCS repeat the error of the element below
    "de-contrl-negative-ucm-ucs-ucd-synthetic": [
        ("EDI041", "UNH/2/2"), ("EDI069", "UCM/4/1"), ("EDI069", "UCS/2/1"), ("EDI027", "UNT/1"),
    ],
    # UNT says 2 twice; both messages have reference 1 and are part 1:C
    "de-mscons-d04b-2.4c-mig-example-two-messages": [
        ("EDI027", "UNT/1"), ("EDI028", "UNH/1"), ("EDI035", "UNH/4/1"),
        ("EDI027", "UNT/1"),
    ],
    # the same with a comma in UNA and points in the values of the first message
    "de-mscons-d04b-2.4c-una-comma-decimal-mix": [
        ("EDI054", "QTY/1/2"), ("EDI027", "UNT/1"), ("EDI028", "UNH/1"),
        ("EDI035", "UNH/4/1"), ("EDI027", "UNT/1"),
    ],
    # UNT says 17, there are 16; the application reference stands in 0032
    "se-prodat-z01-synthetic": [("EDI037", "UNB/10"), ("EDI027", "UNT/1")],
    # no DTM, and no IDE before STS
    "se-utilts-err-synthetic": [("EDI042", "DTM"), ("EDI044", "STS")],
}  # fmt: skip

# file: rules about its series; files without a row have none
SERIES = {
    # the period at LOC ends where it begins; the document is dated at the beginning of the day that it reports
    "ch-mscons-d04b-2.2e-15min-obis-1.29-import": {"SER005", "SER042"},
    "ch-mscons-d04b-2.2e-15min-obis-2.29-export": {"SER005", "SER042"},
    # the second transaction was registered at the beginning of its month
    "se-utilts-e66-sch-two-transactions-1b": {"SER043"},
    # shortened test cases: 2 of 2,880 and 14 of 192 quarters
    "de-mscons-d04b-2.4c-in202404_13005_t1": {"SER010"},
    "de-mscons-d04b-2.4c-in202404_13018_t1": {"SER010"},
    # a product of gas: neither the message nor its code says a unit that is known, so the series has none
    "de-mscons-d04b-2.4c-in202404_13013_t1": {"SER027"},
    # the example values are of another month than the point's period
    "de-mscons-d04b-2.4c-mig-example-two-messages": {"SER012", "SER026", "SER045"},
    "de-mscons-d04b-2.4c-una-comma-decimal-mix": {"SER012", "SER026", "SER045"},
}

# file: what the guide of its market says, with the place; files without a row keep to it
GUIDES = {
    # the application reference stands in 0032
    "se-prodat-z01-synthetic": {("GDE001", "error", "UNB/7/1")},
    # both messages have one BGM
    "de-mscons-d04b-2.4c-mig-example-two-messages": {("GDE006", "warning", "BGM/2/1")},
    "de-mscons-d04b-2.4c-una-comma-decimal-mix": {("GDE006", "warning", "BGM/2/1")},
    # no kind of point: the row is a warning for that
    "se-utilts-e66-tim-quarter-two-transactions-synthetic": {("GDE001", "warning", "CCI")},
    # an older version writes its times without a zone
    "de-aperak-d07b-2.1d-negative": {("GDE002", "warning", "DTM/1/3")},
    # hardly more than the refusal itself
    "se-utilts-err-synthetic": {
        ("GDE001", "warning", place) for place in ("BGM/1/3", "BGM/4/1", "DTM", "MKS", "NAD", "IDE")
    },
}

# file: what is wrong with its identifiers, all of it warnings; files without a row have right ones
IDENTIFIERS = {
    # invented parties without a right check digit
    "de-contrl-negative-ucm-ucs-ucd-synthetic": {("IDN018", "UNB")},
    "de-mscons-d04b-2.4c-mig-example-two-messages": {("IDN006", "LOC"), ("IDN018", "NAD")},
    "de-mscons-d04b-2.4c-una-comma-decimal-mix": {("IDN006", "LOC"), ("IDN018", "NAD")},
    # an invented balancing area
    "de-mscons-d04b-2.4c-in202404_13005_t1": {("IDN006", "LOC")},
    # test cases with one and the same invented point
    "de-mscons-d04b-2.4c-in202404_13016_t1": {("IDN015", "LOC")},
    "de-utilts-d18a-1.1c-in202404_25001_t1": {("IDN015", "LOC")},
    # an Ediel id of 5 digits under the qualifier of GS1
    "se-aperak-prodat-positive-synthetic": {("IDN003", "UNB")},
    "se-contrl-2-2-negative-synthetic": {("IDN003", "UNB")},
    "se-prodat-z01-synthetic": {("IDN003", "UNB")},
}

PROFILES = {"ch": "ch", "de": "de", "dk": "dk", "no": "no", "se": "se"}


def files() -> list[Path]:
    return sorted(SAMPLES.glob("*.edi"))


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_comes_back_byte_for_byte(path):
    """Reading and writing again gives the same bytes."""
    data = path.read_bytes()
    assert data == b"".join(interchange_to_bytes(interchange) for interchange in parse_interchanges(data)[0])


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_findings_are_the_known_anomalies(path):
    """What the index of the samples names, and what counting shows, is found; nothing else is."""
    report = check(path.read_bytes(), level="codes")
    findings = [(f.code, f.position.segment) for f in report.findings if not f.code.startswith("IDN")]
    assert ANOMALIES.get(path.stem, []) == findings


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_identifier_findings_are_the_known_ones(path):
    """The identifiers of real messages are right; invented ones warn where their check digits are wrong."""
    wrong = [f for f in check(path.read_bytes(), level="codes").findings if f.code.startswith("IDN")]
    assert IDENTIFIERS.get(path.stem, set()) == {(f.code, f.position.segment.split("/")[0]) for f in wrong}
    assert {"warning"} >= {f.severity.value for f in wrong}


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_series_findings_are_the_known_ones(path):
    """Beyond syntax and structure, only what is wrong with the series of a file is reported."""
    codes = {f.code for f in check(path.read_bytes()).findings}
    assert SERIES.get(path.stem, set()) == {
        code for code in codes if not code.startswith(("EDI", "GDE", "IDN"))
    }


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_guide_findings_are_the_known_ones(path):
    """A right message has all that its guide requires; nothing that is right is an error."""
    findings = {
        (f.code, f.severity.value, f.position.segment)
        for f in check(path.read_bytes()).findings
        if f.code.startswith("GDE")
    }
    assert GUIDES.get(path.stem, set()) == findings


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_profile_is_the_country_of_the_file(path):
    """The profile of each message is found from the message itself."""
    assert {PROFILES[path.stem[:2]]} == {kind.profile for kind in check(path.read_bytes()).kinds}


def test_table_names_files_that_exist():
    """A row of the table cannot outlive its file."""
    assert set(ANOMALIES) | set(GUIDES) <= {path.stem for path in files()}
