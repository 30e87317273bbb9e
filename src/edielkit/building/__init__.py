"""Requests to Elhub from a few facts: who, which metering point, from which day; everything else is filled in.

Each function is called by the name of its message. Document type, role, agencies and the process context come from the process
tables, and what is wrong with any argument is named at once, by its name.

>>> import datetime as dt
>>> from edielkit.building import update_third_party_access
>>> message = update_third_party_access(
...     update="Add",
...     metering_point="707057599900010012",
...     end=dt.date(2027, 1, 1),
...     identification="6f2a4d3e-1f6c-4c39-9d5c-0a2a5c2b7b10",
...     created=dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC),
...     sender="7080009990116",
...     recipient="7080003824349",
... )
>>> message.header.document_type.value, message.process_energy_context.energy_business_process.value
('E10', 'BRS-NO-622')
"""

from __future__ import annotations

from edielkit.building.arguments import Head
from edielkit.building.customers import Address, Customer
from edielkit.building.master_data import Channel, request_update_master_data_metering_point
from edielkit.building.queries import (
    request_data_from_elhub,
    request_to_elhub,
    request_to_grid_access_provider,
    request_upfront_metering_point_characteristics,
)
from edielkit.building.supply import (
    request_end_of_supply,
    request_start_of_supply,
    request_update_customer_information,
)
from edielkit.building.third_party import update_third_party_access

__all__ = (
    "Address",
    "Channel",
    "Customer",
    "Head",
    "request_data_from_elhub",
    "request_end_of_supply",
    "request_start_of_supply",
    "request_to_elhub",
    "request_to_grid_access_provider",
    "request_update_customer_information",
    "request_update_master_data_metering_point",
    "request_upfront_metering_point_characteristics",
    "update_third_party_access",
)
