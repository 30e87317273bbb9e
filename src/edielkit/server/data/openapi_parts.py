"""Pieces that the OpenAPI documents of the data doors are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = (
    "REFUSAL",
    "TEXT",
    "content",
    "documents",
    "identification",
    "operation",
    "parameter",
    "refusals",
    "whole",
)

TEXT = {"type": "string"}
_REFUSALS = {
    "400": "A parameter or body that there is not, or a value that it cannot have",
    "401": "No token that holds",
    "403": "A scope that does not allow it; no User-Agent or Accept",
    "404": "There is none, or it is not yours",
    "406": "None of the forms that Accept likes",
    "409": "It is not in a state that allows it",
    "413": "The body is too large",
    "415": "A body of another type",
    "416": "The range begins behind the end of the file",
    "422": "What was asked cannot be done",
}
REFUSAL = {
    "type": "object",
    "required": ["errors"],
    "properties": {
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["status", "title", "detail"],
                "properties": {"status": TEXT, "code": TEXT, "title": TEXT, "detail": TEXT},
            },
        }
    },
}


def whole(title: str, description: str, base: str, paths: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    """Return a document.

    Args:
        title: Title of the door.
        description: What it is.
        base: Address of the door, without a slash at its end.
        paths: Its paths.
        schemas: Schemas that the paths name, beside that of refusals.
    """
    from edielkit import __version__

    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": __version__, "description": description},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "schemas": {"Refusal": REFUSAL, **schemas},
        },
    }


def _gln_heads(sender: str, principal: str) -> list[dict[str, Any]]:
    """Return the heads that name who asks and for whom.

    Args:
        sender: Name of the head of who asks.
        principal: Name of the head of the party that a service provider asks for.
    """
    return [
        parameter(sender, "header", "GLN of the party that asks"),
        parameter(principal, "header", "GLN of the party that a service provider asks for"),
    ]


def operation(
    summary: str, parameters: Iterable[dict[str, Any]], heads: tuple[str, str], responses: dict[str, Any]
) -> dict[str, Any]:
    """Return an operation that asks for a token.

    Args:
        summary: What it does.
        parameters: Those of its path and query.
        heads: Names of the heads of who asks and of the party that a service provider asks for.
        responses: Its answers.
    """
    return {
        "summary": summary,
        "security": [{"token": []}],
        "parameters": [*parameters, *_gln_heads(*heads)],
        "responses": responses,
    }


def parameter(name: str, place: str, words: str, *, required: bool = False) -> dict[str, Any]:
    """Return a parameter that is a text.

    Args:
        name: Its name.
        place: ``query``, ``path`` or ``header``.
        words: What it is.
        required: It has to be there.
    """
    return {"name": name, "in": place, "required": required, "description": words, "schema": TEXT}


def identification(pattern: str | None = None, name: str = "id") -> dict[str, Any]:
    """Return the parameter of a path that names a thing.

    Args:
        pattern: Its form; any if None.
        name: Its name.
    """
    part = parameter(name, "path", "Its number", required=True)
    if pattern is not None:
        part["schema"] = {**TEXT, "pattern": pattern}
    return part


def documents(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list of JSON:API documents.

    Args:
        attributes: Schema of their attributes.
    """
    document = {
        "type": "object",
        "required": ["type", "id"],
        "properties": {"type": TEXT, "id": TEXT, "attributes": attributes},
    }
    return {
        "type": "object",
        "required": ["data"],
        "properties": {"data": {"type": "array", "items": document}},
    }


def refusals(*statuses: str, media: str = "application/json") -> dict[str, Any]:
    """Return the answers that are refusals.

    Args:
        statuses: Their HTTP statuses.
        media: Their media type.
    """
    schema = {"$ref": "#/components/schemas/Refusal"}
    return {status: content(_REFUSALS[status], schema, media) for status in statuses}


def content(words: str, schema: dict[str, Any], media: str = "application/json") -> dict[str, Any]:
    """Return an answer with a body.

    Args:
        words: What it is.
        schema: Schema of the body.
        media: Its media type.
    """
    return {"description": words, "content": {media: {"schema": schema}}}
