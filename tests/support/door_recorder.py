"""Tests of the server's doors run again, with every answer that they give, as lines that can be kept."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.server.conftest import client
from tests.support.kept_answers import Answer
from tests.support.kept_digests import digest
from tests.support.rerun_tests import reruns_of

import edielkit
from edielkit.server import clocks

__all__ = ("DoorRecorder", "answers_of_doors", "same_numbers")

# what a packed body is long depends on the library that packs
_NOT_KEPT = {"content-length", "date"}


@contextmanager
def same_numbers() -> Iterator[None]:
    """Let the UUIDs that are drawn in the context, and the clock of the machine, be the same each time."""
    numbers = itertools.count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=(4 << 76) + (8 << 60) + next(numbers)))
        # it stands in the defaults of functions: what it does is changed, not its name
        patch.setattr(clocks.wall_now, "__code__", _frozen.__code__)
        yield


def _frozen() -> dt.datetime:
    return dt.datetime(2026, 2, 3, 7, tzinfo=dt.UTC)


class DoorRecorder:
    """Sees what doors are asked by test clients, and what they answer."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @contextmanager
    def recording(self) -> Iterator[None]:
        """See all test clients until the end of the context."""
        request = TestClient.request

        def seen(test_client: TestClient, method: str, url: Any, **more: Any) -> Any:
            response = request(test_client, method, url, **more)
            self.lines.append(f"{method} {url}: {_answer(response)}")
            return response

        with same_numbers(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(TestClient, "request", seen)
            yield


def _answer(response: Any) -> str:
    heads = "; ".join(
        f"{name}: {value}" for name, value in sorted(response.headers.items()) if name not in _NOT_KEPT
    )
    body = response.content.replace(edielkit.__version__.encode(), b"VERSION")
    begin = " ".join(body[:40].decode("utf-8", "replace").split())
    return f"{response.status_code} {digest(body)} {heads} {begin}"


def answers_of_doors(modules: Sequence[str], *, but: Collection[str] = ()) -> Iterator[Answer]:
    """Yield what doors answer in the tests of modules, a test each.

    Args:
        modules: Names of modules of tests.
        but: Names of tests that are left out.
    """
    fixtures = {
        "client": contextmanager(client.__wrapped__),
        # the compression of files, where a fixture has one
        "request": lambda: nullcontext(SimpleNamespace(param="gzip")),
    }
    for module in map(import_module, modules):
        for rerun in reruns_of(module, fixtures, but=but):
            recorder = DoorRecorder()
            with recorder.recording():
                rerun.run()
            if recorder.lines:
                yield Answer(f"{module.__name__.rpartition('.')[2]} {rerun.name}", recorder.lines)
