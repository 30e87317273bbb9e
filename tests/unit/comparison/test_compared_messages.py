"""What is compared with what: pairs of messages, and one wire with the other."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.comparison import diff
from edielkit.conversion import Options
from edielkit.generate import generate_message

DAY = (FIXTURES / "emif/metering/CollectedData-spring-23-hours.xml").read_bytes()
NOW = dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC)


def messages(*seeds):
    return [generate_message("RequestEndOfSupply", seed=seed, now=NOW).data for seed in seeds]


def test_many_messages_meet_by_identification():
    """In whatever order they stand."""
    first, second = messages(1, 2, 3), messages(3, 1, 2)

    comparison = diff(first, second)

    assert comparison.is_same
    assert "3 RequestEndOfSupply with 3 RequestEndOfSupply, by identification" == comparison.compared


def test_a_message_that_has_no_partner_is_named():
    """It stands on one side alone."""
    differences = diff(messages(1, 2), messages(2, 3)).differences

    assert [False, True] == [difference.first is None for difference in differences]
    assert all("RequestEndOfSupply[" in difference.path for difference in differences)


def test_without_identifications_what_is_equal_is_a_pair():
    """Sent anew under other identifications."""
    first = messages(1, 2)
    second = [data.replace(edielkit.parse(data).header.identification.encode(), b"0" * 8 + b"-0000-4000-8000-000000000000") for data in reversed(first)]  # fmt: skip

    assert not diff(first, second).is_same
    assert diff(first, second, ignore=["Header/Identification", "Identification"]).is_same


def test_two_kinds_are_no_pair():
    """Each is on one side only."""
    first, second = messages(1)[0], generate_message("Acknowledgement", seed=1, now=NOW).data

    assert [(True, False), (False, True)] == [
        (difference.second is None, difference.first is None)
        for difference in diff(first, second).differences
    ]


def options():
    ids = iter(f"00000000-0000-4000-8000-{number:012}" for number in range(100))
    return Options(profile="no", now=NOW, new_id=lambda: next(ids), sender="7080009990116", recipient="7080009990215")  # fmt: skip


def test_one_wire_against_the_other_is_a_matter_of_series():
    """A converted message has the values of its source at the instants of its source."""
    mscons = edielkit.convert(DAY, "mscons", options=options()).data

    comparison = diff(DAY, mscons)

    assert [] == [str(difference) for difference in comparison.differences]
    assert "the values of the series by instant, and nothing else" == comparison.compared


def test_a_value_that_the_other_wire_has_otherwise_is_named_with_its_instant():
    """One quantity of 23 is another."""
    mscons = edielkit.convert(DAY, "mscons", options=options()).data
    start = mscons.index(b"QTY+")
    end = mscons.index(b"'", start)
    other = mscons[:start] + b"QTY+136:9999" + mscons[end:]

    (difference,) = diff(DAY, other).differences

    assert "9999.000" == difference.second
    assert "value[2026-03-28T23:00Z]/quantity" in difference.path  # midnight in Oslo


# what the one wire of a pair cannot say: a sign instead of directions, codes that are older than Elhub's
DIFFERING = {"no-signed-october-quarters": "quantity", "se-older-product-codes": "product"}


@pytest.mark.parametrize("path", sorted((FIXTURES / "pairs").glob("*.xml")), ids=lambda path: path.stem)
def test_the_two_wires_of_a_pair_have_the_same_values(path):
    """With directions or lines beside each other, in UTC or civil time, in kWh or MWh, over both clock changes."""
    comparison = diff(path.read_bytes(), path.with_suffix(".edi").read_bytes())

    differing = {difference.steps[-1].name for difference in comparison.differences}
    assert DIFFERING.get(path.stem, "") in (differing or {""})
    assert comparison.is_same == (path.stem not in DIFFERING)


@pytest.mark.parametrize("wanted", ["text", None, 5])
def test_a_path_is_no_message(wanted):
    """Bytes or what parse gives, and nothing else."""
    with pytest.raises(TypeError):
        diff(wanted, DAY)


def test_bytes_that_are_no_message_are_an_error():
    """Nothing is compared with what is none."""
    with pytest.raises(edielkit.ParseError):
        diff(DAY, b"hello")


def test_a_payload_for_each_day_says_what_one_payload_says():
    """Cut otherwise, the series are the same; the messages are not."""
    series = next(edielkit.read_series(DAY))
    assert diff(DAY, DAY, by_series=True).is_same
    assert 23 == len(series.observations)


@pytest.mark.parametrize("by_series", [False, True])
def test_two_wires_without_values_have_nothing_to_compare(by_series):
    """An answer of one wire is not the same as one of the other: it is not compared."""
    xml = (FIXTURES / "emif/common/Acknowledgement.xml").read_bytes()
    edifact = (FIXTURES / "edifact/aperak-no-accepted.edi").read_bytes()

    with pytest.raises(ValueError, match="found none: Acknowledgement with APERAK"):
        diff(xml, edifact, by_series=by_series)


def test_values_that_cannot_be_read_are_compared_as_they_are_written():
    """Two texts that are no numbers are not both nothing."""
    first, second = (
        DAY.replace(b"<abie:Metered>1.24<", b"<abie:Metered>%s<" % text, 1) for text in (b"a", b"b")
    )
    assert first != DAY

    (difference,) = diff(first, second, by_series=True).differences

    assert difference.first != difference.second
    assert all(text in (difference.first, difference.second)[n] for n, text in enumerate("ab"))


def test_values_whose_numbers_cannot_be_read_are_values_of_their_own():
    """None is taken for the hour before the period, and of two none is lost."""
    mscons = edielkit.convert(DAY, "mscons", options=options()).data
    broken = DAY.replace(b'Sequence="2"', b'Sequence="--2"', 1).replace(b'Sequence="3"', b'Sequence="x"', 1)
    paths = [difference.path for difference in diff(broken, mscons).differences]

    assert ["row 2", "row 3"] == [row for row in ("row 2", "row 3") if any(row in path for path in paths)]
    assert not any("22:00Z" in path for path in paths)
