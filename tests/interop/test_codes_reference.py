"""Our code lists hold what the reference tables hold: every code, version, agency, name and trust."""

import csv

import pytest
from tests.support.paths import ROOT

from edielkit.codes import CodeTrust, code_list, lists

ELHUB = ROOT.parent / "shared" / "reference" / "elhub"

pytestmark = pytest.mark.skipif(not ELHUB.is_dir(), reason="the reference tables are not beside the checkout")

# The reference says in words which of its lists are no type of the schemas.
NAMES = {
    "MPTaxationProfile/ConsumptionCode (sluttbrukergruppe; free text in XSD)": "MPTaxationProfile/ConsumptionCode",
    "RequestCategory (free text in XSD)": "RequestCategory",
    "SOAP fault CodeGroup (wsdl/xsd/common.xsd)": "ElhubSOAPFault/CodeGroup",
    "BRS outside all XSDs": "BRSOutsideSchemas",
}
# Where its name column also says how little is known, ours keeps the name alone.
SHORTER = {"SE10": "Sum consumption ...", "SE24": "Total ..."}
PART = {"EH009", "EH095"}
MARKS = {
    "S": CodeTrust.SOURCED,
    "X": CodeTrust.CROSS_SOURCE,
    "I": CodeTrust.INFERRED,
    "M": CodeTrust.MEMORY,
    "NF": CodeTrust.NOT_FOUND,
}
# Sourced in part: what is left of the name, or which of two meanings, is inferred.
DOUBTED = {("BusinessTypeCode", code) for code in ("SE10", "SE24", "RE04")} | {
    ("Elhub_PhysicalStatusCode", code) for code in ("E23", "E31")
}


def _rows(name):
    if not ELHUB.is_dir():
        return []
    with (ELHUB / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ours():
    return {(name, code.value): code for name in lists("emif") for code in code_list(name)}


def _stated(text):
    return "" if text == "NOT FOUND" else text.replace(" (unverified)", "")


def test_every_code_of_the_schemas_with_its_versions():
    """The enumerated codes are those of the schemas, version by version, none more.

    The table leaves EI-1763 out, which versions.csv tells of: it takes three codes away.
    """
    theirs = {(row["type"], row["code"]): tuple(row["versions"].split()) for row in _rows("codes.csv")}

    ours = {key: code.versions for key, code in _ours().items() if code.versions}
    assert {("ProductionCode", code) for code in ("Z04", "Z05", "Z06")} == {
        key for key, versions in ours.items() if "2.4.3" in versions and "EI-1763" not in versions
    }
    assert theirs == {key: tuple(v for v in versions if v != "EI-1763") for key, versions in ours.items()}


def test_every_code_of_the_pages():
    """Each row of the reference has a code of ours, and the reverse."""
    theirs = {(_of_list(row), row["code"]) for row in _rows("codelists.csv")}

    assert theirs == set(_ours())


# put right by facts-added.md, from the page of the reminder types
_REMINDERS = {"EAC", "IV", "MI", "PV"}


def _of_list(row):
    return NAMES.get(row["list"], row["list"])


def test_names_and_agencies():
    """Names and agencies are the reference's, less the remarks inside the names."""
    ours = _ours()
    for row in _rows("codelists.csv"):
        if _of_list(row) == "ReminderType" and row["code"] in _REMINDERS:
            continue
        code = ours[_of_list(row), row["code"]]
        expected = SHORTER.get(row["code"], _stated(row["name_en"]))
        assert code.name == expected or (row["code"] in PART and expected.startswith(f"{code.name} (")), row
        assert _stated(row["name_no"]) == code.name_no
        assert row["agency"].rstrip("?") == code.agency
        if code.agency:
            # facts-added.md: published examples write EH reasons under 89 and under 260
            unsure = row["agency"].endswith("?") or (
                row["list"] == "Elhub_ResponseReasonCode" and code.value.startswith("EH")
            )
            assert (CodeTrust.INFERRED if unsure else CodeTrust.SOURCED) is code.agency_trust


def test_trust():
    """The mark at the head of a description is our trust, doubts included."""
    ours = _ours()
    for row in _rows("codelists.csv"):
        key = _of_list(row), row["code"]
        mark = row["description_en"].partition("]")[0].removeprefix("[")
        letter = "NF" if mark == "NF" else mark[0]
        expected = CodeTrust.INFERRED if key in DOUBTED else MARKS[letter]
        if key[0] == "ReminderType" and row["code"] in _REMINDERS:
            expected = CodeTrust.SOURCED
        assert (expected, key) == (ours[key].trust, key)


def test_no_description_is_copied():
    """Only names and codes are carried over, no longer sentence of the reference."""
    text = (ROOT / "src/edielkit/codes/data/emif.csv").read_text(encoding="utf-8")
    sentences = {row["description_en"].partition("]")[2].strip() for row in _rows("codelists.csv")}

    copied = [sentence for sentence in sentences if len(sentence) > 40 and sentence in text]
    assert copied == []
