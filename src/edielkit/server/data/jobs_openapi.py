"""The OpenAPI document of the jobs door, whose paths and fields are our own."""

from __future__ import annotations

from typing import Any

from edielkit.server.data.openapi_parts import (
    TEXT,
    content,
    identification,
    operation,
    parameter,
    refusals,
    whole,
)

__all__ = ("jobs_openapi",)

_BINARY = {"type": "string", "format": "binary"}
_FILE = {
    "type": "object",
    "required": ["name", "month", "points", "values", "address"],
    "properties": {
        "name": TEXT,
        "month": {"type": "string", "format": "date"},
        "points": {"type": "integer"},
        "values": {"type": "integer"},
        "address": {"type": "string", "format": "uri"},
    },
}
_JOB = {
    "type": "object",
    "required": ["identification", "state", "old_supplier", "new_supplier", "change_date", "files"],
    "properties": {
        "identification": TEXT,
        "state": {"type": "string", "enum": ["waiting for the change", "ready", "failed"]},
        "files": {"type": "array", "items": _FILE},
    },
}


def jobs_openapi(base: str) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        base: Address of the door, without a slash at its end.
    """
    job = {"$ref": "#/components/schemas/Job"}
    listed = {
        "type": "object",
        "required": ["jobs"],
        "properties": {"jobs": {"type": "array", "items": job}},
    }
    asker = {"type": "object", "required": ["party", "sender"], "properties": {"party": TEXT, "sender": TEXT}}
    return whole(
        "edielkit jobs door",
        "Files of the mass extraction. The paths and fields of Elhub's door are not public: these are edielkit's own.",
        base,
        {
            "/ping": {
                "get": _operation("Whether token and GLN are right", content("Who asks for whom", asker))
            },
            "/jobs": {
                "get": _operation("The jobs in which you are the new supplier", content("Jobs", listed))
            },
            "/jobs/{job}": {"get": _operation("A job with its files", content("The job", job), "job")},
            "/jobs/{job}/files/{name}": {"get": _file()},
        },
        Job=_JOB,
    )


def _operation(summary: str, answer: dict[str, Any], *names: str) -> dict[str, Any]:
    answers = {"200": answer, **refusals("400", "401", "403", *(["404"] if names else []))}
    parameters = (identification(name=name) for name in names)
    return operation(summary, parameters, ("X-Elhub-GLN", "On-Behalf-Of"), answers)


def _file() -> dict[str, Any]:
    media = {name: {"schema": _BINARY} for name in ("application/gzip", "application/zstd")}
    whole_file = {"description": "The file", "content": media}
    asked = _operation("A file, or a part of it", whole_file, "job", "name")
    asked["parameters"] += [
        parameter("Range", "header", "The part that is wanted, as bytes=FIRST-LAST"),
        parameter("If-Range", "header", "ETag of the file that the part belongs to"),
    ]
    asked["responses"] |= {
        "206": {"description": "The part", "content": media},
        **refusals("416", "422"),
    }
    return asked
