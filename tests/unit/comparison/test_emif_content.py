"""Messages of EMIF side by side: what is the same in another form, and what is not."""

from __future__ import annotations

import datetime as dt
import gzip
import re

import attrs
import pytest
from tests.support.paths import FIXTURES

import edielkit
from edielkit.comparison import diff
from edielkit.emif.declare import as_class
from edielkit.emif.messages import CollectedData, RequestUpdateMasterDataMeteringPoint
from edielkit.emif.messages.meteringpoint import MeasurementDefinition
from edielkit.emif.soap import SoapDocument
from edielkit.series import Observations

FILES = sorted(FIXTURES.glob("emif/*/*.xml"))
VALUES = (FIXTURES / "emif/metering/CollectedData.xml").read_bytes()
TEXT = re.compile(rb">([^<>\s][^<>]*)</(?:\w+:)?(\w+)>")


def values(data=VALUES):
    return edielkit.parse_message(data, CollectedData)


def reversed_rows(payload):
    columns = ("position", "quantity", "status", "validation", "estimation")
    rows = payload.observation
    if rows is None:
        return payload
    return attrs.evolve(
        payload, observation=Observations(**{name: getattr(rows, name)[::-1] for name in columns})
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_message_says_what_its_other_forms_say(path):
    """Written anew with other prefixes, other white space, and packed."""
    data = path.read_bytes()
    assert diff(data, gzip.compress(data)).is_same
    assert diff(data, data.replace(b">\n", b">\n\n")).is_same
    assert diff(edielkit.parse(data), data).is_same


def changed(text: bytes) -> bytes:
    """Return another text of the same form: a digit or letter more, or less."""
    last = text[-1:]
    if text in {b"true", b"false"}:
        return b"false" if text == b"true" else b"true"
    if text.endswith(b"Z"):
        return text[:3] + (b"1" if text[3:4] != b"1" else b"2") + text[4:]
    return text[:-1] + (b"7" if last != b"7" else b"8")


@pytest.mark.parametrize(
    "path", [file for file in FILES if file.parent.name != "soap"], ids=lambda path: path.name
)
def test_whatever_is_changed_is_named(path):
    """One text of a message after the other: its element is named, or what is told by its text is on one side only."""
    data = path.read_bytes()
    for match in list(TEXT.finditer(data))[:25]:
        other = data[: match.start(1)] + changed(match[1]) + data[match.end(1) :]

        differences = diff(data, other).differences

        sides = [(difference.first is None, difference.second is None) for difference in differences]
        assert sides in ([(False, False)], [(False, True), (True, False)]), (match[0], *map(str, differences))
        if len(sides) == 1:
            names = [step.name for step in differences[0].steps]
            assert match[2].decode() in names or "Observation" in names


def test_the_order_of_what_repeats_is_no_difference():
    """Payloads by their identification, observations by their number."""
    message = values()
    payloads = message.payload_energy_time_series
    other = attrs.evolve(
        message, payload_energy_time_series=tuple(reversed_rows(payload) for payload in reversed(payloads))
    )

    assert diff(message, other).is_same


def test_payloads_with_new_identifications_meet_by_what_they_are_about():
    """Two systems give them other identifications: what else differs is told of the same point."""
    other = re.sub(rb"(<\w+:PayloadEnergyTimeSeries>\s*<\w+:Identification>)\w{8}", rb"\g<1>00000000", VALUES)
    assert other != VALUES

    names = {difference.steps[-1].name for difference in diff(VALUES, other).differences}

    assert {"Identification"} == names
    assert diff(VALUES, other, ignore=["PayloadEnergyTimeSeries/Identification"]).is_same


def test_numbers_are_compared_by_value_and_times_by_instant():
    """1.50 is 1.5, and 01:00 in Oslo is midnight in UTC."""
    first = values()
    payload = first.payload_energy_time_series[0]
    period = payload.observation_period_time_series_period
    zone = dt.timezone(dt.timedelta(hours=5))
    moved = attrs.evolve(period, start=dt.datetime.fromisoformat(period.start.isoformat()).astimezone(zone))
    payloads = (
        attrs.evolve(payload, observation_period_time_series_period=moved),
        *first.payload_energy_time_series[1:],
    )

    assert diff(first, attrs.evolve(first, payload_energy_time_series=payloads)).is_same
    more_zeros = re.sub(rb"(<\w+:Metered>\d+\.\d+)(</)", rb"\g<1>0\g<2>", VALUES)
    assert more_zeros != VALUES
    assert diff(VALUES, more_zeros).is_same


def test_a_volume_says_its_direction_in_one_version_only():
    """EI-270 names it; before, the one volume is meant. Two volumes are more than one."""
    kind = "CollectedData"
    plain = edielkit.to_dict(edielkit.parse((FIXTURES / "emif/metering/CollectedData.xml").read_bytes()))
    payload = {k: v for k, v in plain["payload_energy_time_series"][0].items() if k != "observation"}

    def message(*volumes):
        return edielkit.from_dict(
            kind,
            {
                **plain,
                "payload_energy_time_series": [{**payload, "annual_period_estimated_metrics": list(volumes)}],
            },
        )

    unsaid, said, other = {"total": 900}, {"total": 900, "direction": "Out"}, {"total": 5, "direction": "In"}

    assert diff(message(unsaid), message(said)).is_same
    assert not diff(message({**said, "direction": "In"}), message(said)).is_same
    (difference,) = diff(message(unsaid), message(said, other)).differences
    assert (None, "2 values") == (difference.first, difference.second)


def test_a_part_that_has_another_type_in_another_version_is_the_same_part():
    """RequestUpdateMasterDataMeteringPoint of 2.3 has full measurement definitions where later ones are generic."""
    path = next(file for file in FILES if file.name.startswith("RequestUpdateMasterDataMeteringPoint"))
    message = edielkit.parse_message(path.read_bytes(), RequestUpdateMasterDataMeteringPoint)
    (payload, *_) = message.payload_master_data_mp_event
    assert payload.measurement_definition
    older = tuple(
        as_class(definition, MeasurementDefinition) for definition in payload.measurement_definition
    )
    other = attrs.evolve(
        message,
        payload_master_data_mp_event=(
            attrs.evolve(payload, measurement_definition=older),
            *message.payload_master_data_mp_event[1:],
        ),
    )

    assert diff(message, other).is_same


def test_a_wrapper_is_no_part_of_its_message():
    """Bare, or in the service's element."""
    message = values()
    wrapped = SoapDocument(
        service="MeteringValues", element="CollectedDataRequest", messages=(message,), enveloped=True
    )

    assert diff(message, wrapped).is_same


def test_an_undeclared_element_is_a_difference():
    """What no type has is compared as it is written."""
    other = VALUES.replace(b"</abie:Direction>", b"</abie:Direction><abie:Strange>1</abie:Strange>", 1)
    assert other != VALUES

    (difference,) = diff(VALUES, other).differences

    assert difference.first is None
