"""The conversion as a whole: targets, refusals, series of no message, what is supplied and what is lost."""

from __future__ import annotations

import datetime as dt
import tracemalloc

import attrs
import pytest
from tests.support.conversion_pairs import ACTIVE, BY_NAME, COLLECTED, codes, collected, ids, series, values

import edielkit
from edielkit.conversion import (
    SUPPLIED,
    TARGETS,
    Carrier,
    Options,
    Sign,
    convert,
    convert_series,
    source_losses,
)
from edielkit.errors import BuildError, ParseError
from edielkit.market_time import Period, day_period

NOON = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)
SIGNED = BY_NAME["no-signed-october-quarters"]
GERMAN = BY_NAME["de-quality-quarters"]
MARCH = BY_NAME["no-march-hours"]
PARTIES = {"sender": "7080000009015", "recipient": "7080000009039"}
UTILTS = BY_NAME["se-utilts-e66-notify"]
OBIS = Options(profile="no", carrier=Carrier.OBIS, by_agreement=True)


def test_signed_mscons_could_not_say_nine_things():
    """A signed exchange series lacks kind, process, role, sign, status, registration, product and identifications."""
    source = SIGNED.edi.replace(b"8716867000030", b"1501")
    options = Options(**COLLECTED, sign=Sign.IN, registered=NOON, product=ACTIVE, new_id=ids(1))
    converted = convert(source, "collected-data", options=options)

    assert {
        "CNV101": "E13 was given (document_type)",
        "CNV102": "BRS-NO-313 was given (process)",
        "CNV103": "DDE was given (role)",
        "CNV104": "2026-06-05T10:00:00+00:00 was given (registered)",
        "CNV106": "positive is import, as was given (sign)",
        "CNV107": f"{converted.message.payload_energy_time_series[1].identification} is new (new_id)",
        "CNV111": "100 values read as metered",
        "CNV112": f"1501 is {ACTIVE}, as was given (product)",
    } == codes(converted.supplied)
    assert not SUPPLIED & set(codes(converted.losses))


def test_a_code_that_is_supplied_can_be_refused():
    """What must not be made up stops the conversion."""
    options = Options(**COLLECTED, sign=Sign.IN, registered=NOON, new_id=ids(1), refuse=frozenset({"CNV111"}))

    with pytest.raises(BuildError, match="CNV111"):
        convert(SIGNED.edi, "collected-data", options=options)


def test_series_of_no_message_become_one():
    """Series that were changed are written with what the options say, and are read back as they were."""
    both = [series("2026-06-04", "In"), attrs.evolve(series("2026-06-04", "Out"), identification=None)]
    options = Options(**COLLECTED | PARTIES, now=NOON, new_id=ids(7))
    converted = convert_series(both, "collected-data", options=options)
    back = list(edielkit.read_series(converted.to_bytes()))

    assert [attrs.evolve(item, identification=None) for item in both] == [
        attrs.evolve(item, identification=None) for item in back
    ]
    assert {"CNV101", "CNV102", "CNV103", "CNV107", "CNV108", "CNV109"} == set(codes(converted.supplied))
    assert () == edielkit.validate(converted.to_bytes(), level="codes").errors


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
    german = {loss.code for loss in source_losses(GERMAN.edi, "collected-data", options=Options())}
    xml = {loss.code for loss in source_losses(MARCH.xml, "mscons", options=Options())}
    signed = source_losses(edielkit.parse(SIGNED.edi), "collected-data", options=Options())

    assert {"CNV004", "CNV007", "CNV009"} == german
    assert {"CNV004", "CNV007", "CNV008"} == xml
    assert {"CNV009", "CNV111"} == {loss.code for loss in signed}
    assert () == source_losses(
        collected([series("2026-06-04", "In")], 3), "notify-validated-data", options=Options()
    )


def test_no_note_without_need():
    """A source that says all of it leaves nothing to note."""
    assert () == convert(MARCH.xml, "collected-data", options=Options()).supplied


@pytest.mark.parametrize(
    ("data", "error"), [(b"", ParseError), (b"hello", ParseError), (UTILTS.edi[:200], BuildError)]
)
def test_what_is_no_metering_message(data, error):
    """Bytes that are no message, and messages without series, are errors of the package."""
    with pytest.raises(error):
        convert(data, "collected-data", options=Options(**COLLECTED))


def test_unknown_target():
    """A target that does not exist is named with those that do."""
    with pytest.raises(ValueError, match="expected one of mscons, utilts"):
        convert(MARCH.xml, "pdf", options=Options())


def test_refused_loss_is_an_error():
    """A kind of loss that the caller refuses stops the conversion."""
    with pytest.raises(BuildError, match="CNV007"):
        convert(MARCH.xml, "mscons", options=attrs.evolve(MARCH.out, refuse=frozenset({"CNV007"})))


def test_no_object_is_made_for_a_value():
    """Thirty times the values leave no more blocks of memory behind, in either direction."""
    alive = []
    for count in (24, 31 * 24):
        period = Period(
            day_period(dt.date(2026, 1, 1)).start,
            day_period(dt.date(2026, 1, 1)).start + dt.timedelta(hours=count),
        )
        source = attrs.evolve(series("2026-06-04", "Out"), period=period, observations=values(count, 7))
        message = collected([source], 11)
        convert(
            convert(message, "mscons", options=OBIS).to_bytes(),
            "collected-data",
            options=Options(**COLLECTED),
        )
        tracemalloc.start()
        out = convert(message, "mscons", options=OBIS)
        back = convert(out.to_bytes(), "collected-data", options=Options(**COLLECTED))
        alive.append(len(tracemalloc.take_snapshot().traces))
        tracemalloc.stop()
        assert back.documents

    assert alive[1] < alive[0] + 200


@pytest.mark.parametrize("target", ["mscons", "utilts"])
@pytest.mark.parametrize("year", [1, 9999])
def test_instants_at_the_ends_of_the_calendar_are_an_error_of_ours(target, year):
    """A document of the first day or the last is refused with its place."""
    day = (
        dt.datetime(year, 1, 1, tzinfo=dt.UTC) if year == 1 else dt.datetime(9999, 12, 31, 23, tzinfo=dt.UTC)
    )
    late = attrs.evolve(collected([series("2026-06-04", "Out")], 11))
    message = attrs.evolve(late, header=attrs.evolve(late.header, creation=day))

    with pytest.raises(BuildError, match="CollectedData: expected an aware instant"):
        convert(message, target, options=Options(profile="no" if target == "mscons" else None))


@pytest.mark.parametrize("target", TARGETS)
def test_a_message_without_series_has_nothing_to_convert(target):
    """The field is the message."""
    empty = attrs.evolve(collected([series("2026-06-04", "Out")], 11), payload_energy_time_series=())

    with pytest.raises(BuildError, match="the source has no series of interval values") as caught:
        convert(empty, target, options=Options(**COLLECTED))
    assert "message" == caught.value.field
