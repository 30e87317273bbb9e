"""XML from the neutral form: holes, calculated values, documents apart and gathered."""

from __future__ import annotations

import attrs
import pytest
from tests.support.conversion_pairs import BY_NAME, COLLECTED, collected, ids, series

import edielkit
from edielkit.conversion import Options, convert
from edielkit.errors import BuildError
from edielkit.series import Status


def test_missing_values_leave_a_hole_in_xml():
    """A German Z30 has no form in XML: the position stays empty, and the loss names it."""
    pair = BY_NAME["de-quality-quarters"]
    data = pair.edi.replace(b"QTY+220:5.5'", b"QTY+Z30:0'", 1)
    converted = convert(data, "collected-data", options=pair.back)
    loss = next(loss for loss in converted.losses if loss.code == "CNV022")
    holes = [
        payload for payload in converted.message.payload_energy_time_series if len(payload.observation) == 91
    ]

    assert "1 left out" in loss.message
    assert 1 == len(holes)


def test_calculated_values_go_to_the_message_that_has_them():
    """79 of the German profile is calculated: Notify says so, CollectedData cannot."""
    pair = BY_NAME["de-quality-quarters"]
    data = pair.edi.replace(b"QTY+220:", b"QTY+79:")
    collected_form = convert(data, "collected-data", options=pair.back)
    notify = convert(
        data, "notify-validated-data", options=attrs.evolve(pair.back, document_type="E66", role="DDQ")
    )

    assert "CNV020" in {loss.code for loss in collected_form.losses}
    assert "CNV020" not in {loss.code for loss in notify.losses}
    assert Status.CALCULATED in notify.message.payload_energy_time_series[0].observation.status


def test_xml_becomes_the_other_xml():
    """Notify to CollectedData loses what only Notify has, and keeps every value."""
    pair = BY_NAME["se-utilts-e66-notify"]
    converted = convert(pair.xml, "collected-data", options=Options(**COLLECTED))

    assert {"CNV004", "CNV008", "CNV017", "CNV018"} == {loss.code for loss in converted.losses}
    assert [s.observations for s in edielkit.read_series(pair.xml)] == [
        s.observations for s in edielkit.read_series(converted.to_bytes())
    ]


def test_several_messages_stay_several_unless_gathered():
    """An interchange of three messages gives three documents, or one when they are gathered."""
    pair = BY_NAME["de-quality-quarters"]
    message = collected(
        [series("2026-06-04", "Out", number=n, point=f"70705750000000{n:04}") for n in (1, 2, 3)], 11
    )
    data = convert(message, "mscons", options=attrs.evolve(pair.out, new_id=ids(70))).to_bytes()

    assert 3 == data.count(b"UNH+")
    apart = convert(data, "collected-data", options=pair.back)
    assert 3 == len(apart.messages)
    with pytest.raises(BuildError, match="expected one message, found 3"):
        _ = apart.message
    together = convert(data, "collected-data", options=attrs.evolve(pair.back, gather=True))
    assert message == together.message
    assert 2 == sum(loss.code == "CNV002" for loss in together.losses)
