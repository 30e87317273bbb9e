"""WS-Security: what is signed whole, fresh, once and by whom it should goes through; every other call is refused.

Each attack is a signed call that was changed. What keeps it out is told by the fault, and by the hub that has not moved.
"""

from __future__ import annotations

import base64
import copy
import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from starlette.testclient import TestClient
from tests.support.messages_of_parties import poll_for_data
from tests.support.signing import credentials, key_as_pem, signed_call, write_folder

from edielkit.server import ServerSettings, create_app
from edielkit.server.clocks import FROZEN, wall_now
from edielkit.server.soap.envelopes import BODY, HEADER
from edielkit.server.soap.security import DS, EXC_C14N, WSSE, WSU

POLL = ("PollMarketProcesses", "PollForData")
PATH = "/WebService/services/PollMarketProcesses"
SECURITY, TIMESTAMP = f"{{{WSSE}}}Security", f"{{{WSU}}}Timestamp"
ID = f"{{{WSU}}}Id"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_folder(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(params=["verify"])
def client(request, folder) -> Iterator[TestClient]:
    settings = ServerSettings(clock=FROZEN, security=request.param, certificates=folder)
    with TestClient(create_app(settings)) as test_client:
        yield test_client


organisation = pytest.mark.parametrize("client", ["organisation"], indirect=True)


def post(client: TestClient, call: etree._Element | bytes):
    content = call if isinstance(call, bytes) else etree.tostring(call)
    return client.post(PATH, content=content, headers={"Content-Type": "text/xml; charset=utf-8"})


def group_and_text(response) -> tuple[str, str]:
    fault = etree.fromstring(response.content)
    return fault.findtext(".//{*}CodeGroup"), fault.findtext(".//{*}FaultText") or ""


def call(**how) -> etree._Element:
    return signed_call(poll_for_data(), POLL, **how)


def security(root: etree._Element) -> etree._Element:
    return root.find(f"{HEADER}/{SECURITY}")


def signature(root: etree._Element) -> etree._Element:
    return security(root).find(f"{{{DS}}}Signature")


def references(root: etree._Element) -> list[etree._Element]:
    return signature(root).findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")


# -- what goes through


@pytest.mark.parametrize("sha1", [True, False])
def test_a_signed_call_is_answered_and_the_answer_is_signed(client, sha1):
    """By RSA-SHA1, which the policy asks for, and by RSA-SHA256; the answer by the same."""
    answer = post(client, call(sha1=sha1))
    root = etree.fromstring(answer.content)

    assert answer.status_code == 200
    assert root.find(f"{BODY}/{{*}}PollForDataResponse") is not None
    method = signature(root).find(f"{{{DS}}}SignedInfo/{{{DS}}}SignatureMethod").get("Algorithm")
    assert method.endswith("sha1" if sha1 else "sha256")


def test_a_comment_beside_the_values_changes_nothing(client):
    """Exclusive canonicalization leaves comments out, and so do we."""
    root = call()
    root.find(BODY)[0].insert(0, etree.Comment("a remark"))

    assert post(client, root).status_code == 200


def test_the_order_of_the_header_is_not_demanded(client):
    """Clients of Elhub put the token behind the signature."""
    root = call()
    security(root).insert(0, signature(root))

    assert post(client, root).status_code == 200


def test_prefixes_that_are_kept_are_read(client):
    """Clients made of WSS4J and .NET name prefixes that canonicalization keeps (InclusiveNamespaces); xmlsec signs so."""
    root, owner = call(), credentials()
    key = xmlsec.Key.from_memory(key_as_pem(owner), xmlsec.KeyFormat.PEM)
    template = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA1)
    keep_prefixes(template.find(f".//{{{DS}}}CanonicalizationMethod"))
    for reference in references(root):
        added = xmlsec.template.add_reference(template, xmlsec.Transform.SHA1, uri=reference.get("URI"))
        keep_prefixes(xmlsec.template.add_transform(added, xmlsec.Transform.EXCL_C14N))
    old, context = signature(root), xmlsec.SignatureContext()
    template.append(old.find(f"{{{DS}}}KeyInfo"))
    security(root).replace(old, template)
    for part in (root.find(BODY), security(root).find(TIMESTAMP)):
        context.register_id(part, "Id", WSU)
    context.key = key
    context.sign(template)

    assert post(client, root).status_code == 200


def keep_prefixes(transform: etree._Element) -> None:
    etree.SubElement(transform, f"{{{EXC_C14N}}}InclusiveNamespaces", PrefixList="soap wsu")


# -- what does not


def unsigned(root):
    root.remove(root.find(HEADER))


def body_changed(root):
    next(root.iter("{*}Creation")).text = "2026-02-02T08:00:01Z"


def timestamp_changed(root):
    expires = root.find(f".//{{{WSU}}}Expires")
    expires.text = f"{wall_now() + dt.timedelta(seconds=61):%Y-%m-%dT%H:%M:%SZ}"


def timestamp_gone(root):
    security(root).remove(security(root).find(TIMESTAMP))


def two_timestamps(root):
    security(root).append(copy.deepcopy(security(root).find(TIMESTAMP)))


def two_signatures(root):
    security(root).append(copy.deepcopy(signature(root)))


def two_headers_of_security(root):
    root.find(HEADER).append(copy.deepcopy(security(root)))


def wrapped_in_the_header(root):
    """The signed Body goes where nobody reads it, another takes its place."""
    body = root.find(BODY)
    other = copy.deepcopy(body)
    other.set(ID, "id-other")
    body_changed(_within(other))
    etree.SubElement(root.find(HEADER), "wrapper").append(body)
    root.append(other)


def wrapped_under_the_same_id(root):
    body = root.find(BODY)
    other = copy.deepcopy(body)
    body_changed(_within(other))
    etree.SubElement(root.find(HEADER), "wrapper").append(body)
    root.append(other)


def wrapped_with_another_kind_of_id(root):
    body = root.find(BODY)
    other = copy.deepcopy(body)
    body_changed(_within(other))
    other.attrib.pop(ID)
    other.set("ID", body.get(ID))
    etree.SubElement(root.find(HEADER), "wrapper").append(body)
    root.append(other)


def two_bodies(root):
    other = copy.deepcopy(root.find(BODY))
    other.set(ID, "id-other")
    root.append(other)


def _within(body: etree._Element) -> etree._Element:
    holder = etree.Element("holder")
    holder.append(body)
    return holder


def body_not_referenced(root):
    info = references(root)[0].getparent()
    info.remove(references(root)[1])


def timestamp_not_referenced(root):
    info = references(root)[0].getparent()
    info.remove(references(root)[0])


def reference_to_the_whole(root):
    references(root)[1].set("URI", "")


def reference_to_a_file(root):
    references(root)[1].set("URI", "file:///etc/passwd")


def same_reference_twice(root):
    references(root)[1].set("URI", references(root)[0].get("URI"))


def another_transform(algorithm: str) -> Callable[[etree._Element], None]:
    def change(root):
        references(root)[1].find(f".//{{{DS}}}Transform").set("Algorithm", algorithm)

    change.__name__ = f"transform_{algorithm.rpartition('/')[2]}"
    return change


def another_method(algorithm: str) -> Callable[[etree._Element], None]:
    def change(root):
        signature(root).find(f".//{{{DS}}}SignatureMethod").set("Algorithm", algorithm)

    change.__name__ = f"method_{algorithm.rpartition('#')[2]}"
    return change


def token_gone(root):
    security(root).remove(security(root).find(f"{{{WSSE}}}BinarySecurityToken"))


def token_of_another(root):
    other = credentials("other", "999999115").certificate.public_bytes(Encoding.DER)
    security(root).find(f"{{{WSSE}}}BinarySecurityToken").text = base64.b64encode(other).decode()


def token_that_is_none(root):
    security(root).find(f"{{{WSSE}}}BinarySecurityToken").text = "bm90aGluZw=="


def key_in_the_signature(root):
    """The key stands in the signature itself: whoever signs, its own key fits."""
    info = signature(root).find(f"{{{DS}}}KeyInfo")
    info[:] = []
    value = etree.SubElement(etree.SubElement(info, f"{{{DS}}}KeyValue"), f"{{{DS}}}RSAKeyValue")
    etree.SubElement(value, f"{{{DS}}}Modulus").text = "AQAB"
    etree.SubElement(value, f"{{{DS}}}Exponent").text = "AQAB"


def value_changed(root):
    value = signature(root).find(f"{{{DS}}}SignatureValue")
    value.text = value.text[:-8] + "AAAAAAA="


def another_canonicalization(root):
    method = signature(root).find(f".//{{{DS}}}CanonicalizationMethod")
    method.set("Algorithm", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")


def two_signed_infos(root):
    info = references(root)[0].getparent()
    info.addnext(copy.deepcopy(info))


def two_key_infos(root):
    info = signature(root).find(f"{{{DS}}}KeyInfo")
    info.addnext(copy.deepcopy(info))


def two_digests(root):
    digest = references(root)[1].find(f"{{{DS}}}DigestValue")
    digest.addnext(copy.deepcopy(digest))


def value_gone(root):
    signature(root).find(f"{{{DS}}}SignatureValue").text = ""


ATTACKS = [
    (unsigned, "expected one Header"),
    (body_changed, "does not hold"),
    (timestamp_changed, "does not hold"),
    (timestamp_gone, "one wsu:Timestamp, found 0"),
    (two_timestamps, "one wsu:Timestamp, found 2"),
    (two_signatures, "one ds:Signature, found 2"),
    (two_headers_of_security, "one wsse:Security, found 2"),
    (wrapped_in_the_header, "over the Body"),
    (wrapped_under_the_same_id, "wsu:Id of its own"),
    (wrapped_with_another_kind_of_id, "wsu:Id of its own"),
    (two_bodies, "one Body, found 2"),
    (body_not_referenced, "over the Body"),
    (timestamp_not_referenced, "over the Body"),
    (reference_to_the_whole, "over the Body"),
    (reference_to_a_file, "over the Body"),
    (same_reference_twice, "over the Body"),
    (another_transform("http://www.w3.org/TR/1999/REC-xslt-19991116"), "exclusive canonicalization"),
    (another_transform("http://www.w3.org/TR/1999/REC-xpath-19991116"), "exclusive canonicalization"),
    (another_method("http://www.w3.org/2000/09/xmldsig#hmac-sha1"), "does not hold"),
    (another_method("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"), "does not hold"),
    (another_method("http://www.w3.org/2001/04/xmldsig-more#rsa-md5"), "does not hold"),
    (token_gone, "one wsse:BinarySecurityToken, found 0"),
    (token_of_another, "does not hold"),
    (token_that_is_none, "no X.509 certificate"),
    (key_in_the_signature, "reference to the BinarySecurityToken"),
    (value_changed, "does not hold"),
    (value_gone, "does not hold"),
    (another_canonicalization, "canonicalization of SignedInfo"),
    (two_signed_infos, "one ds:SignedInfo, found 2"),
    (two_key_infos, "one ds:KeyInfo, found 2"),
    (two_digests, "does not hold"),
]


@pytest.mark.parametrize(("attack", "why"), ATTACKS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_changed_call_is_refused(client, attack, why):
    """The hub never sees it; that it came is all that is left of it."""
    root = call()
    attack(root)
    answer = post(client, root)
    group, text = group_and_text(answer)

    assert (answer.status_code, group) == (500, "Security")
    assert why in text
    workspace = client.app.state.workspaces.get("")
    assert [message.receipt.code_group for message in workspace.messages] == ["Security"]
    assert not list(workspace.journal())


SECOND = dt.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("shift", "why"),
    [(-61 * SECOND, "has expired"), (70 * SECOND, "created later"), (-dt.timedelta(days=1), "has expired")],
)
def test_an_old_or_early_timestamp_is_refused(client, shift, why):
    """A Timestamp lives for 60 s; clocks may differ by as much."""
    group, text = group_and_text(post(client, call(now=wall_now() + shift)))

    assert group == "Security"
    assert why in text


def test_a_call_that_comes_again_is_refused(client):
    """The same signature while its Timestamp lives: somebody has written it down."""
    root = call()

    assert post(client, root).status_code == 200
    assert group_and_text(post(client, root)) == (
        "Security",
        "the message has come before; sign it anew to send it again",
    )


@pytest.mark.parametrize(
    ("signer", "why"),
    [
        ({"issuer": "theirs"}, "not trusted"),
        ({"since": -3, "days": 2}, "the certificate holds from"),
        ({"since": 1, "days": 2}, "the certificate holds from"),
    ],
    ids=["foreign", "expired", "not yet"],
)
def test_a_certificate_that_nobody_trusts(client, signer, why):
    """Of another authority, though it bears the same name; of yesterday; of tomorrow."""
    group, text = group_and_text(post(client, call(by=credentials(**signer))))

    assert group == "Security"
    assert why in text


@organisation
def test_the_physical_senders_own_certificate_is_accepted(client):
    """Its organisation number is that of the market."""
    assert post(client, call()).status_code == 200


@organisation
@pytest.mark.parametrize("number", ["999999115", ""])
def test_a_certificate_of_another_organisation_is_refused(client, number):
    """Whole and trusted, and not the physical sender's."""
    group, text = group_and_text(post(client, call(by=credentials("other", number))))

    assert group == "Security"
    assert "expected the certificate of the physical sender's organisation 999999107" in text


def test_without_the_organisation_mode_any_trusted_certificate_will_do(client):
    """What ``verify`` does not look at."""
    assert post(client, call(by=credentials("other", "999999115"))).status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>',
        b"<a" + b">" + b"<a>" * 300,
        b"\x00\x01",
        b"",
    ],
)
def test_what_is_no_envelope_is_answered_by_a_fault(client, data):
    """Entities are never read, and the answer is one that a client can read."""
    group, text = group_and_text(post(client, data))

    assert group in {"XSD", "Security"}
    assert "root:" not in text
