"""The code lists: what the loader gives, look-up, suggestions, agencies and findings."""

import copy
import subprocess
import sys
from itertools import pairwise

import pytest

from edielkit import series
from edielkit.codes import WIRES, CodeTrust, agency_of, code_list, find, lists, suggest
from edielkit.codes.code_rows import read_lists
from edielkit.codes.lists import Code
from edielkit.errors import UnknownCodeListError

VERSIONS = ("2.3", "2.4.3", "EI-270", "EI-1763")
FREE_TEXT = (
    "MPTaxationProfile/ConsumptionCode",
    "RequestCategory",
    "ElhubSOAPFault/CodeGroup",
    "BRSOutsideSchemas",
)


def emif():
    """Return every EMIF list."""
    return [code_list(name) for name in lists("emif")]


# --- the data ---


def test_every_list_has_a_title_and_a_source():
    """No EMIF list is without a word about what it is for."""
    assert 56 == len(emif())
    assert not [codes.name for codes in emif() if codes.title == codes.name or not codes.source]
    assert "emif" == code_list("VATCode").wire


@pytest.mark.parametrize(
    ("version", "count"), [("2.3", 649), ("2.4.3", 723), ("EI-270", 723), ("EI-1763", 720)]
)
def test_versions_have_their_codes(version, count):
    """Each version of the schemas enumerates so many codes."""
    assert count == sum(len(codes.in_version(version)) for codes in emif())


def test_later_versions_drop_no_code_but_three():
    """A code of one version is a code of the next; the announced EI-1763 takes three production codes away."""
    for codes in emif():
        for before, after in pairwise(VERSIONS):
            dropped = {"Z04", "Z05", "Z06"} if (codes.name, after) == ("ProductionCode", "EI-1763") else set()
            assert dropped == {c.value for c in codes.in_version(before)} - {
                c.value for c in codes.in_version(after)
            }


def test_free_text_lists_are_told_apart():
    """Lists that no schema enumerates have codes and names, and no versions."""
    assert set(FREE_TEXT) == {codes.name for codes in emif() if not codes.enumerated}
    assert "Husholdninger" == code_list("MPTaxationProfile/ConsumptionCode")["35"].name_no


def test_a_name_and_its_trust_go_together():
    """A code without a name says that none was found, and only such a code does."""
    for codes in emif():
        for code in codes:
            named = bool(code.name or code.name_no)
            assert (named, code) == (code.trust is not CodeTrust.NOT_FOUND, code)
            assert code.source


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("Elhub_ResponseReasonCode", "EH001", CodeTrust.NOT_FOUND),
        ("Elhub_ResponseReasonCode", "EH032", CodeTrust.INFERRED),
        ("Elhub_ResponseReasonCode", "E87", CodeTrust.CROSS_SOURCE),
        ("Elhub_ResponseReasonCode", "E10", CodeTrust.SOURCED),
        ("ProductionCode", "Z05", CodeTrust.MEMORY),
        ("BusinessTypeCode", "SE24", CodeTrust.INFERRED),
    ],
)
def test_trust(name, value, expected):
    """How well a name is known travels with the code."""
    assert expected is code_list(name)[value].trust


def test_the_series_columns_use_the_same_codes():
    """The code columns of a series and the lists agree."""
    assert tuple(series.VALIDATION_CODES[1:]) == tuple(code_list("ValidationCodeType").codes)
    assert tuple(series.ESTIMATION_CODES[1:]) == tuple(code_list("EstimationCodeType").codes)


def test_sources_are_spelt_out():
    """A row's source keys are replaced by the sources they stand for."""
    assert (
        "https://dok.elhub.no/ediel2/referansedata-for-opphoersaarsak"
        == code_list("EndReasonType")["Z41"].source
    )
    assert not [code for codes in emif() for code in codes if code.source.startswith("s0")]


# --- agencies ---


@pytest.mark.parametrize(
    ("expected", "name", "codes"),
    [
        ("6", "Elhub_DocumentType", "21 294 392 406 414 432"),
        ("260", "Elhub_DocumentType", "E02 E07 E10 E13 E30 E31 E39 E58 E65 E66 E67 ERR"),
        ("6", "Elhub_BusinessProcessRole", "AG DDE DDK DDM DDQ DDX DDZ MDR PQ QRY"),
        ("89", "Elhub_BusinessProcessRole", "SLR BSL"),
        ("89", "Elhub_ResponseReasonCode", "EH001 EH025 EH140"),
        ("260", "Elhub_ResponseReasonCode", "E10 E87 E0M"),
        ("260", "Elhub_SettlementMethodCode", "E01 E02"),
        ("89", "Elhub_SettlementMethodCode", "Z01"),
        ("89", "BRSIdentification", "BRS-NO-101 BRS-NO-701 POLL"),
        ("9", "Elhub_ProductIdentifierCode", "8716867000030 8716867000146"),
        ("89", "Elhub_ProductIdentifierCode", "4700000000101 4700000000303"),
        ("6", "AcknowledgementStatus", "39 41"),
        ("260", "Elhub_MeteringPointTypeCode", "E17 E18 E19 E20"),
        ("5", "CountryCode", "NO SE"),
        (None, "DirectionType", "In Out"),
        (None, "Elhub_DocumentType", "999"),
    ],
)
def test_agency_of(expected, name, codes):
    """Each code stands under the agency that issues it."""
    assert {expected} == {agency_of(name, code) for code in codes.split()}


def test_only_roles_and_reasons_that_no_page_places_have_an_inferred_agency():
    """Four roles are in the list of an agency that no page states for them; published examples write EH reasons with two."""
    unsure = [
        (codes.name, code.value)
        for codes in emif()
        for code in codes
        if code.agency and code.agency_trust is not CodeTrust.SOURCED and not code.value.startswith("EH")
    ]
    reasons = [code for code in code_list("Elhub_ResponseReasonCode") if code.value.startswith("EH")]

    assert [("Elhub_BusinessProcessRole", role) for role in ("DDZ", "DDX", "PQ", "QRY")] == unsure
    assert {CodeTrust.INFERRED} == {code.agency_trust for code in reasons if code.agency}


def test_an_agency_attribute_means_agencies():
    """A list has an agency attribute exactly when its codes have agencies."""
    for codes in emif():
        assert (bool(codes.agency_attribute), codes.name) == (all(code.agency for code in codes), codes.name)


# --- look-up ---


def test_an_unknown_list_names_the_nearest():
    """A misspelt list is a look-up error that says which list comes near."""
    with pytest.raises(UnknownCodeListError, match="did you mean 'BusinessTypeCode'"):
        code_list("BusinessType")
    with pytest.raises(LookupError, match=r"no code list 'zzz'$"):
        code_list("zzz")
    with pytest.raises(UnknownCodeListError, match="expected one of emif, edifact"):
        code_list("VATCode", wire="x12")


def test_lists_of_all_wires():
    """Without a wire the lists of every wire are named."""
    assert lists() == tuple(name for wire in WIRES for name in lists(wire))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([("EndReasonType", "Z44")], "konkurs"),
        ([("QueryCategoryCodeType", "STLM")], "stlm"),
        ([("CountryCode", "NO")], " Norway "),
        ([], "no such thing"),
        ([], "  "),
    ],
)
def test_find(expected, text):
    """Codes are found by value and by words of either language."""
    assert expected == [(codes.name, code.value) for codes, code in find(text, wire="emif")]


def test_find_puts_codes_before_names():
    """A text that is a code in many lists finds those first."""
    pairs = find("E10", wire="emif")

    assert [("Elhub_DocumentType", "E10"), ("Elhub_ResponseReasonCode", "E10")] == [
        (codes.name, code.value) for codes, code in pairs[:2]
    ]
    values = [code.value == "E10" for _, code in pairs]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    ("expected", "value", "name"),
    [
        ("Out", "OUT", "DirectionType"),
        ("BRS-NO-313", "BRS-NO-0313", "BRSIdentification"),
        ("kWh", " KWH ", "Elhub_UnitType"),
        ("GAP_METERING", "GAP_METER", "RequestCategory"),
        (None, "x", "Elhub_UnitType"),
        (None, "kWh" * 10**6, "Elhub_UnitType"),
    ],
)
def test_suggest(expected, value, name):
    """A misspelt code finds its neighbour; a far or endless text finds none."""
    assert expected == suggest(value, code_list(name))


def test_a_list_cannot_be_changed():
    """Lists are shared by all callers, so nobody can write into them."""
    codes = code_list("DirectionType")

    with pytest.raises(TypeError):
        codes.codes["Up"] = Code(value="Up")
    assert codes is code_list("DirectionType")
    assert codes == copy.copy(codes)
    assert hash(codes) == hash(copy.copy(codes))
    assert ("In" in codes, "in" in codes, len(codes)) == (True, False, 2)


def test_importing_reads_no_file():
    """The data files are opened by the first call, not by the import."""
    program = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "import edielkit.codes, edielkit.codes.rules\n"
        "before = sum(name.endswith('.csv') for name in opened)\n"
        "edielkit.codes.code_list('VATCode')\n"
        "print(before, sum(name.endswith('.csv') for name in opened))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ["0", "2"] == done.stdout.split()


# --- reading ---


def test_a_wire_without_files_has_no_lists():
    """A wire whose data file is absent gives no lists and no error."""
    assert {} == read_lists("morse")


# --- findings ---
