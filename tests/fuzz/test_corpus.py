"""What fuzzing once reached or broke is read again in every run."""

from __future__ import annotations

import pytest
from tests.fuzz.readers import CORPUS, READERS, corpus_of


@pytest.mark.parametrize("name", READERS)
def test_the_corpus_of_a_reader_is_read(name):
    """No traceback, no two answers, no lost byte."""
    paths = corpus_of(name)
    assert paths, f"no corpus for {name}"
    for path in paths:
        READERS[name](path.read_bytes())


def test_each_corpus_has_its_reader_and_is_small():
    """Nothing is kept that nobody reads."""
    assert {path.name for path in CORPUS.iterdir()} == set(READERS)
    assert all(path.stat().st_size <= 8192 for name in READERS for path in corpus_of(name))
