"""Published examples and samples of the markets: answered, and their own answers explained."""

from __future__ import annotations

import pytest
from tests.support.answering import NOW, answered, errors_of
from tests.support.paths import REFERENCE

import edielkit
from edielkit.findings import Verdict

EXAMPLES = sorted((REFERENCE / "elhub" / "examples").glob("*.xml"))
SAMPLES = sorted((REFERENCE / "ediel" / "samples").glob("*.edi"))

pytestmark = pytest.mark.skipif(not EXAMPLES or not SAMPLES, reason="the published examples are not here")


@pytest.mark.parametrize("path", [*EXAMPLES, *SAMPLES], ids=lambda p: p.name)
@pytest.mark.parametrize("positive", [None, True])
def test_the_answer_to_each_validates(path, positive):
    """Nothing that is answered has an error of its own, and a refusal never passes in silence."""
    data = path.read_bytes()
    report = edielkit.validate(data, now=NOW)
    answers = answered(data, report, positive=positive)

    assert [] == [error for answer in answers.messages for error in errors_of(answer)]
    if report.verdict not in {Verdict.ACCEPTED, Verdict.EMPTY}:
        assert answers.messages or answers.unanswered
    for answer in answers.messages:
        assert edielkit.explain(answer, original=data, report=report).answers[0].original_found is not False


@pytest.mark.parametrize(
    ("name", "codes", "accepted"),
    [
        ("elhub/examples/Acknowledgement.xml", ["E10"], False),
        ("elhub/examples/RejectStartOfSupply.xml", ["E10"], False),
        ("elhub/examples/ConfirmStartOfSupply.xml", [], True),
        ("ediel/samples/no-aperak-aperak-ok-statkraft.edi", [], True),
        ("ediel/samples/se-aperak-d04a-positive-1b.edi", ["100"], True),
        ("ediel/samples/se-aperak-prodat-positive-synthetic.edi", ["100"], None),
        ("ediel/samples/se-contrl-2-2-negative-synthetic.edi", ["4"], False),
        ("ediel/samples/de-contrl-negative-ucm-ucs-ucd-synthetic.edi", ["13", "13", "13"], None),
        ("ediel/samples/de-aperak-d07b-2.1d-negative.edi", ["Z29"], False),
        ("ediel/samples/de-aperak-d07b-2.1h-in202404_Z10_t1.edi", ["Z10"], False),
        ("ediel/samples/de-aperak-d07b-2.1i-in202510_Anerkennungsmeldung.edi", [], True),
    ],
)
def test_a_published_answer_is_explained(name, codes, accepted):
    """What it decides and each code, with a meaning."""
    (answer,) = edielkit.explain((REFERENCE / name).read_bytes()).answers

    assert (codes, accepted) == ([reason.code for reason in answer.reasons], answer.accepted)
    assert all(reason.name for reason in answer.reasons)


def test_the_swedish_acceptance_belongs_to_its_transaction():
    """The APERAK to the sample UTILTS names a transaction of it."""
    folder = REFERENCE / "ediel" / "samples"
    original = (folder / "se-utilts-e66-sch-two-transactions-1b.edi").read_bytes()
    report = edielkit.validate(original, now=NOW)
    # the guide leaves a doubt about the sample that only its receiver can settle
    decided = answered(original, report, positive=True)
    aperak = next(m for m in decided.messages if m.messages[0].type == "APERAK")
    (answer,) = edielkit.explain(aperak, original=original, report=report).answers

    assert True is answer.original_found
    assert 2 == len(answer.reasons)
    assert all(original[reason.position.offset :].startswith(b"IDE") for reason in answer.reasons)
