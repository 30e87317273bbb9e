"""The keys of interchanges and of MSCONS in plain data: what each means and looks like, and which have to be there."""

from __future__ import annotations

import attrs

__all__ = ("INTERCHANGE_FIELDS", "MESSAGE_FIELDS", "PARTNER_FIELDS", "SERIES_FIELDS", "VALUE_FIELDS", "Field")


@attrs.frozen
class Field:
    """A key of plain data.

    Attributes:
        name: The key.
        words: What its value looks like.
        meaning: What it is.
        needed: It has to be there.
    """

    name: str
    words: str
    meaning: str
    needed: bool = False


_ISO = "an ISO time with its zone, such as 2026-03-30T06:30+02:00"
# the short form of an interchange
INTERCHANGE_FIELDS = (
    Field("sender", "a GLN, or an object with identification and qualifier", "who sends (0004)", needed=True),
    Field("recipient", "a GLN, or an object with identification and qualifier", "who receives (0010)", needed=True),
    Field("reference", "text of 1 to 14 characters", "reference of the interchange (0020)", needed=True),
    Field("prepared", _ISO, "when the interchange was made", needed=True),
    Field("messages", "a list of messages", "each with its fields, or with its segments", needed=True),
    Field("syntax", "UNOA to UNOY", "character set (0001); UNOC without it"),
    Field("version", "1 to 4", "version of the syntax (0002); 3 without it"),
    Field("application_reference", "text of at most 14 characters", "application reference (0026)"),
    Field("ack_request", "true or false", "a CONTRL is wanted (0031)"),
    Field("agreement", "text of at most 35 characters", "agreement of the partners (0032)"),
    Field("test", "true or false", "the interchange is a test (0035)"),
    Field("una", "true or false, or the six service characters", "whether UNA is written; true without it"),
)  # fmt: skip
MESSAGE_FIELDS = (
    Field("sender", "a GLN, or an object of a partner", "who sends", needed=True),
    Field("recipient", "a GLN, or an object of a partner", "who receives", needed=True),
    Field("document", "text of 1 to 35 characters, or a UUID", "identification of the document (1004)", needed=True),
    Field("reference", "text of 1 to 14 characters", "reference of the interchange (0020)", needed=True),
    Field("created", _ISO, "when document and interchange were made", needed=True),
    Field("series", "a list of series", "one for each metering point and product", needed=True),
    Field("profile", "no, se, dk, de or ch", "the market whose form the message has; no without it"),
    Field("process", "text", "process id of RFF+Z13, which de and ch ask for"),
    Field("document_code", "text", "document code (1001); in de that of the case without it, as far as it is known, else 7 or Z01"),
    Field("function", "text", "function of the message (1225); 9 without it"),
    Field("answer", "text", "wanted answer (4343)"),
    Field("carrier", "product, obis, areas or lines", "what tells the directions apart; the profile's own way without it"),
    Field("codes", 'an object such as {"In": "...", "Out": "..."}', "product or OBIS code of each direction"),
    Field("product_agency", "text", "agency (3055) of the product codes"),
    Field("application_reference", "text of at most 14 characters", "application reference of the interchange (0026)"),
    Field("agreement", "text of at most 35 characters", "agreement of the partners (0032)"),
    Field("ack_request", "true or false", "a CONTRL is wanted (0031)"),
    Field("test", "true or false", "the interchange is a test (0035)"),
    Field("syntax", "UNOA to UNOY", "character set (0001); UNOC without it"),
)  # fmt: skip
SERIES_FIELDS = (
    Field("metering_point", "text", "the metering point (målepunkt)", needed=True),
    Field("values", "a list of values: each a number as text, null, or an object with quantity and status", "the values in order", needed=True),
    Field("day", "a date such as 2026-03-29", "the Norwegian calendar day; or start and end", needed=True),
    Field("start", "an ISO time with its zone", "start of the period, where day is not there"),
    Field("end", "an ISO time with its zone", "end of the period, where day is not there"),
    Field("product", "text", "product or OBIS code; not where codes has one for the direction", needed=True),
    Field("unit", "text", "unit of the values; kWh without it"),
    Field("direction", "In or Out", "direction seen from the grid"),
    Field("resolution", "PT15M, PT1H, ...", "length of a step; PT1H without it"),
)  # fmt: skip
PARTNER_FIELDS = (
    Field("identification", "text", "identification of the partner (0004, 0010)", needed=True),
    Field("qualifier", "text", "its code list (0007); 14 (GS1) without it"),
    Field("agency", "text", "who keeps the list (3055); 9 for GS1 without it"),
    Field("subaddress", "text", "internal address (0008, 0014)"),
)
VALUE_FIELDS = (
    Field("quantity", "a number as text", "the amount in the unit of the series", needed=True),
    Field("status", "metered, estimated, ...", "how the value came about; metered without it"),
)
