"""The checking service: every verb in every form, its bounds, and that nothing of a message is kept."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from starlette.testclient import TestClient

from edielkit import acknowledge, convert, serialize, validate
from edielkit.conversion import TARGETS, Carrier, Options, Sign
from edielkit.emif.simple_types import VERSIONS
from edielkit.generate.anonymise import VALUES
from edielkit.series import ESTIMATION_CODES, VALIDATION_CODES
from edielkit.server.checking.checker import CheckingLimits
from edielkit.server.checking.door import create_checking_app
from edielkit.server.checking.verbs import VERBS

FIXTURES = Path(__file__).parents[2] / "fixtures"
NOW = "2026-06-01T08:00:00+00:00"
INSTANT = dt.datetime.fromisoformat(NOW)
MSCONS = (FIXTURES / "pairs/no-march-hours.edi").read_bytes()
COLLECTED = (FIXTURES / "pairs/no-march-hours.xml").read_bytes()
ACKNOWLEDGEMENT = (FIXTURES / "emif/common/Acknowledgement.xml").read_bytes()
# what each verb needs beside a message
ASKED = {name: {"to": "csv"} if name == "convert" else {} for name in VERBS}
MESSAGES = {name: ACKNOWLEDGEMENT if name == "explain" else COLLECTED for name in VERBS}


@pytest.fixture(scope="module")
def service() -> Iterator[TestClient]:
    """The service; its process is started once."""
    with TestClient(create_checking_app(CheckingLimits(max_body=1 << 20, processes=1))) as client:
        yield client


def test_validate_says_what_the_library_says(service):
    """The same report, by another door."""
    answer = service.post("/validate", content=COLLECTED, params={"now": NOW})

    assert answer.json() == validate(COLLECTED, now=INSTANT).to_dict()


@pytest.mark.parametrize("media", ["application/json", "text/plain", "text/html"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_form(service, verb, media):
    """Accept chooses; browsers, people with curl and programs each get what they read."""
    answer = service.post(f"/{verb}", content=MESSAGES[verb], params=ASKED[verb], headers={"accept": media})

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert answer.headers["cache-control"] == "no-store"
    if media == "application/json":
        assert isinstance(answer.json(), dict)


@pytest.mark.parametrize(
    ("data", "target", "parts"),
    [
        (
            COLLECTED,
            "mscons",
            [
                "profile=no|se|dk|de|ch: the source does not say and a form is chosen by it, one of no, se, dk, de, ch"
            ],
        ),
        (
            MSCONS,
            "collected-data",
            [
                "document_type=TEXT: the source does not say and an XML document has a type",
                "process=TEXT: the source does not say and an XML document names its process",
                "role=TEXT: the source does not say and an XML document names the role of the market party",
            ],
        ),
    ],
)
def test_options_that_are_missing_are_written_as_they_are_given(service, data, target, parts):
    """All of them at once, each with what may stand behind its name."""
    answer = service.post("/convert", content=data, params={"to": target})

    assert 400 == answer.status_code
    assert "; ".join(f"expected {part}" for part in parts) == answer.json()["error"]


def test_convert_gives_the_document_itself(service):
    """Its own media type in Accept: no JSON around it."""
    answer = service.post(
        "/convert", content=MSCONS, params={"to": "csv"}, headers={"accept": "text/csv, */*;q=0.1"}
    )

    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.count("\n") > 24


def test_convert_takes_the_options_of_the_library(service):
    """What the source does not say is an option; all that was supplied is listed."""
    options = {"profile": "no", "carrier": "lines", "now": NOW}
    answer = service.post("/convert", content=COLLECTED, params={"to": "mscons", **options}).json()
    same = convert(COLLECTED, "mscons", options=Options(profile="no", carrier=Carrier.LINES, now=INSTANT))

    assert answer["documents"][0]["text"].encode() == same.data
    assert [loss["code"] for loss in answer["losses"]] == [loss.code for loss in same.losses]


def test_acknowledge_writes_what_elhub_would_answer(service):
    """The broken message is refused with the reasons of the library; identifications are new."""
    broken = COLLECTED.replace(b"kWh", b"XXX").replace(b"KWH", b"XXX")
    answer = service.post("/acknowledge", content=broken, params={"now": NOW}).json()
    report = validate(broken, now=INSTANT)
    same = acknowledge(broken, report, now=INSTANT, new_id=lambda: "00000000-0000-4000-8000-000000000000")
    bare = [re.sub(r"[0-9a-f-]{36}", "", file["text"]) for file in answer["documents"]]

    assert report.errors
    assert bare == [re.sub(r"[0-9a-f-]{36}", "", serialize(message).decode()) for message in same]


def test_explain_beside_the_original(service):
    """A form has two files; without the original the places in it are not known."""
    alone = service.post("/explain", files={"file": ("a", ACKNOWLEDGEMENT)}).json()
    beside = service.post("/explain", files={"file": ("a", ACKNOWLEDGEMENT), "original": ("o", COLLECTED)})

    assert alone["answers"][0]["found"] is None
    assert beside.json()["answers"][0]["found"] is False


def test_anonymise_with_a_key_is_repeatable_and_without_is_not(service):
    """Messages and answers that were sent with one key still fit together."""

    def anonymised(**headers: str) -> str:
        text: str = service.post("/anonymise", content=COLLECTED, headers=headers).json()["documents"][0][
            "text"
        ]
        return text

    key = {"X-Anonymise-Key": "correct horse battery"}
    assert anonymised(**key) == anonymised(**key)
    assert anonymised() != anonymised()


def test_the_page_works_without_javascript(service):
    """A form with a button for each verb; its other fields do not disturb."""
    page = service.get("/").text
    answer = service.post(
        "/validate",
        files={"file": ("message.xml", COLLECTED)},
        data={"to": "csv"},
        headers={"accept": "text/html,application/xml;q=0.9,*/*;q=0.8"},
    )

    assert "<script" not in page
    assert re.findall(r'formaction="(\w+)"', page) == list(VERBS)
    assert answer.status_code == 200
    assert "text/html" in answer.headers["content-type"]


def test_the_pages_speak_the_language_of_the_browser(service):
    """Form, results, notes and refusals by Accept-Language; programs are told in English."""
    norwegian = {"accept": "text/html", "accept-language": "nb-NO,nb;q=0.9"}
    pages = {
        "Kontroller en melding i kraftmarkedet": service.get("/", headers=norwegian),
        "ikke lenger sagt: CNV": service.post(
            "/convert",
            content=COLLECTED,
            params={"to": "mscons", "profile": "no", "carrier": "lines"},
            headers=norwegian,
        ),
        "Rapport om meldinger": service.post("/validate", content=COLLECTED, headers=norwegian),
        "&#39;to&#39; mangler: en av mscons": service.post("/convert", content=COLLECTED, headers=norwegian),
        "ingen melding: ": service.post("/show", content=b"no message", headers=norwegian),
    }
    told = service.post("/show", content=b"no message", headers={"accept-language": "nb"}).json()

    assert [] == [
        words for words, page in pages.items() if words not in page.text or 'lang="nb"' not in page.text
    ]
    assert told["error"].startswith("no message: ")


def test_what_a_message_says_is_escaped(service):
    """A page shows no markup of a message."""
    hostile = b"UNB+UNOC:3+<script>alert(1)</script>:14+B:14+260101:0000+1'UNZ+0+1'"
    for verb in ("validate", "show", "anonymise"):
        answer = service.post(f"/{verb}", content=hostile, headers={"accept": "text/html"})
        assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("verb", "data", "params", "headers", "status", "words"),
    [
        ("validate", b"", {}, {}, 400, "bytes of a message"),
        ("show", b"no message", {}, {}, 422, "no message"),
        ("explain", COLLECTED, {}, {}, 422, "answer"),
        ("convert", COLLECTED, {}, {}, 400, "'to' is missing"),
        ("convert", COLLECTED, {"to": "mscon"}, {}, 400, "expected one of mscons"),
        ("convert", ACKNOWLEDGEMENT, {"to": "csv"}, {}, 422, "no series"),
        ("validate", COLLECTED, {"levl": "codes"}, {}, 400, "did you mean level?"),
        ("validate", COLLECTED, {"now": ""}, {}, 400, "expected a value"),
        ("validate", COLLECTED, {"now": "2026-06-01T08:00:00"}, {}, 400, "with its zone"),
        ("anonymise", COLLECTED, {}, {"x-anonymise-key": "short"}, 400, "at least 8"),
        ("anonymise", COLLECTED, {"shift_weeks": "x"}, {}, 400, "whole number"),
        ("show", COLLECTED, {}, {"accept": "image/png"}, 406, "application/json"),
        ("show", COLLECTED, {}, {"content-encoding": "br"}, 415, "gzip"),
        ("show", COLLECTED, {}, {"content-encoding": "gzip"}, 415, "gzip"),
        ("show", bytes((1 << 20) + 1), {}, {}, 413, "at most"),
        ("show", gzip.compress(bytes(1 << 22), mtime=0), {}, {"content-encoding": "gzip"}, 413, "at most"),
        ("validate", COLLECTED, {"version": "9"}, {}, 400, "expected one of 2.3, 2.4.3"),
        ("validate", COLLECTED, [("now", NOW), ("now", NOW)], {}, 400, "expected it once"),
        ("show", b"--x", {}, {"content-type": "multipart/form-data"}, 400, "multipart"),
        ("show", b"--x--\r\n", {}, {"content-type": "multipart/form-data; boundary=x"}, 400, "file"),
    ],
)
def test_refusals(service, verb, data, params, headers, status, words):
    """Each says what would be right, in the form that was asked for."""
    answer = service.post(f"/{verb}", content=data, params=params, headers=headers)

    assert answer.status_code == status
    assert words in answer.json()["error"]


def test_what_takes_too_long_is_ended():
    """The process is killed: a message cannot hold the service."""
    app = create_checking_app(CheckingLimits(processes=1))
    with TestClient(app) as client:
        client.post("/validate", content=COLLECTED)
        app.state.checker.limits = CheckingLimits(seconds=0.001)
        answer = client.post("/validate", content=COLLECTED)

    assert answer.status_code == 503
    assert "longer than" in answer.json()["error"]
    assert answer.headers["retry-after"]


def test_nothing_is_stored_or_logged(service, caplog, tmp_path, monkeypatch):
    """Files of forms stay in memory whatever their size, and no line of a log names them."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    caplog.set_level("DEBUG")
    padded = COLLECTED + b"\n" * 900_000
    answer = service.post("/show", files={"file": ("secret-name.xml", padded)})

    assert answer.status_code == 200
    ours = [record for record in caplog.records if not record.name.startswith("http")]
    assert not [record for record in ours if "secret-name" in record.getMessage()]


def test_openapi_names_all_that_may_be_asked(service):
    """From the table of verbs; every example value in it is answered without a fault of the service."""
    document = service.get("/openapi.json").json()

    assert document["openapi"] == "3.1.0"
    assert list(document["paths"]) == [f"/{name}" for name in VERBS]
    assert {parameter["name"] for parameter in document["paths"]["/convert"]["post"]["parameters"]} == {
        option.name for option in VERBS["convert"].options
    }
    assert json.dumps(document)


@pytest.mark.parametrize(
    ("files", "fields", "words"),
    [
        ([("file", COLLECTED), ("file", MSCONS)], {}, "expected one file, found several"),
        ([("file", COLLECTED)], {"now": [NOW, NOW]}, "expected it once"),
    ],
)
def test_a_form_says_each_thing_once(service, files, fields, words):
    """What comes twice is refused: nobody knows which one was meant."""
    answer = service.post("/validate", files=[(name, ("a", data)) for name, data in files], data=fields)

    assert (answer.status_code, words in answer.json()["error"]) == (400, True)


def test_an_answer_that_cannot_be_given_says_why(service):
    """Nothing is wrong with the message, and what a hub knows is not known: no empty page."""
    answer = service.post(
        "/acknowledge", content=COLLECTED, headers={"accept": "text/html", "accept-language": "nb"}
    )

    assert "resten vet bare en hub" in answer.text


def test_a_document_in_utf_16_stays_xml(service):
    """Whatever the encoding, what is written is called what it is."""
    answer = service.post(
        "/anonymise", content="<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16")
    )

    assert [document["media"] for document in answer.json()["documents"]] == ["application/xml"]


def test_the_choices_are_those_of_the_library():
    """They are spelled in the table so that an address answers without loading a wire."""
    convert_choices, amounts = _choices("convert", "to"), _choices("anonymise", "values")

    assert set(TARGETS) < set(convert_choices)
    assert VERSIONS == _choices("validate", "version")
    assert amounts == VALUES
    assert {kind.value for kind in Carrier} == set(_choices("convert", "carrier"))
    assert {kind.value for kind in Sign} == set(_choices("convert", "sign"))
    assert VALIDATION_CODES[1:] == _choices("convert", "validation")
    assert ESTIMATION_CODES[1:] == _choices("convert", "estimation")


def _choices(verb: str, name: str) -> tuple[str, ...]:
    return next(option.choices for option in VERBS[verb].options if option.name == name)


@pytest.mark.slow
def test_the_command_serves_until_it_is_told_to_end():
    """Its address is printed, SIGTERM ends it with status 0, and no process of a request stays."""
    command = [sys.executable, "-m", "edielkit", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            address = re.search(r"http://[0-9.:]+/", process.stdout.readline())[0]
            request = Request(f"{address}validate", data=COLLECTED, headers={"accept": "text/plain"})
            with urlopen(request, timeout=20) as answer:
                assert answer.read().startswith(b"accepted CollectedData")
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        finally:  # whatever is wrong, the tests go on
            process.kill()


def test_a_hub_has_the_service_too(client):
    """Under /check, so that a team needs one server."""
    assert client.get("/check").status_code == 200
    assert client.post("/check/show", content=COLLECTED).status_code == 200
