"""The jobs door of the mass extraction: a supplier's jobs, their files, and the files whole or in part.

Source: user forum 2024: token and GLN in each call, a ping that proves both, a list of files, a file. Paths and fields of Elhub's
door are NOT FOUND: those here are our own. A file is the same bytes whenever it is asked for, so a download goes on where it ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from edielkit.errors import EdielError
from edielkit.hub import SharedHub
from edielkit.hub.extraction.extraction_records import Job, JobState
from edielkit.server.data.asking import Asked, DataRefusalError, described, endpoint, supplier_of
from edielkit.server.data.jobs_openapi import jobs_openapi

__all__ = ("PATH", "addresses", "routes")

PATH = "/jobs/v0"
_ROLES = frozenset({"DDQ", "SLR", "BSL"})
_MEDIA = {"gzip": "application/gzip", "zstd": "application/zstd"}
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
# Of each hub: job and name of a file to its bytes.
_SIZES: WeakKeyDictionary[SharedHub, dict[tuple[str, str], int]] = WeakKeyDictionary()
_LOCK = Lock()


def routes() -> list[BaseRoute]:
    """Return the routes of the door."""
    return [
        described(PATH, jobs_openapi),
        Route(f"{PATH}/ping", endpoint(_ping)),
        Route(f"{PATH}/jobs", endpoint(_jobs)),
        Route(f"{PATH}/jobs/{{job}}", endpoint(_job)),
        Route(f"{PATH}/jobs/{{job}}/files/{{name}}", endpoint(_file)),
    ]


def addresses(base: str) -> list[tuple[str, str]]:
    """Return what a server prints of the door."""
    return [("jobs", f"{base}{PATH}/jobs")]


def _asker(asked: Asked) -> tuple[str, str]:
    """Return the GLN of the supplier that is asked for, and of who sends.

    Raises:
        AccessError: There is no token that holds.
        ViewerError: It does not allow what is asked.
        DataRefusalError: The party is no balance supplier, the token has not its scope, or there are parameters.
    """
    if asked.query:
        raise DataRefusalError(400, "expected no parameters")
    return supplier_of(asked, asked.head("x-elhub-gln"), asked.head("on-behalf-of"), roles=_ROLES)


def _ping(asked: Asked) -> Response:
    """Tell whether token and GLN are right, and nothing else."""
    party, sender = _asker(asked)
    return JSONResponse({"party": party, "sender": sender})


def _jobs(asked: Asked) -> Response:
    party, sender = _asker(asked)
    jobs = asked.workspace.hub.jobs(party, sender=sender)
    return JSONResponse({"jobs": [_plain(asked, job) for job in jobs]})


def _job(asked: Asked) -> Response:
    return JSONResponse(_plain(asked, _own_job(asked)))


def _own_job(asked: Asked) -> Job:
    """Return the job that the address names.

    Raises:
        DataRefusalError: There is none that the party may see.
    """
    party, sender = _asker(asked)
    for job in asked.workspace.hub.jobs(party, sender=sender):
        if job.identification == asked.request.path_params["job"]:
            return job
    raise DataRefusalError(404, "there is no such job, or it is not yours")


def _plain(asked: Asked, job: Job) -> dict[str, Any]:
    address = str(asked.request.url).partition(f"{PATH}/jobs")[0]
    plain = job.to_dict()
    for file in plain["files"]:
        del file["size"]
        file["address"] = f"{address}{PATH}/jobs/{job.identification}/files/{file['name']}"
    return plain


def _file(asked: Asked) -> Response:
    """Answer with a file, or with the part of it that ``Range`` asks for."""
    job = _own_job(asked)
    name = asked.request.path_params["name"]
    if job.state is not JobState.READY or name not in {file.name for file in job.files}:
        raise DataRefusalError(404, "there is no such file, or not yet")
    hub = asked.workspace.hub
    try:
        size = _size(hub, job, name)
    except EdielError as error:
        # the package of the compression is not installed
        raise DataRefusalError(422, str(error)) from None
    done = 0 if job.done_at is None else int(job.done_at.timestamp())
    tag = f'"{name}-{done}-{size}"'
    heads = {"accept-ranges": "bytes", "etag": tag, "cache-control": "private"}
    media = _MEDIA[job.compression]
    span = _span(asked, size, tag)
    if span is None:
        heads["content-length"] = str(size)
        heads["content-disposition"] = f'attachment; filename="{name}"'
        return StreamingResponse(_pieces(hub, job, name), media_type=media, headers=heads)
    first, end = span
    heads |= {"content-length": str(end - first), "content-range": f"bytes {first}-{end - 1}/{size}"}
    part = _cut(_pieces(hub, job, name), first, end)
    return StreamingResponse(part, status_code=206, media_type=media, headers=heads)


def _span(asked: Asked, size: int, tag: str) -> tuple[int, int] | None:
    """Return the part that is asked for, its end not included; None for the whole file.

    Raises:
        DataRefusalError: It begins behind the end of the file.
    """
    text = _RANGE.fullmatch(asked.head("range").replace(" ", ""))
    # several parts at once, other units, and a part of a file that is another now: the whole
    if text is None or text[1] == text[2] == "" or asked.head("if-range") not in {"", tag}:
        return None
    if not text[1]:
        first, end = max(size - int(text[2]), 0), size
    else:
        first, end = int(text[1]), min(int(text[2]) + 1, size) if text[2] else size
        if text[2] and int(text[2]) < first:
            return None
    if first >= size or first >= end:
        raise DataRefusalError(416, f"expected a range within the {size} bytes of the file")
    return first, end


def _pieces(hub: SharedHub, job: Job, name: str) -> Iterator[bytes]:
    for file, pieces in hub.extract(job.identification):
        if file == name:
            yield from pieces


def _size(hub: SharedHub, job: Job, name: str) -> int:
    """Return the bytes of a file, counted once: it holds what counted when the job was done."""
    with _LOCK:
        sizes = _SIZES.setdefault(hub, {})
        key = job.identification, name
        if key not in sizes:
            sizes[key] = sum(map(len, _pieces(hub, job, name)))
        return sizes[key]


def _cut(pieces: Iterator[bytes], first: int, end: int) -> Iterator[bytes]:
    place = 0
    for piece in pieces:
        if place >= end:
            return
        part = piece[max(first - place, 0) : end - place]
        place += len(piece)
        if part:
            yield part
