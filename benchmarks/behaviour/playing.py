"""Scenarios as both revisions play them: each step in words, and the bytes of every message of the hub."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from behaviour.inputs import files
from behaviour.observing import attempt, digest, renamed

import edielkit

_HOMES = ("edielkit.scenarios", "edielkit.hub.scenarios")


def scenario_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and path of the scenarios of *folder*: the YAML files in folders that are called hub."""
    for path in files(folder):
        if path.suffix == ".yml" and path.parent.name == "hub":
            yield f"{folder.name}/{path.relative_to(folder).as_posix()}", path


def played(path: Path) -> dict[str, Any]:
    """Return what came of each scenario of a file, by its title."""
    documents = list(yaml.load_all(path.read_bytes(), Loader=yaml.BaseLoader))
    return {
        f"{number} {plain.get('scenario')}": attempt(_story, plain, path.parent)
        for number, plain in enumerate(documents, 1)
    }


def _language() -> Any:
    return import_module(next(home for home in _HOMES if find_spec(home) is not None))


def _story(plain: dict[str, Any], folder: Path) -> dict[str, Any]:
    language = _language()
    names = {step["file"] for step in plain.get("steps", ()) if "file" in step}
    scenario = language.read_scenario(
        plain, files={name: (folder / name).read_bytes() for name in sorted(names)}
    )
    story = language.play(scenario)
    hub = story.hub
    return {
        "ok": story.ok,
        "lines": list(story.lines()),
        "plain": digest(json.dumps(story.to_dict(), default=str)),
        "sent": [_sent(outgoing) for outgoing in hub.sent],
        "journal": [digest(json.dumps(entry.to_dict(), default=str)) for entry in hub.journal],
    }


def _sent(outgoing: Any) -> str:
    kind = renamed(outgoing.message, "kind")()
    address = f"{outgoing.party} {outgoing.role} {outgoing.queue.value}"
    return f"{kind} to {address} about {outgoing.point}: {digest(edielkit.serialize(outgoing.message))}"
