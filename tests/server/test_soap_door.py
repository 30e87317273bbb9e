"""The SOAP door: addresses, heads of HTTP, packing, sizes, faults with Elhub's groups, answers that are empty or nil."""

from __future__ import annotations

import gzip
import zlib

import pytest
from lxml import etree
from starlette.testclient import TestClient
from tests.support.messages_of_parties import poll_for_data
from tests.support.soap_calls import envelope

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN
from edielkit.server.soap.services import SERVICES

PATH = "/WebService/services/PollMarketProcesses"
XML = {"Content-Type": "text/xml; charset=utf-8"}


def poll() -> bytes:
    return envelope("PollMarketProcesses", "PollForData", poll_for_data())


def fault(answer) -> tuple[int, str, str]:
    root = etree.fromstring(answer.content)
    return answer.status_code, root.findtext(".//{*}CodeGroup"), root.findtext(".//{*}FaultText") or ""


def test_a_poll_of_nothing_is_nil(client):
    """PollForDataResponse with xsi:nil, HTTP 200, UTF-8."""
    answer = client.post(PATH, content=poll(), headers={**XML, "SOAPAction": '"PollForData"'})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    response = etree.fromstring(answer.content)[0][0]
    assert response.get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true"


def test_gzip_both_ways(client):
    """A packed call, and a packed answer for who accepts one and whose answer is worth it."""
    packed = {**XML, "Content-Encoding": "gzip", "Accept-Encoding": "gzip"}
    answer = client.post(PATH, content=gzip.compress(b"<a/>"), headers=packed)

    assert answer.headers["content-encoding"] == "gzip"
    assert fault(answer)[:2] == (500, "XSD")
    assert client.post(PATH, content=gzip.compress(poll()), headers=packed).status_code == 200


@pytest.mark.parametrize(
    ("content", "heads", "group", "words"),
    [
        (b"<a/>", XML, "XSD", "expected an Envelope of SOAP 1.1"),
        (b"no xml", XML, "XSD", "as XML; found no XML (byte 0)"),
        (b"", XML, "XSD", "as XML; the body is empty"),
        (b"UNB+UNOC:3+A:14+B:14+260101:0000+1'UNZ+0+1'", XML, "XSD", "found EDIFACT"),
        (
            b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body/></e:Envelope>",
            XML,
            "XSD",
            "found nothing in it",
        ),
        (b"<a/>", {"Content-Type": "text/xml"}, "Other", "charset=utf-8"),
        (b"<a/>", {"Content-Type": "text/xml; charset=iso-8859-1"}, "Other", "charset=utf-8"),
        (b"<a/>", {"Content-Type": "application/soap+xml; charset=utf-8"}, "Other", "text/xml"),
        (b"<a/>", {**XML, "Content-Encoding": "gzip"}, "Compression", "expected gzip"),
        (gzip.compress(b"<a/>", mtime=0)[:-9], {**XML, "Content-Encoding": "gzip"}, "Compression", ""),
        (b"<a/>", {**XML, "Content-Encoding": "br"}, "Compression", "gzip or none"),
        (
            gzip.compress(b"<a>" + b" " * (65 << 20), mtime=0),
            {**XML, "Content-Encoding": "gzip"},
            "Compression",
            "times the compressed size",
        ),
    ],
)
def test_what_no_hub_gets_to_see(client, content, heads, group, words):
    """Each has its group of faults, HTTP status 500, and says what would be right."""
    status, actual, text = fault(client.post(PATH, content=content, headers=heads))

    assert (status, actual) == (500, group)
    assert words in text


def test_a_poll_is_held_against_the_schema(client):
    """As every other call: what is missing and what is too much, with its place; the message is told from the next one."""
    for wrong, words in (
        (
            poll().replace(b"<abie:Creation>", b"<abie:Made>").replace(b"</abie:Creation>", b"</abie:Made>"),
            "Made",
        ),
        (poll().replace(b"<rsm:Payload>", b"<rsm:Payload><rsm:Odd/>"), "Payload has no element 'Odd'"),
    ):
        status, group, text = fault(client.post(PATH, content=wrong, headers=XML))
        assert (status, group) == (500, "XSD")
        assert words in text
        assert "line " in text


def test_a_call_that_the_door_refuses_leaves_a_trace(client):
    """Another operation, another service, no XML, another encoding: each is in the list, with why; no hub saw it."""
    calls = (
        (PATH, poll(), {**XML, "SOAPAction": '"AcknowledgePoll"'}, "as the body says"),
        ("/WebService/services/Query", poll(), XML, "in the Body"),
        (PATH, b"<a/>", {"Content-Type": "text/plain"}, "charset=utf-8"),
    )
    for path, content, heads, _ in calls:
        client.post(path, content=content, headers=heads)
    listed = client.get("/_hub/messages", params={"way": "in"}).json()["messages"][::-1]
    words = [client.get(f"/_hub/messages/{line['number']}").json()["words"][0] for line in listed]

    assert [line["service"] for line in listed] == ["PollMarketProcesses", "Query", "PollMarketProcesses"]
    assert not any(line["accepted"] for line in listed)
    assert all(part in text for (*_, part), text in zip(calls, words, strict=True))
    assert client.get("/_hub/journal").text == ""


def test_the_head_of_a_call_is_not_repeated_where_it_may_name_somebody(client):
    """A SOAPAction is what a sender wrote, like any other value."""
    heads = {**XML, "SOAPAction": '"Kari Testesen 01819010043"'}
    answer = client.post(PATH, content=poll(), headers=heads).text

    assert "as the body says" in answer
    assert "Testesen" not in answer
    assert "01819010043" not in answer


def test_a_body_that_is_too_large_is_not_read(client):
    """By what its head says, before a byte of it comes; 100 MB are refused in no time."""
    heads = {**XML, "Content-Length": str(100 << 20)}

    assert fault(client.post(PATH, content=b"<a/>", headers=heads))[:2] == (500, "Size")


def test_a_body_without_a_length_is_read_up_to_the_limit():
    """Whoever sends in pieces is stopped at the limit."""
    with TestClient(create_app(ServerSettings(clock=FROZEN, max_body=1000))) as small:
        answer = small.post(PATH, content=iter([b"<a>"] * 400), headers=XML)

    assert fault(answer)[:2] == (500, "Size")


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ('"PollForData"', 200),
        ("PollForData", 200),
        ('""', 200),
        ('"urn:x/PollForData"', 200),
        ('"AcknowledgePoll"', 500),
    ],
)
def test_the_soapaction_must_not_contradict(client, action, status):
    """Its bare name, quoted; none at all is no contradiction."""
    assert client.post(PATH, content=poll(), headers={**XML, "SOAPAction": action}).status_code == status


def test_a_wrapper_of_another_service_is_refused(client):
    """The path says which service it is."""
    answer = client.post("/WebService/services/Query", content=poll(), headers=XML)

    assert fault(answer)[:2] == (500, "XSD")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{PATH}?wsdl", 200),
        (f"{PATH}?WSDL", 200),
        (f"{PATH}?xsd=aggregates.xsd", 200),
        (f"{PATH}?xsd=services/Query.xsd", 200),
        (PATH, 405),
        (f"{PATH}?xsd=", 404),
        (f"{PATH}?xsd=../../../pyproject.toml", 404),
        (f"{PATH}?xsd=/etc/passwd", 404),
        (f"{PATH}?xsd=services/../services/Query.xsd", 404),
        ("/WebService/services/Nothing?wsdl", 404),
        ("/WebService/services/..%2f..%2fetc", 404),
    ],
)
def test_definitions_and_what_is_none(client, path, status):
    """A name of a schema is looked up in a list; a path is never made of it."""
    assert client.get(path).status_code == status


def test_definitions_name_the_host_that_was_asked(client):
    """A client in a container reaches the server under another name than its own; that name is escaped."""
    asked = client.get(f"{PATH}?wsdl", headers={"Host": "hub.test:1234"}).text

    assert 'location="http://hub.test:1234/WebService/services/PollMarketProcesses"' in asked
    assert (
        client.get("/w/ci" + PATH + "?wsdl").text.count("/w/ci/WebService/services/PollMarketProcesses") == 3
    )


def test_every_schema_is_whole(client):
    """Each import of a schema that we serve is served too."""
    seen, left = (
        set(),
        [f"http://testserver{PATH}?xsd=services/{name}.xsd" for name in SERVICES],
    )
    while left:
        address = left.pop()
        if address not in seen:
            seen.add(address)
            root = etree.fromstring(client.get(address).content)
            left += [node.get("schemaLocation") for node in root.iterfind("{*}import")]

    assert len(seen) > 20


def test_deflate_is_no_gzip(client):
    """What the head says is what is read."""
    heads = {**XML, "Content-Encoding": "gzip"}

    assert fault(client.post(PATH, content=zlib.compress(poll()), headers=heads))[:2] == (500, "Compression")
