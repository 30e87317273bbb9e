"""A small market for the tests of the hub, the messages that its parties send, and a check of what the hub sends."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

import edielkit
from edielkit.emif.build import context, header, party
from edielkit.emif.messages import (
    Acknowledgement,
    AcknowledgementPayload,
    CustomerPartyEndOfSupply,
    CustomerPartyStartOfSupply,
    DetailMeteringPointCharacteristic,
    EnergyParty,
    InvoiceeAddress,
    MeasurementDefinition,
    MeteringPoint,
    MPAddress,
    PollForData,
    PollForDataPayload,
    ProductCharacteristic,
    RejectEventSingleMP,
    RejectStartOfSupply,
    RequestEndOfSupply,
    RequestEndOfSupplyPayload,
    RequestStartOfSupply,
    RequestStartOfSupplyPayload,
)
from edielkit.emif.values import Code, Identifier
from edielkit.hub import (
    Config,
    GridArea,
    Hub,
    Ids,
    Market,
    MasterData,
    Occupancy,
    Party,
    Point,
    StatusChange,
    Structure,
    Supply,
    Timeline,
    Version,
)
from edielkit.identifiers.registry import birth_digits, eic_character, gs1_digit
from edielkit.market_time import day_period


def _checked(body: str) -> str:
    return body + gs1_digit(body)


ELHUB = "7080003824349"
OLD, NEW, THIRD, LAST, GRID, NEIGHBOUR, AGENT, PROVIDER, STRANGER = (
    _checked(f"70800099910{n}") for n in range(9)
)
AREA, OTHER_AREA = (f"50YTESTAREA-00{name}" + (eic_character(f"50YTESTAREA-00{name}") or "") for name in "AB")
# synthetic birth numbers: 80 is added to the month
ANNA, BERIT, CARL = (body + (birth_digits(body) or "") for body in ("018190100", "028190102", "038190103"))
FIRM = "999999018"
TODAY = dt.date(2026, 2, 2)
MORNING = dt.datetime(2026, 2, 2, 8, 0, tzinfo=dt.UTC)
PROVIDERS = (PROVIDER,)


def gsrn(number: int) -> str:
    """Return the metering point with *number*."""
    return _checked(f"7070575999{number:07d}")


POINT, EMPTY, QUIET, PROFILED, EXCHANGE, NEXT_DOOR = (gsrn(n) for n in range(1, 7))
UNKNOWN = gsrn(99)


def day(count: int) -> dt.date:
    """Return the day *count* days after today."""
    return TODAY + dt.timedelta(days=count)


def at(date: dt.date, hour: int = 9) -> dt.datetime:
    """Return an instant in the Norwegian day *date*."""
    return day_period(date).start + dt.timedelta(hours=hour)


def customer(number: str = ANNA) -> CustomerPartyStartOfSupply:
    """Return an invented end user."""
    firm = len(number) == 9
    return CustomerPartyStartOfSupply(
        identification=Identifier(number, "82" if firm else "Z01"),
        name="Eksempel AS" if firm else None,
        given_name=None if firm else "Test",
        family_name=None if firm else "Testesen",
        extended_storage_metering_values=False,
    )


ADDRESS = InvoiceeAddress(
    address_type="postaladr",
    street_name="Eksempelveien",
    building_number="7",
    postcode="0001",
    city_name="EKSEMPELBYEN",
    country_code=Code("NO", "5"),
)


def master_data(kind: str = "E17", *, profiled: bool = False, blocked: bool = False) -> MasterData:
    """Return the master data of a point."""
    return MasterData(
        detail=DetailMeteringPointCharacteristic(
            metering_point_type=Code(kind, "260"),
            metering_point_sub_type_consumption=Code("A04", "89") if kind == "E17" else None,
            settlement_method_type=Code("E01" if profiled else "E02", "260"),
            blocked_for_switching=blocked,
            meter_reading_occurrence=None if profiled else "PT1H",
        ),
        address=MPAddress(
            street_name="Eksempelveien",
            building_number="7",
            postcode="0001",
            city_name="EKSEMPELBYEN",
            country_code=Code("NO", "5"),
        ),
        channels=(
            MeasurementDefinition(
                product_included_product_characteristics=ProductCharacteristic(
                    identification=Identifier("8716867000030", "9"), unit_type="kWh"
                ),
                direction="Out",
                resolution="N" if profiled else "PT1H",
            ),
        ),
    )


def point(
    identification: str = POINT,
    *,
    area: str = AREA,
    status: str = "E22",
    user: str | None = ANNA,
    supplier: str | None = OLD,
    since: dt.date = dt.date(2024, 1, 1),
    role: str = "DDQ",
    data: MasterData | None = None,
) -> Point:
    """Return a metering point with one end user and one supplier, or none."""
    occupancies = (
        () if user is None else (Occupancy(start=since, customer=customer(user), addresses=(ADDRESS,)),)
    )
    supplies = (
        () if supplier is None or user is None else (Supply(start=since, supplier=supplier, role=role),)
    )
    created = dt.date(2020, 1, 1)
    return Point(
        identification=identification,
        area=area,
        timeline=Timeline(occupancies=occupancies, supplies=supplies),
        statuses=(StatusChange(start=created, status=status),),
        versions=(Version(start=created, data=data or master_data()),),
    )


def parties() -> tuple[Party, ...]:
    """Return the parties of the market."""
    return (
        Party(gln=OLD, name="old supplier", roles={"DDQ"}, providers=PROVIDERS),
        Party(gln=NEW, name="new supplier", roles={"DDQ"}, providers=PROVIDERS),
        Party(gln=THIRD, name="third supplier", roles={"DDQ"}),
        Party(gln=LAST, name="last resort", roles={"SLR", "DDQ"}),
        Party(gln=GRID, name="grid company", roles={"DDM", "MDR", "DDE"}),
        Party(gln=NEIGHBOUR, name="neighbour", roles={"DDM"}),
        Party(gln=AGENT, name="third party", roles={"AG"}, return_address="https://example.com/back"),
        Party(gln=PROVIDER, name="service provider"),
    )


def structure() -> Structure:
    """Return two neighbouring grid areas."""
    return Structure.of(
        (
            GridArea(
                identification=AREA, owner=GRID, price_area="NO1", last_resort=LAST, neighbours={OTHER_AREA}
            ),
            GridArea(
                identification=OTHER_AREA,
                owner=NEIGHBOUR,
                price_area="NO1",
                last_resort=LAST,
                neighbours={AREA},
            ),
        )
    )


def points() -> tuple[Point, ...]:
    """Return the metering points of the market."""
    return (
        point(),
        point(EMPTY, user=None),
        point(QUIET, user=None, status="E23"),
        point(PROFILED, data=master_data(profiled=True)),
        attrs.evolve(point(EXCHANGE, user=None, data=master_data("E20")), settlement_point=False),
        point(NEXT_DOOR, area=OTHER_AREA),
    )


def hub(*more: Point, seed: str = "test", **config: Any) -> Hub:
    """Return a hub with the market, and *more* points."""
    market = Market(parties=parties(), structure=structure(), points=(*points(), *more))
    return Hub(market, config=Config(**config), ids=Ids(seed))


def uuid(number: int) -> str:
    """Return a UUID of our own."""
    return f"00000000-0000-4000-8000-{number:012x}"


@attrs.define
class Sender:
    """Makes messages with identifications that are never used again."""

    count: int = 0

    def _id(self) -> str:
        self.count += 1
        return uuid(self.count)

    def _frame(
        self, brs: str, role: str, sender: str, document_type: str | Code, now: dt.datetime, **more: Any
    ) -> Any:
        return {
            "header": header(
                identification=more.pop("identification", None) or self._id(),
                document_type=document_type,
                created=now,
                sender=sender,
                recipient=more.pop("recipient", ELHUB),
                physical_sender=more.pop("physical_sender", None),
                request_positive_acknowledgement=more.pop("positive", True),
            ),
            "process_energy_context": context(f"BRS-NO-{brs}", role),
        }

    def start(
        self,
        brs: str,
        date: dt.date,
        *,
        sender: str = NEW,
        role: str = "DDQ",
        target: str = POINT,
        user: str = ANNA,
        reference: str | None = None,
        document_type: str | None = None,
        now: dt.datetime = MORNING,
        consent: str | None = None,
        to_last_resort: bool | None = None,
        **more: Any,
    ) -> RequestStartOfSupply:
        """Return a RequestStartOfSupply; with a *reference* it takes back."""
        kind = document_type or ("E02" if reference else "392")
        return RequestStartOfSupply(
            **self._frame(brs, role, sender, kind, now, **more),
            payload_mp_event=RequestStartOfSupplyPayload(
                start_of_occurrence=day_period(date).start,
                original_business_document_reference=reference,
                metering_point_used_domain_location=MeteringPoint(identification=Identifier(target, "9")),
                balance_supplier_involved_energy_party=party(sender) if role == "DDQ" else None,
                move_in_to_slr=to_last_resort,
                consent_id=consent,
                consumer_involved_customer_party=customer(user),
                consumer_involved_customer_address=(ADDRESS,),
            ),
        )

    def end(
        self,
        brs: str,
        date: dt.date,
        *,
        sender: str = OLD,
        role: str = "DDQ",
        target: str = POINT,
        user: str = ANNA,
        reference: str | None = None,
        reason: str | None = None,
        now: dt.datetime = MORNING,
        **more: Any,
    ) -> RequestEndOfSupply:
        """Return a RequestEndOfSupply; with a *reference* it takes back."""
        end_user = customer(user)
        return RequestEndOfSupply(
            **self._frame(brs, role, sender, "E02" if reference else "432", now, **more),
            payload_mp_event=RequestEndOfSupplyPayload(
                end_of_occurrence=day_period(date).start,
                original_business_document_reference=reference,
                reason_for_transaction=reason,
                metering_point_used_domain_location=MeteringPoint(identification=Identifier(target, "9")),
                balance_supplier_involved_energy_party=party(sender) if role == "DDQ" else None,
                consumer_involved_customer_party=CustomerPartyEndOfSupply(
                    identification=end_user.identification,
                    name=end_user.name,
                    given_name=end_user.given_name,
                    family_name=end_user.family_name,
                ),
                consumer_involved_customer_address=(ADDRESS,),
            ),
        )

    def refusal(
        self, reference: str, *, target: str, sender: str = GRID, reason: str = "EH095"
    ) -> RejectStartOfSupply:
        """Return a grid company's refusal to activate a point."""
        return RejectStartOfSupply(
            **self._frame("102", "DDM", sender, "414", MORNING, positive=None),
            payload_response_event=RejectEventSingleMP(
                original_business_document_reference=reference,
                response_reason_type=(Code(reason, "89"),),
                metering_point_used_domain_location=MeteringPoint(identification=Identifier(target, "9")),
            ),
        )

    def poll_for_data(self, sender: str, *, party: str | None = None, role: str = "DDQ") -> PollForData:
        """Return a PollForData of *sender*, for its client *party* if one is named."""
        asked = None if party is None else EnergyParty(identification=Identifier(party, "9"))
        return PollForData(
            **self._poll_frame(sender, party or sender, role),
            payload=PollForDataPayload(energy_party=asked),
        )

    def poll_acknowledgement(
        self, sender: str, result: str, *, status: str = "39", part: str | None = None, role: str = "DDQ"
    ) -> Acknowledgement:
        """Return the acknowledgement of a poll result."""
        return Acknowledgement(
            **self._poll_frame(sender, sender, role),
            payload_response_event=AcknowledgementPayload(
                status_type=Code(status, "6"),
                response_reason_type=() if status == "39" else (Code("E14", "260"),),
                original_business_document_reference=result,
                original_payload_reference=part,
            ),
        )

    def _poll_frame(self, physical: str, juridical: str, role: str) -> Any:
        frame = self._frame("POLL", role, juridical, "21", MORNING, physical_sender=physical, positive=None)
        return {**frame, "process_energy_context": context("POLL", role)}


def faults_of(message: Any, now: dt.datetime) -> list[str]:
    """Return the findings, of any weight, on a message that the hub has sent."""
    report = edielkit.validate(edielkit.serialize(message), now=now, level="business")
    return [f"{message.kind()} {finding.code} {finding.message}" for finding in report]


def message_lines(hub: Hub, who: str) -> list[str]:
    """Return what a party has been sent, as message, process, role and document type."""
    return [_line(outgoing.message) for outgoing in hub.sent if outgoing.party == who]


def _line(message: Any) -> str:
    process = str(message.process_energy_context.energy_business_process).removeprefix("BRS-NO-")
    role = message.process_energy_context.energy_business_process_role
    return f"{message.kind()} {process} {role} {message.header.document_type}"
