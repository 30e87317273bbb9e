"""XML from the neutral form: holes, calculated values, documents apart and gathered."""

from __future__ import annotations

import datetime as dt

import attrs
import numpy as np
import pytest
from tests.support.conversion_pairs import BY_NAME, COLLECTED, collected, ids, series

import edielkit
from edielkit.conversion import Options, PartyId, convert, to_emif
from edielkit.conversion.losses import Loss
from edielkit.conversion.neutral import NeutralDocument, NeutralEntry, NeutralHead
from edielkit.conversion.to_emif import write_emif
from edielkit.emif.values import Code
from edielkit.errors import BuildError
from edielkit.series import Observations, Status


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


HEAD = NeutralHead(
    wire="mscons",
    identification="00005eed-0000-0000-0000-00000000000b",
    created=dt.datetime(2026, 6, 5, 5, 7, tzinfo=dt.UTC),
    sender=PartyId("7080000000012"),
    recipient=PartyId("7080003824349"),
    physical_sender=PartyId("7080000009039"),
    where="message 1",
)
OPTIONS = Options(**COLLECTED)


def entry(**more):
    """Return a neutral entry; fields of its series and fields beside it."""
    beside = {name: more.pop(name) for name in list(more) if name in {"inserted", "request", "business_type", "responsible", "supplier"}}  # fmt: skip
    return NeutralEntry(series=attrs.evolve(series("2026-06-04", "Out"), **more), where="here", **beside)


def written(*entries, head=HEAD, options=OPTIONS, notify=False):
    """Return the one XML message of entries, and what it lost."""
    losses = []
    document = NeutralDocument(head=head, entries=entries)
    (message,) = write_emif([document], options, losses, notify=notify)
    return message, losses


def supplied(losses):
    """Return the losses that no option of COLLECTED explains."""
    return [loss for loss in losses if loss.code not in {"CNV101", "CNV102", "CNV103"}]


def test_type_process_and_role_come_from_the_options():
    """MSCONS has none of them."""
    assert [
        Loss("CNV101", "DocumentType", "message 1", "E13 was given (document_type)"),
        Loss("CNV102", "EnergyBusinessProcess", "message 1", "BRS-NO-313 was given (process)"),
        Loss("CNV103", "EnergyBusinessProcessRole", "message 1", "DDE was given (role)"),
    ] == written(entry())[1]


def test_what_the_options_change_is_told():
    """Another type, process, role and party than the source has."""
    head = attrs.evolve(HEAD, wire="emif", document_type="E66", process="BRS-NO-315", role="DDQ")
    _, losses = written(entry(), head=head, options=attrs.evolve(OPTIONS, sender="7080000009015"))

    assert [
        Loss("CNV004", "DocumentType", "message 1", "E66 became E13"),
        Loss("CNV109", "sender", "message 1", "7080000000012 became 7080000009015"),
        Loss("CNV007", "process", "message 1", "BRS-NO-315 became BRS-NO-313"),
        Loss("CNV008", "role", "message 1", "DDQ became DDE"),
    ] == losses


@pytest.mark.parametrize(
    ("wire", "answer", "option", "expected", "lost"),
    [
        ("emif", True, None, True, False),
        ("emif", None, None, None, False),
        ("mscons", True, None, None, True),
        ("mscons", False, None, None, False),
        ("mscons", True, False, False, False),
        ("emif", True, False, False, False),
    ],
)
def test_the_wish_for_an_answer_is_elhubs_own(wire, answer, option, expected, lost):
    """XML keeps it, EDIFACT's wish is a loss unless the options say what to ask for."""
    head = attrs.evolve(HEAD, wire=wire, answer=answer)
    message, losses = written(entry(), head=head, options=attrs.evolve(OPTIONS, answer=option))

    assert expected is message.header.request_positive_acknowledgement
    wish = Loss(
        "CNV006", "BGM 4343", "message 1", "AB wants an answer; the XML does not ask for a positive one"
    )
    assert ([wish] if lost else []) == supplied(losses)


@pytest.mark.parametrize(
    ("changes", "options", "physical"),
    [
        ({}, {}, "7080000009039"),
        ({}, {"physical_sender": "7080000009022"}, "7080000009022"),
        ({"physical_sender": None}, {}, "7080000000012"),
        ({"physical_sender": PartyId("X")}, {"parties": {"X": "7080000009015"}}, "7080000009015"),
    ],
)
def test_the_party_that_really_sends(changes, options, physical):
    """The options', the source's, or the sender."""
    message, _ = written(
        entry(), head=attrs.evolve(HEAD, **changes), options=attrs.evolve(OPTIONS, **options)
    )

    assert physical == str(message.header.physical_sender_energy_party.identification)


def test_a_party_is_a_gln():
    """Another identification needs one in the options."""
    head = attrs.evolve(HEAD, sender=PartyId("9900000000001", "", "293"), physical_sender=None)
    for party in ("99000000000012", "990000000000", "990000000000x"):
        with pytest.raises(BuildError, match="expected a GLN for the party") as caught:
            written(entry(), head=attrs.evolve(head, sender=PartyId(party)))
        assert "options.parties" == caught.value.field
    assert written(entry(), head=head)[0]


def test_identifications_are_uuids():
    """Another text gets a new one and is told; one that is absent is named as supplied."""
    options = attrs.evolve(OPTIONS, new_id=ids(1))
    message, losses = written(entry(identification="L1"), head=attrs.evolve(HEAD, identification="D1"), options=options)  # fmt: skip

    assert [
        Loss("CNV001", "payload identification", "here", "'L1' is no UUID"),
        Loss("CNV001", "BGM 1004", "message 1", "'D1' is no UUID"),
    ] == supplied(losses)
    assert "00005eed-0000-0000-0000-000000000002" == message.header.identification
    losses = written(
        entry(identification=None), head=attrs.evolve(HEAD, identification=None), options=options
    )[1]
    assert [
        ("CNV107", "identification of the payload", "here"),
        ("CNV107", "identification of the document", "message 1"),
    ] == [(loss.code, loss.what, loss.where) for loss in supplied(losses)]


BESIDE = {
    "inserted": dt.datetime(2026, 6, 5, 6, tzinfo=dt.UTC),
    "request": "00005eed-0000-0000-0000-0000000000ff",
    "grid_area": "50YAREA-A------0",
    "responsible": "7080000009015",
    "supplier": "7080000009022",
    "business_type": Code("A04", "260"),
}


def test_collected_data_has_no_place_for_what_stands_beside():
    """Six losses in the order of the elements."""
    assert [
        Loss(code, what, "here", "CollectedData has no such element")
        for code, what in (
            ("CNV014", "InsertDateTime"),
            ("CNV015", "RequestReference"),
            ("CNV017", "grid area"),
            ("CNV018", "balance responsible"),
            ("CNV018", "balance supplier"),
            ("CNV019", "BusinessType"),
        )
    ] == supplied(written(entry(**BESIDE))[1])


def test_notify_keeps_what_stands_beside():
    """Each in its element; what is no EIC or no GLN is a loss."""
    message, losses = written(entry(**BESIDE), notify=True)
    (payload,) = message.payload_energy_time_series

    assert [] == supplied(losses)
    assert (BESIDE["inserted"], BESIDE["request"], "A04") == (
        payload.insert_date_time,
        payload.request_reference,
        str(payload.mp_detail_measurement_metering_point_characteristic.business_type),
    )
    assert ("50YAREA-A------0", "7080000009015", "7080000009022") == (
        str(payload.metering_grid_area_used_domain_location.identification),
        str(payload.balance_responsible_involved_energy_party.identification),
        str(payload.balance_supplier_involved_energy_party.identification),
    )
    odd = entry(**BESIDE | {"grid_area": "ABC", "responsible": "12345", "supplier": "x"})
    message, losses = written(odd, notify=True)
    assert [
        Loss("CNV017", "grid area", "here", "'ABC' is no EIC"),
        Loss("CNV018", "balance party", "here", "'12345' is no GLN"),
        Loss("CNV018", "balance party", "here", "'x' is no GLN"),
    ] == supplied(losses)
    renamed = attrs.evolve(OPTIONS, parties={"12345": "7080000009015", "x": "7080000009022"})
    assert [Loss("CNV017", "grid area", "here", "'ABC' is no EIC")] == supplied(written(odd, options=renamed, notify=True)[1])  # fmt: skip


def test_a_metering_point_has_eighteen_digits():
    """Another name needs one in the options, and is told; a series without a point is none of CollectedData."""
    point = "707057500000000100"
    message, losses = written(
        entry(metering_point="DE1"), options=attrs.evolve(OPTIONS, points={"DE1": point})
    )
    (payload,) = message.payload_energy_time_series

    assert point == str(payload.metering_point_used_domain_location.identification)
    assert [Loss("CNV113", "MeteringPoint", "here", f"DE1 is {point}, as was given (points)")] == supplied(
        losses
    )
    for name in ("DE1", "7" * 17, "7" * 19, "7" * 17 + "x"):
        with pytest.raises(BuildError, match="expected a metering point of 18 digits"):
            written(entry(metering_point=name))
    with pytest.raises(BuildError, match="no metering point"):
        written(entry(metering_point=None))
    assert written(entry(metering_point=None, grid_area="50YAREA-A------0"), notify=True)[0]


def test_direction_and_registration_come_from_the_options():
    """Both are named; without them the error names the option."""
    noon = dt.datetime(2026, 6, 5, 10, tzinfo=dt.UTC)
    bare = entry(direction=None, registered=None)
    _, losses = written(bare, options=attrs.evolve(OPTIONS, direction="In", registered=noon))

    assert [
        Loss("CNV105", "Direction", "here", "In was given (direction)"),
        Loss("CNV104", "RegistrationDateTime", "here", "2026-06-05T10:00:00+00:00 was given (registered)"),
    ] == supplied(losses)
    with pytest.raises(BuildError, match=r"options\.direction"):
        written(bare)
    with pytest.raises(BuildError, match=r"options\.registered"):
        written(entry(registered=None))


def of(quantity, states, validation=0, estimation=0, position=None):
    """Return an entry with some values."""
    size = len(quantity)
    return entry(
        observations=Observations(
            position=np.arange(1, size + 1) if position is None else np.array(position),
            quantity=np.array(quantity, np.int64),
            status=np.array(states, np.uint8),
            validation=np.zeros(size, np.uint8) + np.uint8(validation),
            estimation=np.zeros(size, np.uint8) + np.uint8(estimation),
        )
    )


def test_codes_of_doubtful_values_come_from_the_options():
    """Estimated ones need both, a temporary one the validation code; those that have some keep them."""
    options = attrs.evolve(OPTIONS, validation="V003", estimation="E002")
    states = [Status.METERED, Status.ESTIMATED, Status.FINAL_ESTIMATED, Status.TEMPORARY]
    message, losses = written(of([1, 2, 3, 4], states), options=options)
    values = message.payload_energy_time_series[0].observation

    assert [0, 3, 3, 3] == values.validation.tolist()
    assert [0, 2, 2, 0] == values.estimation.tolist()
    assert [
        Loss("CNV110", "ValidationCode", "here", "V003 was given for 3 values (validation)"),
        Loss("CNV110", "EstimationCode", "here", "E002 was given for 2 values (estimation)"),
    ] == supplied(losses)
    message, losses = written(of([1], [Status.ESTIMATED], 2, 1), options=options)
    assert ([2], [1]) == tuple(
        getattr(message.payload_energy_time_series[0].observation, name).tolist()
        for name in ("validation", "estimation")
    )
    assert [] == supplied(losses)


@pytest.mark.parametrize("status", [Status.CALCULATED, Status.CALCULATED_FOR_SETTLEMENT])
def test_calculated_values_are_metered_in_collected_data(status):
    """Their number is told; Notify has them, and there they may be below zero."""
    message, losses = written(of([1, 2], [status, 0]))

    assert [0, 0] == message.payload_energy_time_series[0].observation.status.tolist()
    assert [Loss("CNV020", "Calculated", "here", "1 values are written as metered")] == supplied(losses)
    message, losses = written(of([-1, 2], [status, 0]), notify=True)
    assert [status, 0] == message.payload_energy_time_series[0].observation.status.tolist()
    assert [] == supplied(losses)
    with pytest.raises(BuildError, match="a quantity is negative"):
        written(of([-1, 2], [status, 0]))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (of([-1], [0]), "a quantity is negative .here.; XML has no sign"),
        (of([0], [Status.MISSING]), "no value that XML can hold"),
        (of([1], [0], position=[10_000]), "cannot be cut"),
        (entry(observations=attrs.evolve(of([0], [5]).series.observations, unparsed=((0, "x"),))), "here, value 1: the row is no valid observation"),
    ],
)  # fmt: skip
def test_values_that_xml_cannot_hold_are_refused(source, words):
    """A sign, nothing left, a place beyond the last, a row that was not read."""
    with pytest.raises(BuildError, match=words):
        written(source)


def test_missing_values_are_told_with_the_first_hole():
    """The others keep their places."""
    message, losses = written(of([1, 0, 3, 0], [0, Status.MISSING, 0, Status.MISSING]))

    assert [1, 3] == message.payload_energy_time_series[0].observation.position.tolist()
    assert [Loss("CNV022", "missing values", "here", "2 left out, the first is position 2")] == supplied(
        losses
    )


def test_a_document_holds_so_many_payloads(monkeypatch):
    """Further ones go into further documents with new identifications."""
    monkeypatch.setattr(to_emif, "_MOST_PAYLOADS", 2)
    losses = []
    entries = tuple(entry(identification=ids(n)()) for n in range(1, 6))
    messages = write_emif(
        [NeutralDocument(head=HEAD, entries=entries)],
        attrs.evolve(OPTIONS, new_id=ids(50)),
        losses,
        notify=False,
    )

    assert [2, 2, 1] == [len(message.payload_energy_time_series) for message in messages]
    assert [HEAD.identification, ids(50)(), ids(51)()] == [
        message.header.identification for message in messages
    ]
    assert 2 * [
        Loss("CNV002", "Header/Identification", "message 1", "a further part has a new identification")
    ] == [loss for loss in losses if loss.code == "CNV002"]


def test_messages_are_gathered_by_party_and_type():
    """The first keeps its head, with the last time of creation; an empty message is told and left out."""
    later = attrs.evolve(
        HEAD, identification=ids(2)(), created=HEAD.created + dt.timedelta(hours=1), where="message 2"
    )
    other = attrs.evolve(HEAD, identification=ids(3)(), sender=PartyId("7080000009015"), where="message 3")
    empty = attrs.evolve(HEAD, recipient=PartyId("7080000009015"), where="message 4")
    documents = [
        *(NeutralDocument(head=head, entries=(entry(identification=ids(n)()),)) for n, head in ((11, HEAD), (12, later), (13, other))),
        NeutralDocument(head=empty),
    ]  # fmt: skip
    losses = []
    messages = write_emif(documents, attrs.evolve(OPTIONS, gather=True), losses, notify=False)

    assert [2, 1] == [len(message.payload_energy_time_series) for message in messages]
    assert [later.created, HEAD.created] == [message.header.creation for message in messages]
    assert [
        Loss("CNV002", "BGM 1004", "message 2", "gathered with message 1"),
        Loss("CNV026", "message 4", "message 4", "the message has no series and is left out"),
    ] == supplied(losses)
    with pytest.raises(BuildError, match="no series of interval values") as caught:
        write_emif(documents[-1:], OPTIONS, [], notify=False)
    assert "message" == caught.value.field
