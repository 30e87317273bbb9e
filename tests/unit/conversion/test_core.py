"""What a source could not say is listed, beside what is lost; series of no message, and what stood beside them."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.support.conversion_pairs import ACTIVE, BY_NAME, COLLECTED, PAIRS, collected, ids, series

import edielkit
from edielkit.conversion import (
    SUPPLIED,
    Carrier,
    Channel,
    Options,
    Sign,
    convert,
    convert_series,
    source_losses,
)
from edielkit.conversion.losses import WHERE
from edielkit.errors import BuildError

NOON = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)
SIGNED = BY_NAME["no-signed-october-quarters"]
GERMAN = BY_NAME["de-quality-quarters"]
UTILTS = BY_NAME["se-utilts-e66-notify"]
MARCH = BY_NAME["no-march-hours"]
PARTIES = {"sender": "7080000009015", "recipient": "7080000009039"}


def codes(found):
    """Return what each code of *found* says."""
    return {each.code: each.message for each in found}


def test_signed_mscons_could_not_say_nine_things():
    """A signed exchange series lacks kind, process, role, sign, status, registration, product and identifications."""
    source = SIGNED.edi.replace(b"8716867000030", b"1501")
    options = Options(**COLLECTED, sign=Sign.IN, registered=NOON, product=ACTIVE, new_id=ids(1))
    found = convert(source, "collected-data", options=options)

    assert {
        "CNV101": "E13 was given (document_type)",
        "CNV102": "BRS-NO-313 was given (process)",
        "CNV103": "DDE was given (role)",
        "CNV104": "2026-06-05T10:00:00+00:00 was given (registered)",
        "CNV106": "positive is import, as was given (sign)",
        "CNV107": f"{found.message.payload_energy_time_series[1].identification} is new (new_id)",
        "CNV111": "100 values read as metered",
        "CNV112": f"1501 is {ACTIVE}, as was given (product)",
    } == codes(found.supplied)
    assert not SUPPLIED & set(codes(found.losses))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_what_is_supplied_can_be_so_in_that_direction(pair):
    """The table names each direction in which a piece can be supplied."""
    out = convert(pair.xml, pair.edifact, options=pair.out)
    back = convert(pair.edi, pair.target, options=pair.back)

    assert all(("emif", pair.edifact) in WHERE[each.code] for each in out.supplied)
    assert all((pair.edifact, "emif") in WHERE[each.code] for each in back.supplied)
    assert {"CNV102"} <= set(codes(back.supplied))


@pytest.mark.parametrize(
    ("code", "source", "target", "changes"),
    [
        ("CNV105", BY_NAME["no-lines-two-days"].edi, "collected-data", {"line_directions": ("In", "Out"), "registered": NOON, "new_id": ids(1)}),
        ("CNV105", BY_NAME["no-lines-two-days"].edi, "collected-data", {"direction": "Out", "registered": NOON, "new_id": ids(1)}),
        ("CNV109", MARCH.edi, "collected-data", {"recipient": "7080000009039"}),
        ("CNV110", GERMAN.edi, "collected-data", {"validation": "V001", "estimation": "E001"}),
        ("CNV112", MARCH.edi.replace(b"1-1?:2.29.0", b"ABC"), "collected-data", {"channels": (Channel("ABC", ACTIVE, "In"),)}),
        ("CNV113", MARCH.edi, "collected-data", {"points": {"707057500000000100": "707057500000000117"}}),
    ],
)  # fmt: skip
def test_what_an_option_gives_is_named(code, source, target, changes):
    """Each option that speaks for the source leaves its note; a source that says it leaves none."""
    found = convert(source, target, options=Options(**COLLECTED | changes))

    assert code in codes(found.supplied)
    assert code not in codes(convert(MARCH.edi, "collected-data", options=MARCH.back).supplied)


def test_german_process_and_fields_of_utilts_are_not_in_xml():
    """RFF+Z13 of MSCONS, and what UTILTS asks for, come from options."""
    german = convert(GERMAN.xml, "mscons", options=GERMAN.out)
    swedish = convert(UTILTS.xml, "utilts", options=UTILTS.out)

    assert "CNV102" in codes(german.supplied)
    assert {"scope", "reason"} <= {
        each.message.rpartition("(")[2][:-1] for each in swedish.supplied if each.code == "CNV114"
    }


def test_time_of_creation_and_name_of_a_message_are_supplied():
    """A source without either takes them from the options."""
    source = b"".join(each for each in SIGNED.edi.split(b"\n") if not each.startswith(b"DTM+137")).replace(
        b"BGM+7+", b"BGM+7++9'BGX+", 1
    )
    source = source[: source.index(b"BGX+")] + source[source.index(b"'", source.index(b"BGX+")) + 1 :]
    found = convert(
        source,
        "collected-data",
        options=Options(**COLLECTED, sign=Sign.IN, now=NOON, registered=NOON, new_id=ids(1)),
    )

    assert "2026-06-05T10:00:00+00:00 was given (now)" == codes(found.supplied)["CNV108"]
    assert "identification of the document" in {each.what for each in found.supplied}


def test_a_code_that_is_supplied_can_be_refused():
    """What must not be made up stops the conversion."""
    options = Options(**COLLECTED, sign=Sign.IN, registered=NOON, new_id=ids(1), refuse=frozenset({"CNV111"}))

    with pytest.raises(BuildError, match="CNV111"):
        convert(SIGNED.edi, "collected-data", options=options)


@pytest.mark.parametrize("product", ["8716867000047", "no product"])
def test_product_has_the_unit_of_the_line(product):
    """A product of reactive energy is none for kWh."""
    options = Options(**COLLECTED, sign=Sign.IN, registered=NOON, new_id=ids(1), product=product)

    with pytest.raises(BuildError, match="no product of Elhub"):
        convert(SIGNED.edi.replace(b"8716867000030", b"1501"), "collected-data", options=options)


def test_series_of_no_message_become_one():
    """Series that were changed are written with what the options say, and are read back as they were."""
    both = [series("2026-06-04", "In"), attrs.evolve(series("2026-06-04", "Out"), identification=None)]
    options = Options(**COLLECTED | PARTIES, now=NOON, new_id=ids(7))
    found = convert_series(both, "collected-data", options=options)
    back = list(edielkit.read_series(found.to_bytes()))

    assert [attrs.evolve(each, identification=None) for each in both] == [
        attrs.evolve(each, identification=None) for each in back
    ]
    assert {"CNV101", "CNV102", "CNV103", "CNV107", "CNV108", "CNV109"} == set(codes(found.supplied))
    assert () == edielkit.validate(found.to_bytes(), level="codes").errors


def test_direction_of_a_changed_series_counts_more_than_its_code():
    """Halves of a signed series keep their directions, whatever their common code means."""
    halves = [attrs.evolve(series("2026-06-04", each), product="1501") for each in ("In", "Out")]
    channels = (Channel("1502", ACTIVE, "In"), Channel("1501", ACTIVE, "Out"))
    options = Options(
        **PARTIES, profile="no", carrier=Carrier.PRODUCT, channels=channels, now=NOON, new_id=ids(1)
    )
    data = convert_series(halves, "mscons", options=options).to_bytes()

    assert [b"1502", b"1501"] == [each[:4] for each in data.split(b"LIN+")[1:] for each in [each[3:]]]


@pytest.mark.parametrize(
    ("series_", "to", "error"),
    [([], "collected-data", BuildError), ([series("2026-06-04", "In")], "paper", ValueError)],
)
def test_series_that_cannot_be_written(series_, to, error):
    """Nothing to write, and a target that is none, are refused."""
    with pytest.raises(error):
        convert_series(series_, to, options=Options(**COLLECTED | PARTIES, now=NOON))


def test_what_stood_beside_the_series_is_told_alone():
    """The losses of a source are the same as those of its conversion, without what concerns single series."""
    german = {each.code for each in source_losses(GERMAN.edi, "collected-data", options=Options())}
    xml = {each.code for each in source_losses(MARCH.xml, "mscons", options=Options())}
    signed = source_losses(edielkit.parse(SIGNED.edi), "collected-data", options=Options())

    assert {"CNV007", "CNV009"} == german
    assert {"CNV004", "CNV007", "CNV008"} == xml
    assert {"CNV009", "CNV111"} == {each.code for each in signed}
    assert () == source_losses(
        collected([series("2026-06-04", "In")], 3), "notify-validated-data", options=Options()
    )


def test_no_note_without_need():
    """A source that says all of it leaves nothing to note."""
    assert () == convert(MARCH.xml, "collected-data", options=Options()).supplied
