"""Documents with one place changed, in all ways of an XML editor: what is said of them, read of them, and written again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tests.support.emif_documents import documents
from tests.support.emif_mutations import mutations
from tests.support.emif_samples import COLLECTED, METERING, POLL, collected, envelope, observations, wrapped
from tests.support.emif_schemas import message_root
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_emif import own_words
from tests.support.kept_fields import beginning, outcome_of
from tests.support.kept_values import text_of_value

import edielkit
from edielkit.emif.read.detect import first_creation
from edielkit.emif.read.document import parse_document
from edielkit.emif.read.xml import XmlLimits, parse_tree
from edielkit.emif.write.document import serialize_document
from edielkit.emif.write.writer import OnFault
from edielkit.errors import ParseError

# one of so many changes is kept
EVERY = 4
# spellings whose words are those of libxml2
_FOREIGN = ("UTF-16", "ISO-8859-1", "an entity in a text")
KINDS = (
    "Acknowledgement", "CollectedData", "PriceVolumeCombinationForReconciliation", "RequestStartOfSupply", "RequestUpdateMasterDataMeteringPoint",
)  # fmt: skip
_ONE = observations("<abie:Metered>1</abie:Metered>")
_FAULT = (
    "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring><detail>"
    '<e:ElhubSOAPFault xmlns:e="urn:no:elhub:emif:wsdl:common:v2"><e:CodeGroup>XSD</e:CodeGroup><e:Description>d</e:Description>'
    "<e:ExceptionDateTime>t</e:ExceptionDateTime><e:FaultText>f</e:FaultText></e:ElhubSOAPFault></detail></s:Fault>"
)
_RESULT = "<srv:Identification>{}</srv:Identification>\n<srv:ResultDataSet>{}</srv:ResultDataSet>"
_ID = "11111111-2222-3333-4444-555555555555"


def wrapped_documents() -> Iterator[tuple[str, str]]:
    """Yield documents in envelopes and wrappers, right and wrong."""
    bare, other = collected(_ONE), "<x/>"
    own = collected(_ONE, root="srv:CollectedData", declare=f' xmlns:srv="{METERING}"')
    for name, content in {
        "message": bare, "own": own, "two": bare + own, "nothing": "", "other": other, "other and message": other + bare, "text": "text", "acknowledgement": "<a:Acknowledgement xmlns:a='urn:no:elhub:emif:Acknowledgement:v2'/>",
    }.items():  # fmt: skip
        yield f"request, {name}", wrapped(content)
        yield f"request in an envelope, {name}", envelope(wrapped(content))
        yield f"envelope, {name}", envelope(content)
        for identification in (_ID, "7", ""):
            yield (
                f"result {identification}, {name}",
                wrapped(_RESULT.format(identification, content), "PollForDataResponse", POLL),
            )
    for name, inner in {
        "nil": ' xsi:nil="true"/>', "nil as 1": ' xsi:nil=" 1 "/>', "not nil": ' xsi:nil="false"/>', "nil with content": f' xsi:nil="true">{_RESULT.format(_ID, bare)}</srv:PollForDataResponse>',
        "no set": f"><srv:Identification>{_ID}</srv:Identification></srv:PollForDataResponse>", "no id": f"><srv:ResultDataSet>{bare}</srv:ResultDataSet></srv:PollForDataResponse>",
        "another order": f"><srv:ResultDataSet/><srv:Identification>{_ID}</srv:Identification></srv:PollForDataResponse>",
        "a third": f">{_RESULT.format(_ID, bare)}<x/></srv:PollForDataResponse>", "empty set": f">{_RESULT.format(_ID, '')}</srv:PollForDataResponse>",
        "two sets": f">{_RESULT.format(_ID, bare)}<srv:ResultDataSet/></srv:PollForDataResponse>",
    }.items():  # fmt: skip
        result = f'<srv:PollForDataResponse xmlns:srv="{POLL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"{inner}'
        yield f"result, {name}", result
        yield f"result in an envelope, {name}", envelope(result)
    yield (
        "request, nil",
        f'<srv:CollectedDataRequest xmlns:srv="{METERING}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>',
    )
    shared = "urn:no:elhub:emif:wsdl:marketprocesses:v2"
    yield "a wrapper of later versions", wrapped("", "RequestUpdateSharedProductionRequest", shared)
    for name, header in {"empty": "<s:Header/>", "signed": '<s:Header xmlns:u="urn:u"><w:S xmlns:w="urn:w" u:Id="1">a</w:S></s:Header>', "odd": '<s:Header><a xmlns="x"/></s:Header>'}.items():  # fmt: skip
        yield f"header {name}", envelope(wrapped(bare), header)
    yield "two in a body", envelope(wrapped(bare) + other)
    yield "a message and another", envelope(bare + other)
    for name, fault in {
        "fault": _FAULT, "fault and another": _FAULT + other, "short": _FAULT.replace(_FAULT[_FAULT.index("<detail>"): -len("</s:Fault>")], ""),
        "no code": _FAULT.replace("s:Client", ""), "no prefix": _FAULT.replace("s:Client", "Client"), "attribute": _FAULT.replace("<faultstring>", '<faultstring lang="no">'),
        "text beside": _FAULT.replace("<detail>", "x<detail>"), "text in it": _FAULT.replace("<detail>", "<detail>x"), "inside": _FAULT.replace(">no<", "><b>no</b><"),
        "another order": _FAULT.replace("<e:CodeGroup>XSD</e:CodeGroup>", "").replace("</e:FaultText>", "</e:FaultText><e:CodeGroup>XSD</e:CodeGroup>"),
        "empty detail": _FAULT.replace(">XSD<", "><").replace(">d<", "><").replace(">t<", "><").replace(">f<", "><"),
        "other detail": _FAULT.replace("ElhubSOAPFault", "Other"), "a part more": _FAULT.replace("</detail>", "</detail><faultactor>x</faultactor>"),
        "tail": _FAULT.replace("</e:CodeGroup>", "</e:CodeGroup> y"), "spaces": _FAULT.replace("><", ">\n <"), "behind": _FAULT + "\n ",
    }.items():  # fmt: skip
        yield f"fault {name}", envelope(fault)
    yield "no body", '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>'
    yield "empty body", envelope("")
    for name in ("CollectedDta", "Acknowledgement", "x", "y" * 80):
        yield f"root {name}", f"<{name}/>"
        yield f"root {name} in a namespace", f"<a:{name} xmlns:a='{COLLECTED}'/>"
    yield "doctype", f"<?xml version='1.0'?>\n <!-- a -->\n<!DOCTYPE x>{bare}"
    yield "a doctype in a comment", f"<!-- <!DOCTYPE x> -->{bare}"


def cases() -> Iterator[tuple[str, bytes]]:
    """Yield changed documents of some kinds, and documents in wrappers."""
    for name in KINDS:
        of = message_root("2.4.3", name)
        nodes = dict(documents(of, f"read {name}", 1))
        for label in ("fullest-0", "random-0"):
            changes = mutations(of, nodes[label], f"read {name}", per_edit=2, per_value=1)
            for case, data in itertools.islice(changes, 0, None, EVERY):
                if not case.startswith(_FOREIGN):
                    yield f"{name} {label}, {case}", data
    for case, data in wrapped_documents():
        yield case, data.encode()


def lines(data: bytes) -> Iterator[str]:
    """Yield what is said of a document, what it is, its value, and the bytes of that."""
    yield "; ".join(own_words(edielkit.validate(data, level="codes")))
    yield f"{text_of_value(edielkit.detect(data))} {first_creation(data)}"
    try:
        document = parse_document(data)
    except ParseError as error:
        # of bytes that are no XML libxml2 has the words
        yield error.code if error.code == "XSD001" else str(error)
        return
    yield beginning(document)
    again = serialize_document(document, on_fault=OnFault.KEEP)
    yield f"{outcome_of(bytes, again)} {outcome_of(parse_document, again) == text_of_value(document)}"


def answers() -> Iterator[Answer]:
    """Yield what becomes of each document."""
    for case, data in cases():
        yield Answer(case, lines(data))
    for size in (4, 5):
        yield Answer(f"of {size} bytes", [outcome_of(_root_of, b"<a/> "[:size])])


def _root_of(data: bytes) -> str:
    return parse_tree(data, limits=XmlLimits(max_bytes=4)).tag


def test_readings_are_the_kept_ones():
    """Findings, values and bytes."""
    assert_kept(__file__, answers())
