"""The corpus: an index of messages with the findings that are expected of them."""

from __future__ import annotations

import datetime as dt
import json
import random

import pytest

import edielkit
from edielkit.edifact.check.guides import guide_names
from edielkit.emif.messages import MESSAGES
from edielkit.generate.corpus import CORPUS_VERSION, corpus_files
from edielkit.generate.faults import faults, unbreakable
from edielkit.process_rules import MemoryContext


@pytest.fixture(scope="module")
def corpus():
    return dict(corpus_files())


@pytest.fixture(scope="module")
def index(corpus):
    return json.loads(corpus["index.json"])


def codes_of(corpus, entry):
    context = MemoryContext.from_json(corpus[entry["context"]]) if "context" in entry else None
    report = edielkit.validate(
        corpus[entry["file"]],
        now=dt.datetime.fromisoformat(entry["now"]),
        version=entry.get("version"),
        profile=entry.get("profile"),
        context=context,
    )
    return [finding.code for finding in report]


def test_the_index_names_every_file(corpus, index):
    """Message, context and expectation of each entry are there, each once, and nothing else is."""
    named = {"README.md", "index.json"}
    for entry in index["messages"]:
        stem = entry["file"].removesuffix(".gz").removesuffix(".xml").removesuffix(".edi")
        named |= {entry["file"], f"{stem}.expected.json", *([entry["context"]] if "context" in entry else [])}
        assert json.loads(corpus[f"{stem}.expected.json"]) == entry

    assert named == set(corpus)
    assert len(index["messages"]) == len({entry["file"] for entry in index["messages"]})
    assert CORPUS_VERSION == index["version"]


def test_every_kind_every_guide_and_every_fault_is_in_it(index):
    """Valid messages of all there is, a pair for each rule, and the reason where there is none."""
    valid = [entry for entry in index["messages"] if "rule" not in entry]

    assert set(MESSAGES) <= {entry["kind"] for entry in valid}
    assert {(profile, kind) for profile, kind, _ in guide_names()} == {
        (entry["profile"], entry["kind"]) for entry in valid if "profile" in entry
    }
    assert set(faults()) == {entry["rule"] for entry in index["messages"] if "rule" in entry}
    assert set(unbreakable()) == {row["code"] for row in index["without_a_message"]}


def test_some_entries_give_what_is_expected(corpus, index):
    """A sample of them; all are tried among the slow tests."""
    for entry in random.Random(5).sample(index["messages"], 60):
        assert [finding["code"] for finding in entry["expected"]] == codes_of(corpus, entry), entry["file"]


@pytest.mark.slow
def test_every_entry_gives_what_is_expected(corpus, index):
    """The codes of the index are those of the report."""
    for entry in index["messages"]:
        assert [finding["code"] for finding in entry["expected"]] == codes_of(corpus, entry), entry["file"]


def test_the_runner_of_the_readme_runs(corpus, tmp_path, monkeypatch):
    """The ten lines in Python, over a part of the corpus."""
    readme = corpus["README.md"].decode()
    code = readme.split("```python\n")[1].split("```")[0]
    index = json.loads(corpus["index.json"])
    index["messages"] = index["messages"][::40]
    for path, data in corpus.items():
        if path.startswith(("valid", "faults")):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    (tmp_path / "index.json").write_text(json.dumps(index))
    monkeypatch.chdir(tmp_path)

    exec(compile(code, "README.md", "exec"), {})
    assert f"Version {CORPUS_VERSION}" in readme
