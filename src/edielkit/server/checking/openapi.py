"""The OpenAPI document of the service, from the table of verbs."""

from __future__ import annotations

from typing import Any

from edielkit import __version__
from edielkit.server.checking.verb_options import CHANNELS, PAIRS, Option
from edielkit.server.checking.verbs import VERBS, Verb

__all__ = ("openapi",)

_SCHEMAS: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "minLength": 1, "maxLength": 200},
    "flag": {"type": "string", "enum": ["yes", "no", "true", "false"]},
    "instant": {"type": "string", "format": "date-time"},
    "number": {"type": "string", "pattern": "^-?[0-9]{1,4}$"},
    "pairs": {"type": "string", "pattern": f"^{PAIRS}$"},
    "channels": {"type": "string", "pattern": f"^{CHANNELS}$"},
}
_REFUSALS = {
    "400": "An option that there is not, or a value that it cannot have",
    "406": "None of the forms that Accept likes",
    "413": "The message is larger, or needs more memory, than the service takes",
    "415": "Content-Encoding is none that is read",
    "422": "The bytes are no message, or it cannot be done with them",
    "500": "A fault of the service",
    "503": "Busy, or it took too long",
}


def openapi(base: str) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        base: Address of the service, without a slash at its end.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "edielkit checking service",
            "version": __version__,
            "description": "Messages of the Norwegian power market: checked, shown, converted, answered,"
            " explained, made harmless. Nothing that is sent is stored or logged.",
        },
        "servers": [{"url": base}],
        "paths": {f"/{verb.name}": {"post": _operation(verb)} for verb in VERBS.values()},
        "components": {
            "schemas": {
                "Refusal": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {"error": {"type": "string"}},
                }
            }
        },
    }


def _operation(verb: Verb) -> dict[str, Any]:
    options = [option for option in verb.options if option.name != "key"]
    return {
        "operationId": verb.name,
        "summary": verb.title,
        "parameters": [_parameter(option) for option in options],
        "requestBody": {"required": True, "content": _bodies(verb)},
        "responses": {
            "200": {
                "description": "The result",
                "content": {
                    "application/json": {"schema": {"type": "object"}},
                    "text/plain": {"schema": {"type": "string"}},
                    "text/html": {"schema": {"type": "string"}},
                },
            },
            **{status: _refusal(words) for status, words in _REFUSALS.items()},
        },
    }


def _parameter(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "in": "query",
        "required": option.required,
        "description": option.what,
        "schema": _schema(option),
    }


def _schema(option: Option) -> dict[str, Any]:
    return {"type": "string", "enum": list(option.choices)} if option.choices else _SCHEMAS[option.kind]


def _bodies(verb: Verb) -> dict[str, Any]:
    """Return the bodies that are taken: the bytes themselves, or a form with a file."""
    binary = {"type": "string", "format": "binary", "minLength": 1}
    fields: dict[str, Any] = {"file": binary}
    if verb.takes_original:
        fields["original"] = binary
    fields |= {option.name: _field(option) for option in verb.options}
    form = {"type": "object", "required": ["file"], "properties": fields, "additionalProperties": False}
    return {"application/octet-stream": {"schema": binary}, "multipart/form-data": {"schema": form}}


def _field(option: Option) -> dict[str, Any]:
    """Return the schema of a field of a form, which may be left empty."""
    schema = _schema(option)
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], ""]}
    if "pattern" in schema:
        return {**schema, "pattern": f"^({schema['pattern'][1:-1]})?$"}
    if "format" in schema:
        return {"anyOf": [{"type": "string", "maxLength": 0}, schema]}
    return {"type": "string", "maxLength": 200}


def _refusal(words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
    }
