"""Stories of the server's doors with every answer that they give, as lines that can be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from starlette.testclient import TestClient
from tests.support.kept_answers import Answer
from tests.support.told_again import stories_of

import edielkit

__all__ = ("DoorWitness", "answers_of_doors")


class DoorWitness:
    """Sees what doors are asked by test clients, and what they answer."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """See all test clients until the end of the context."""
        request = TestClient.request

        def seen(client: TestClient, method: str, url: Any, **more: Any) -> Any:
            response = request(client, method, url, **more)
            self.lines.append(f"{method} {url}: {_answer(response)}")
            return response

        TestClient.request = seen  # type: ignore[method-assign]
        try:
            yield
        finally:
            TestClient.request = request  # type: ignore[method-assign]


def _answer(response: Any) -> str:
    heads = "; ".join(f"{name}: {value}" for name, value in sorted(response.headers.items()))
    body = response.content.replace(edielkit.__version__.encode(), b"VERSION")
    begin = " ".join(body[:40].decode("utf-8", "replace").split())
    return f"{response.status_code} {hashlib.sha256(body).hexdigest()[:12]} {heads} {begin}"


def answers_of_doors(modules: Sequence[ModuleType], *, but: Collection[str] = ()) -> Iterator[Answer]:
    """Yield what doors answer in the tests of modules, a test each.

    Args:
        modules: Modules of tests.
        but: Names of tests that are left out.
    """
    for module in modules:
        for story in stories_of(module, {}, but=but):
            witness = DoorWitness()
            with witness.watching():
                story.tell()
            if witness.lines:
                yield Answer(f"{module.__name__.rpartition('.')[2]} {story.name}", witness.lines)
