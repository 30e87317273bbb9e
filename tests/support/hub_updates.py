"""The messages that parties send to the hub about master data, third parties, queries and letters."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
from tests.support.hub_fixtures import ADDRESS, AGENT, ANNA, GRID, MORNING, NEW, OLD, POINT, Sender, customer

from edielkit.emif.messages import (
    CustomerParty,
    DetailMeteringPointCharacteristic,
    EndUser,
    EndUserIdentification,
    MeteringGridArea,
    MeteringPoint,
    MeterSearch,
    MPAddressSearch,
    RequestDataFromElhub,
    RequestDataFromElhubPayload,
    RequestToElhub,
    RequestToElhubPayload,
    RequestToGridAccessProvider,
    RequestToGridAccessProviderPayload,
    RequestUpdateCustomerInformation,
    RequestUpdateCustomerInformationPayload,
    RequestUpdateMasterDataMeteringPoint,
    RequestUpdateMasterDataMeteringPointPayload,
    RequestUpfrontMeteringPointCharacteristics,
    RequestUpfrontMeteringPointCharacteristicsPayload,
    ResponseFromGridAccessProvider,
    ResponseFromGridAccessProviderPayload,
    UpdateThirdPartyAccess,
    UpdateThirdPartyAccessPayload,
)
from edielkit.emif.values import Code, Identifier
from edielkit.hub import MasterData
from edielkit.market_time import day_period


def named(target: str) -> MeteringPoint:
    """Return the part that names a metering point."""
    return MeteringPoint(identification=Identifier(target, "9"))


@attrs.define
class Speaker(Sender):
    """Makes every message that a party sends."""

    def update(
        self,
        brs: str,
        date: dt.date,
        *,
        sender: str = GRID,
        target: str = POINT,
        document_type: str | None = None,
        now: dt.datetime = MORNING,
        data: MasterData | None = None,
        status: str | None = None,
        area: str | None = None,
        **more: Any,
    ) -> RequestUpdateMasterDataMeteringPoint:
        """Return a RequestUpdateMasterDataMeteringPoint of a grid company."""
        kind = document_type or ("E67" if brs in {"132", "223", "224"} else "E58")
        detail = None if data is None else data.detail
        if status is not None:
            characteristic = detail or DetailMeteringPointCharacteristic()
            detail = attrs.evolve(characteristic, physical_status_type=Code(status, "260"))
        in_area = None if area is None else MeteringGridArea(identification=Identifier(area, "305"))
        return RequestUpdateMasterDataMeteringPoint(
            **self._frame(brs, "DDM", sender, kind, now, **more),
            payload_master_data_mp_event=(
                RequestUpdateMasterDataMeteringPointPayload(
                    start_of_occurrence=day_period(date).start,
                    metering_point_used_domain_location=named(target),
                    metering_grid_area_used_domain_location=in_area,
                    mp_detail_metering_point_characteristic=detail,
                    mp_address_metering_point_address=None if data is None else data.address,
                    metering_installation_meter_facility=None if data is None else data.meter,
                ),
            ),
        )

    def customer_update(
        self,
        date: dt.date,
        *,
        sender: str = OLD,
        role: str = "DDQ",
        street: str = "Nyveien",
        target: str = POINT,
        user: str = ANNA,
    ) -> RequestUpdateCustomerInformation:
        """Return a RequestUpdateCustomerInformation of a supplier."""
        party = customer(user)
        return RequestUpdateCustomerInformation(
            **self._frame("301", role, sender, "E10", MORNING),
            payload_master_data_mp_event=RequestUpdateCustomerInformationPayload(
                start_of_occurrence=day_period(date).start,
                metering_point_used_domain_location=named(target),
                consumer_involved_customer_party=CustomerParty(
                    identification=party.identification,
                    name=party.name,
                    given_name=party.given_name,
                    family_name=party.family_name,
                    extended_storage_metering_values=True,
                ),
                consumer_involved_customer_address=(attrs.evolve(ADDRESS, street_name=street),),
            ),
        )

    def ask(
        self,
        what: str,
        *,
        sender: str = OLD,
        role: str = "DDQ",
        target: str = POINT,
        at: dt.datetime | None = None,
    ) -> RequestDataFromElhub:
        """Return a RequestDataFromElhub of BRS-NO-303."""
        return RequestDataFromElhub(
            **self._frame("303", role, sender, "21", MORNING, positive=None),
            payload_mp_event=RequestDataFromElhubPayload(
                query_type_code=what,
                snap_shot_occurrence=at,
                metering_point_used_domain_location=named(target),
            ),
        )

    def letter(self, *, sender: str = OLD) -> RequestToGridAccessProvider:
        """Return a request to the grid company with a public and a private part."""
        return RequestToGridAccessProvider(
            **self._frame("601", "DDQ", sender, "21", MORNING),
            payload_mp_event=RequestToGridAccessProviderPayload(
                query_category="Other",
                subject="A question",
                request_public="for all",
                request_private="for you",
                metering_point_used_domain_location=named(POINT),
            ),
        )

    def reply(self, reference: str, *, sender: str = GRID) -> ResponseFromGridAccessProvider:
        """Return a grid company's answer."""
        return ResponseFromGridAccessProvider(
            **self._frame("601", "DDM", sender, "21", MORNING),
            payload_response_event=ResponseFromGridAccessProviderPayload(
                original_business_document_reference=reference,
                feedback_public="yes",
                feedback_private="because",
            ),
        )

    def letter_to_hub(self) -> RequestToElhub:
        """Return a request to the hub."""
        return RequestToElhub(
            **self._frame("602", "DDQ", OLD, "21", MORNING),
            payload_mp_event=RequestToElhubPayload(
                query_category="Other",
                subject="A question",
                request="why",
                metering_point_used_domain_location=named(POINT),
            ),
        )

    def look_up(
        self, *, sender: str = NEW, role: str = "DDQ", **criteria: str
    ) -> RequestUpfrontMeteringPointCharacteristics:
        """Return a query of BRS-NO-611 by point, customer, meter, postcode, street or number."""
        target, user, meter = (criteria.pop(name, None) for name in ("point", "customer", "meter"))
        names = {"postcode": "postcode", "street": "street_name", "number": "building_number"}
        address = {names[name]: text for name, text in criteria.items()}
        agency = "82" if user and len(user) == 9 else "Z01"
        return RequestUpfrontMeteringPointCharacteristics(
            **self._frame("611", role, sender, "E10", MORNING, positive=None),
            payload_mp_event=RequestUpfrontMeteringPointCharacteristicsPayload(
                metering_point_used_domain_location=named(target) if target else None,
                consumer_involved_customer_party=EndUserIdentification(
                    identification=Identifier(user, agency)
                )
                if user
                else None,
                mp_address_metering_point_address=MPAddressSearch(**address) if address else None,
                metering_installation_meter_facility=MeterSearch(meter_identification=meter)
                if meter
                else None,
            ),
        )

    def access(
        self,
        indicator: str,
        *,
        target: str = POINT,
        end: dt.date | None = None,
        storage: bool | None = None,
    ) -> UpdateThirdPartyAccess:
        """Return an UpdateThirdPartyAccess of a third party."""
        return UpdateThirdPartyAccess(
            **self._frame("622", "AG", AGENT, "E10", MORNING),
            payload_mp_event=UpdateThirdPartyAccessPayload(
                end_of_occurrence=None if end is None else day_period(end).start,
                update_indicator=indicator,
                metering_point_used_domain_location=named(target),
                consumer_involved_customer_party=EndUser(extended_storage_metering_values=storage)
                if storage
                else None,
            ),
        )
