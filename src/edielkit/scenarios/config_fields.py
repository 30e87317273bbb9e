"""The settings of a hub as a scenario writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from edielkit.hub.core.config import Config
from edielkit.scenarios.scenario_fields import Fields

__all__ = ("read_config",)


def read_config(fields: Fields) -> Config:
    """Return the settings that a mapping describes: the fields of `Config`, with spaces in place of underscores.

    Raises:
        ScenarioError: There is no such setting, or its value has another shape.
    """
    settings: dict[str, Any] = {}
    for field in attrs.fields(Config):
        key = field.name.replace("_", " ")
        if key in fields:
            kind = str(field.type).removesuffix(" | None")
            settings[field.name] = (
                fields.date(key, dt.date.min)
                if kind == "dt.date"
                else _SETTINGS.get(kind, Fields.text)(fields, key)
            )
    fields.done()
    try:
        return Config(**settings)
    except ValueError as error:
        raise fields.wrong(str(error.args[0])) from None


# How a setting is read, by its annotation; a text otherwise.
_SETTINGS: Mapping[str, Callable[[Fields, str], Any]] = MappingProxyType(
    {"bool": Fields.yes, "int": Fields.number}
)
