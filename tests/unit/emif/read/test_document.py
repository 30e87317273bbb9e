"""Whole documents: bare, wrapped, in an envelope, poll results, faults, both ways."""

from __future__ import annotations

import gzip
import json
import random

import pytest
from tests.support.emif_documents import Plan, build, to_bytes
from tests.support.emif_samples import SOAP, collected, envelope, observations, wrapped
from tests.support.emif_schemas import compiled, service_roots, services

import edielkit
from edielkit.detected import Kind
from edielkit.emif.declare import Message
from edielkit.emif.read.document import parse_document
from edielkit.emif.read.xml import XmlLimits, parse_tree
from edielkit.emif.soap import WRAPPERS, SoapDocument, SoapFault, Wrapper, wrapper_of
from edielkit.emif.write.document import serialize_document
from edielkit.emif.write.writer import OnFault
from edielkit.errors import BuildError, ParseError
from edielkit.findings import Verdict

PLAIN = collected()
POLL = "urn:no:elhub:emif:wsdl:polling:meteringvalues:v2"
IDENTIFICATION = "00000000-0000-0000-0000-00000000000f"


def _message() -> Message:
    message = parse_document(PLAIN.encode())
    assert isinstance(message, Message)
    return message


def _same_both_ways(document: Message | SoapDocument) -> bytes:
    """Return the bytes of *document* after proving that they, and plain data, give it back."""
    written = serialize_document(document)
    assert document == parse_document(written)
    assert written == serialize_document(parse_document(written))
    plain = json.loads(json.dumps(edielkit.to_dict(document)))
    assert document == edielkit.from_dict(plain["kind"], plain)
    return written


STYLES = {
    "prefixes": PLAIN,
    "default namespace": PLAIN.replace("rsm:", "").replace("xmlns:rsm", "xmlns"),
    "other prefixes": PLAIN.replace("rsm:", "ns0:").replace(":rsm", ":ns0").replace("abie", "ns1"),
    "comments": PLAIN.replace("<rsm:Header>", "<!-- a --><rsm:Header><?b c?>"),
    "sections": PLAIN.replace(">E13<", "><![CDATA[E13]]><"),
    "references": PLAIN.replace(">E13<", ">&#69;1&#x33;<"),
    "comment in a value": PLAIN.replace(">E13<", ">E<!-- -->13<"),
    "lines of DOS": PLAIN.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("style", STYLES)
def test_styles_of_writing(style: str) -> None:
    """The prefixes, comments and references of a document do not change what it says."""
    assert _message() == parse_document(STYLES[style].encode())
    assert Verdict.ACCEPTED is edielkit.validate(STYLES[style].encode(), level="codes").verdict


def test_encodings_and_gzip() -> None:
    """The encoding and the compression of a document do not change what it says."""
    text = PLAIN.replace(">MDR<", ">MDR<")
    for data in (
        ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>' + text).encode("latin-1"),
        b"\xef\xbb\xbf" + text.encode(),
        gzip.compress(text.encode(), mtime=0),
    ):
        assert _message() == edielkit.parse(data)
        assert "CollectedData" == edielkit.detect(data).message


def test_collected_data_is_local_in_its_wrapper() -> None:
    """In CollectedDataRequest the message element is of the service's own namespace; both are read, one is written."""
    local = wrapped(collected(root="srv:CollectedData"))
    document = parse_document(local.encode())
    assert document == parse_document(wrapped(PLAIN).encode())
    assert isinstance(document, SoapDocument)
    assert (_message(),) == document.messages
    assert not document.enveloped
    written = _same_both_ways(document)
    assert b"<srv:CollectedData " in written
    assert compiled("2.4.3", "services", "MeteringValues").validate(parse_tree(written))


def _roots() -> list[tuple[str, str]]:
    return [
        (service, root.name)
        for service in services("2.4.3")
        if service != "Fault"
        for root in service_roots("2.4.3", service)
        if wrapper_or_none(service, root.name) is not None
    ]


def wrapper_or_none(service: str, name: str) -> Wrapper | None:
    try:
        return wrapper_of(service, name)
    except KeyError:
        return None


def test_every_wrapper_is_one_of_the_services() -> None:
    """The wrappers are elements of the service schemas, with the messages that these name."""
    assert {(w.service, w.element) for w in WRAPPERS.values()} == set(_roots())
    assert 21 == len(WRAPPERS)


@pytest.mark.parametrize(("service", "name"), _roots())
@pytest.mark.parametrize("enveloped", [True, False])
def test_every_wrapper_both_ways(service: str, name: str, enveloped: bool) -> None:
    """Each wrapper with generated content reads, writes what its service schema takes, and reads the same."""
    root = next(r for r in service_roots("2.4.3", service) if r.name == name)
    for seed in range(3):
        data = to_bytes(build(root, Plan(optional=seed / 2, repeat=2), random.Random(f"{name}-{seed}")))
        if enveloped:
            data = envelope(data.decode().partition("?>")[2]).encode()
        document = parse_document(data)
        assert isinstance(document, SoapDocument)
        assert (service, name, enveloped) == (document.service, document.element, document.enveloped)
        assert [] == list(edielkit.validate(data, level="schema")), seed
        written = _same_both_ways(document)
        tree = parse_tree(written)
        assert compiled("2.4.3", "services", service).validate(tree[0][0] if enveloped else tree)
        kind = edielkit.detect(data)
        assert ("emif", name) == (kind.wire, kind.wrapper)
        assert (document.messages[0].kind() if document.messages else None) == kind.message


def test_a_poll_result_of_many_messages() -> None:
    """A poll result holds its messages in order, and its series come out one by one."""
    many = "".join(
        collected(observations(f"<abie:Metered>{n}</abie:Metered>"), declare=f' xml:id="m{n}"').replace(
            f' xml:id="m{n}"', ""
        )
        for n in range(5)
    )
    data = (
        f'<p:PollForDataResponse xmlns:p="{POLL}"><p:Identification>{IDENTIFICATION}</p:Identification>'
        f"<p:ResultDataSet>{many}</p:ResultDataSet></p:PollForDataResponse>"
    ).encode()
    document = parse_document(data)
    assert isinstance(document, SoapDocument)
    assert (IDENTIFICATION, 5) == (document.identification, len(document.messages))
    assert [0, 1, 2, 3, 4] == [s.observations[0].quantity for s in edielkit.read_series(data)]
    _same_both_ways(document)


def test_a_poll_that_found_nothing() -> None:
    """A nil result is a document without messages, and is written as nil."""
    document = SoapDocument(service="PollMeteringValues", element="PollForDataResponse", nil=True)
    written = _same_both_ways(document)
    assert b'xsi:nil="true"/>' in written
    assert [] == list(edielkit.validate(written))
    assert Kind(wire="emif", wrapper="PollForDataResponse") == edielkit.detect(written)


FAULT = SoapFault(
    code="Client",
    text="not <valid> & refused",
    code_group="XSD",
    description="element",
    exception_date_time="2026-02-01T05:00:00Z",
    fault_text="line 5",
)


def test_faults() -> None:
    """A SOAP fault with Elhub's detail, or without, goes both ways."""
    written = _same_both_ways(SoapDocument(fault=FAULT))
    root = next(r for r in service_roots("2.4.3", "Fault"))
    detail = next(parse_tree(written).iter(root.tag))
    assert compiled("2.4.3", "services", "Fault").validate(detail)
    _same_both_ways(SoapDocument(fault=SoapFault(code="Server")))
    assert Kind(wire="emif") == edielkit.detect(written)


_DETAIL = (
    '<detail><err:ElhubSOAPFault xmlns:err="urn:no:elhub:emif:wsdl:common:v2"><err:CodeGroup>{group}</err:CodeGroup>'
    "<err:Description>d</err:Description><err:ExceptionDateTime>2026-02-02T08:15:00Z</err:ExceptionDateTime>"
    "<err:FaultText>t</err:FaultText>{more}</err:ElhubSOAPFault>{beside}</detail>"
)


def _fault(start: str, detail: str = "") -> bytes:
    return f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>{start}{detail}</s:Fault></s:Body></s:Envelope>'.encode()


_START = "<faultcode>s:Client</faultcode><faultstring>no</faultstring>"


@pytest.mark.parametrize(
    "data",
    [
        _fault("<faultstring>no</faultstring>", _DETAIL.format(group="", more="", beside="")),
        _fault(_START, _DETAIL.format(group="", more="", beside="")),
        _fault(_START, _DETAIL.format(group="XSD", more="<err:Line>12</err:Line>", beside="")),
        _fault(
            _START, _DETAIL.format(group="XSD", more="", beside="<x:Trace xmlns:x='urn:x'>kept</x:Trace>")
        ),
        _fault(_START, "<detail><x:Trace xmlns:x='urn:x' y='1'>kept</x:Trace></detail>"),
        _fault(_START + "<faultactor>urn:gateway</faultactor>"),
        _fault(_START, "<detail>words</detail>"),
        _fault(_START, "<detail/>"),
        _fault("<faultstring>no</faultstring>"),
        _fault("<faultcode>s:Client</faultcode><faultstring xml:lang='no'>nei</faultstring>"),
        _fault("<faultstring>no</faultstring><faultcode>s:Client</faultcode>"),
        _fault(""),
    ],
)
def test_a_fault_keeps_what_its_fields_do_not_say(data) -> None:
    """Written again it has all its parts: an empty group, parts that Elhub does not know, another order."""
    document = edielkit.parse(data)
    written = edielkit.serialize(document)
    kind = edielkit.from_dict("SoapDocument", edielkit.to_dict(document))
    assert _parts(data) == _parts(written)
    assert document == edielkit.parse(written)
    assert document == kind


def _parts(data: bytes) -> list[tuple[object, ...]]:
    fault = next(parse_tree(data).iter(f"{{{SOAP}}}Fault"))
    return [
        (
            part.tag,
            dict(part.attrib),
            (part.text or "").rpartition(":")[2].strip() if "code" in part.tag else part.text,
        )
        for part in fault.iter()
    ]


@pytest.mark.parametrize("element", ["<a/>", "<a", "text"])
def test_a_fault_of_plain_data_is_one_fault(element) -> None:
    """What is written as it is was looked at before."""
    document = SoapDocument(fault=SoapFault(code="Client", element=element))
    with pytest.raises(BuildError, match=r"fault\.element"):
        edielkit.serialize(document)


def test_a_header_keeps_what_a_signature_counts_on() -> None:
    """The SOAP header keeps its prefixes and comes back the same, however often it is written."""
    header = (
        '<s:Header><w:Security xmlns:w="urn:w" s:mustUnderstand="1"><w:T xmlns:unused="urn:u">å &amp; &lt;'
        "</w:T></w:Security></s:Header>"
    )
    document = parse_document(envelope(wrapped(PLAIN), header).encode())
    assert isinstance(document, SoapDocument)
    assert document.header.startswith(f'<s:Header xmlns:s="{SOAP}"><w:Security xmlns:w="urn:w"')
    assert 's:mustUnderstand="1"' in document.header
    assert "urn:u" not in document.header
    written = _same_both_ways(document)
    assert document.header in written.decode()


def test_a_header_without_a_canonical_form() -> None:
    """A header with a relative namespace is kept all the same."""
    document = parse_document(
        envelope(wrapped(PLAIN), '<s:Header><x xmlns="here" a="1"/></s:Header>').encode()
    )
    _same_both_ways(document)


def test_an_envelope_around_a_bare_message_or_nothing() -> None:
    """A body may hold a message without a wrapper, or nothing."""
    document = parse_document(envelope(PLAIN).encode())
    assert SoapDocument(messages=(_message(),)) == document
    _same_both_ways(document)
    _same_both_ways(SoapDocument())


def test_what_stands_where_a_message_is_expected() -> None:
    """A stranger beside the message is kept, shown and not written as valid."""
    for text in (
        wrapped('<x a="1">&lt;</x>' + PLAIN),
        envelope(wrapped(PLAIN) + '<x a="1">&lt;</x>'),
        envelope('<x a="1">&lt;</x>'),
    ):
        document = parse_document(text.encode())
        assert isinstance(document, SoapDocument)
        assert ('<x a="1">&lt;</x>',) == document.extra
        with pytest.raises(BuildError, match="extra"):
            serialize_document(document)
        plain = json.loads(json.dumps(edielkit.to_dict(document)))
        assert document == edielkit.from_dict("SoapDocument", plain)
        kept = serialize_document(document, on_fault=OnFault.KEEP)
        assert ('<x a="1">&lt;</x>',) == parse_document(kept).extra  # type: ignore[union-attr]
        assert Verdict.REJECTED is edielkit.validate(document).verdict


def test_no_wrapper_of_that_name() -> None:
    """Asking for a wrapper that no service has is a KeyError."""
    with pytest.raises(KeyError, match="MeteringValues has no X"):
        wrapper_of("MeteringValues", "X")


def test_a_limit_of_size() -> None:
    """A document beyond the limit that was asked for is not read."""
    with pytest.raises(ParseError, match="the limit is 100") as caught:
        parse_document(PLAIN.encode(), limits=XmlLimits(max_bytes=100))
    assert "XSD003" == caught.value.code
