"""The JSON Schema of a context of rules, `docs/reference/context.schema.json`."""

from __future__ import annotations

import json
from typing import Any

__all__ = ("context_schema", "page")


def context_schema() -> dict[str, Any]:
    """Return the JSON Schema of the context that `edielkit.process_rules.MemoryContext` reads."""
    text, flag, date = (
        {"type": "string"},
        {"type": "boolean"},
        {"type": "string", "format": "date", "description": "Norwegian day, such as 2026-01-31"},
    )
    dated = {
        "from": {**date, "description": "first day; from ever if left out"},
        "to": {**date, "description": "first day that it no longer holds"},
    }

    def listed(required: list[str], properties: dict[str, Any], words: str) -> dict[str, Any]:
        return {
            "type": "array",
            "description": words,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": required,
                "properties": properties,
            },
        }

    channel = listed(
        ["product", "direction", "resolution"],
        {"product": text, "direction": {"enum": ["In", "Out"]}, "resolution": text},
        "channels (kanaler); left out when they are not known",
    )
    contract = listed(
        ["role", "party"], {"role": text, "party": text}, "contracts: role and GLN; left out when not known"
    )
    point = {
        "identification": {**text, "description": "GSRN"},
        "type": {"enum": ["E17", "E18", "E19", "E20"]},
        "status": {"enum": ["E22", "E23", "E31"], "description": "active, inactive, terminated"},
        "settlement_method": {"enum": ["E01", "E02", "Z01"]},
        "reading_resolution": {**text, "description": "avlesningsoppløsning, such as PT1H"},
        "grid_area": {**text, "description": "EIC of the metering grid area"},
        "settlement_point": {**flag, "description": "avregningspunkt"},
        "end_user": {**flag, "description": "there is an end user; never who"},
        "channels": channel,
        "contracts": contract,
        **dated,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Context of the rules of edielkit",
        "description": "What a company or a hub knows; the same metering point may stand several times with other days, the last that holds counts.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "complete": {
                **flag,
                "description": "all metering points are here: one that is not does not exist",
            },
            "metering_points": listed(["identification"], point, "metering points by date"),
            "grid_areas": listed(
                ["identification", "owner"],
                {"identification": text, "owner": {**text, "description": "GLN"}, **dated},
                "grid owners by date",
            ),
            "approvals": listed(
                ["metering_point", "third_party", "approved"],
                {"metering_point": text, "third_party": text, "approved": flag, **dated},
                "end users' answers to third parties' requests",
            ),
        },
    }


def page() -> str:
    """Return the file of the schema."""
    return json.dumps(context_schema(), indent=2, ensure_ascii=False) + "\n"
