"""The smaller parts of EMIF, each by itself: words for what is no XML, rows of plain data, builders, encodings, columns, fragments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import count, product
from typing import Any

import attrs
from lxml import etree
from tests.support.emif_samples import ABIE, collected
from tests.support.fast_documents import SENT, message, notify
from tests.support.kept_answers import Answer, assert_kept
from tests.support.kept_fields import brief, outcome_of
from tests.support.kept_values import called
from tests.support.series_cases import block, full

from edielkit.emif.build import collected_data, context, header
from edielkit.emif.check.message_structure import place_of
from edielkit.emif.declare import Extra, as_class
from edielkit.emif.from_dict import from_dict
from edielkit.emif.messages import AGGREGATES, MESSAGES
from edielkit.emif.quantities import PriceObservation, PriceObservations, scaled
from edielkit.emif.read.columns import read_observations, read_price_observations
from edielkit.emif.read.document import needed_version, parse_document, version_of
from edielkit.emif.read.syntax_words import syntax_words
from edielkit.emif.read.xml import (
    attributes_of,
    escape,
    escape_attribute,
    fragment,
    local_name,
    namespace_of,
    parse_tree,
)
from edielkit.emif.series import series
from edielkit.emif.soap import SoapDocument, find_wrapper, wrapper_of
from edielkit.emif.values import Code
from edielkit.emif.write.unique import repeated_payloads, unique_faults
from edielkit.findings import Position
from edielkit.market_time import Period

# what libxml2 says, with the number of its error; the words of another version may be others
SAID = (
    ("Opening and ending tag mismatch: Creation line 3 and Created", 76), ("Opening and ending tag mismatch: Creation line 3 and Header", 76), ("Opening and ending tag mismatch: abie:Creation line 3 and abie:Kari", 76), ("Opening and ending tag mismatch: Testesen line 3 and Header", 76),
    ("Opening and ending tag mismatch: Testesen line 3 and Hansen", 76), ("Opening and ending tag mismatch: Header line 3 and Header", 76), ("Opening and ending tag mismatch", 76), ("Opening and ending tag mismatch: Creation line 3 and Creatn", 76), ("Namespace prefix abie on Header is not defined", 201), ("Namespace prefix kari on Testesen is not defined", 201),
    ("Namespace prefix abie for Sequence on Observation is not defined", 201), ("Namespace prefix ns12 on Header is not defined", 201), ("Namespace prefix", 201), ("Attribute Sequence redefined", 42), ("Attribute Testesen redefined", 42), ("Attribute", 42), ("Specification mandates value for attribute Sequence", 41), ("Specification mandates value for attribute Testesen", 41),
    ("Entity 'nbsp' not defined", 26), ("Entity 'Testesen' not defined", 27), ("Entity", 26), ("PCDATA invalid Char value 8", 9), ("PCDATA invalid Char value", 9), ("Unsupported encoding x-none", 32), ("Unsupported encoding: x-none", 32), ("Unsupported encoding: Kari Testesen", 32), ("xmlParseEntityRef: no name", 68), ("XMLPARSEENTITYREF: no name", 0), ("Document is empty", 4),
    ("Start tag expected, '<' not found", 4), ("StartTag: invalid element name", 68), ("attributes construct error", 65), ("Blank needed here", 65), ("no element found", 0), ("Namespaced Attribute x in 'urn' redefined", 203), ("Something in tag Testesen", 0), ("Something in tag Header and 'Testesen'", 0), ("Something else for attribute Kari within comment: Testesen", 0), ("QName Testesen here", 0), ("PI Testesen", 0),
    ("x" * 300, 0), ("", 0), ("Strange 'value' of 'names'", 12345), *((f"Anything of {n}", n) for n in (5, 6, 7, 8, 9, 23, 33, 38, 39, 40, 45, 47, 57, 62, 63, 64, 73, 77, 80, 81, 96, 202, 999)),
)  # fmt: skip
ROWS: tuple[Any, ...] = (
    {"position": 1, "quantity": "1.5"}, {"position": 1, "quantity": "1.2345"}, {"position": 1, "quantity": "1" * 16}, {"position": 1, "quantity": 2}, {"position": 1}, {"position": 1, "quantity": None}, {"quantity": "1"}, {"position": "1", "quantity": "1"}, {"position": True, "quantity": "1"}, {"position": -(10**9), "quantity": "1"},
    {"position": 10**9, "quantity": "1"}, {"position": 10**9 + 1, "quantity": "1"}, {"position": -(10**9) - 1, "quantity": "1"}, {"position": 1, "quantity": 1.5}, {"position": 1, "quantity": "x"}, {"position": 1, "quantity": {"unreadable": "x"}}, {"position": 1, "quantity": "1", "status": "estimated", "validation": "V002", "estimation": "E001"},
    {"position": 1, "quantity": "1", "status": "Estimated"}, {"position": 1, "quantity": "1", "status": "zzz"}, {"position": 1, "quantity": "1", "validation": "V02"}, {"position": 1, "quantity": "1", "estimation": 7}, {"position": 1, "unparsed": "<a/>"}, {"position": 1, "unparsed": "\x00"}, {"position": 1, "unparsed": 5}, {"position": 1, "unparsed": "x", "quantity": "1"},
    {"position": 1, "balance_volume": "1.125", "balance_amount": "2.25"}, {"position": 1, "balance_volume": "1.1255", "balance_amount": "2.25"}, {"position": 1, "balance_volume": "1", "balance_amount": "2.255"}, {"position": 1, "balance_volume": "1"}, {"position": 1, "balance_amount": "1"}, {"position": 1, "balance_volume": "-1", "balance_amount": "-0.01"}, {"position": 1, "balance_volume": "1" * 30, "balance_amount": "1"},
    7, None, [], "x", {},
)  # fmt: skip
_ROOT = f'<r xmlns="{ABIE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{{}}</r>'
ELEMENTS = (
    '<o Sequence="1"><Metered>1</Metered></o>', '<o Sequence="1"><Metered>1.5 </Metered></o>', '<o Sequence=" 01 "><Metered>+1</Metered></o>', '<o Sequence="-1"><Metered>-.5</Metered></o>', '<o Sequence="x"><Metered>1</Metered></o>', "<o><Metered>1</Metered></o>", '<o Sequence="1" x="1"><Metered>1</Metered></o>', '<o Sequence="1" xsi:type="a"><Metered>1</Metered></o>', '<o x="1"><Metered>1</Metered></o>',
    '<o Sequence="1"/>', '<o Sequence="1">a<Metered>1</Metered></o>', '<o Sequence="1"><Metered>1</Metered>a</o>', '<o Sequence="1"><Metered>1<b/></Metered></o>', '<o Sequence="1"><Metered>1</Metered><Metered>2</Metered></o>', '<o Sequence="1"><Metered>1.2345</Metered></o>', '<o Sequence="1"><Metered>1.2340</Metered></o>', '<o Sequence="1"><Metered>999999999999.999</Metered></o>', '<o Sequence="1"><Metered>1000000000000</Metered></o>',
    f'<o Sequence="1"><Metered>{"0" * 60}7</Metered></o>', f'<o Sequence="1"><Metered>{"1" * 60}</Metered></o>', f'<o Sequence="{"0" * 30}7"><Metered>1</Metered></o>', '<o Sequence="999999999"><Metered>1</Metered></o>', '<o Sequence="1000000000"><Metered>1</Metered></o>', '<o Sequence="²"><Metered>1</Metered></o>', '<o Sequence="1"><Metered>²</Metered></o>', '<o Sequence="1"><Metered/></o>', '<o Sequence="1"><Metered>.</Metered></o>', '<o Sequence="1"><Metered>-</Metered></o>',
    '<o Sequence="1"><Metered x="1">1</Metered></o>', '<o Sequence="1"><Metered xsi:type="a">1</Metered></o>', '<o Sequence="1"><Estimated Quality="56" ValidationCode="V002" EstimationCode="E001">1</Estimated></o>', '<o Sequence="1"><Estimated Quality="81" ValidationCode="V002" EstimationCode="E001">1</Estimated></o>', '<o Sequence="1"><Estimated Quality="99" ValidationCode="V002" EstimationCode="E001">1</Estimated></o>', '<o Sequence="1"><Estimated Quality="56" ValidationCode="V002">1</Estimated></o>', '<o Sequence="1"><Estimated Quality="56" ValidationCode="V002" EstimationCode="E001" x="1">1</Estimated></o>',
    '<o Sequence="1"><Temporary ValidationCode="V002">1</Temporary></o>', '<o Sequence="1"><Temporary ValidationCode="V002" EstimationCode="E001">1</Temporary></o>', '<o Sequence="1"><Temporary ValidationCode="">1</Temporary></o>', '<o Sequence="1"><Temporary>1</Temporary></o>', '<o Sequence="1"><Calculated>-1</Calculated></o>', '<o Sequence="1"><Calculated ImbalanceSettlement="true">1</Calculated></o>', '<o Sequence="1"><Calculated ImbalanceSettlement=" 1 ">1</Calculated></o>', '<o Sequence="1"><Calculated ImbalanceSettlement="false">1</Calculated></o>', '<o Sequence="1"><Other>1</Other></o>',
    '<o Sequence="1"><BalanceVolume>1.125</BalanceVolume><BalanceAmount>2.25</BalanceAmount></o>', '<o Sequence="1"><BalanceVolume>1.1255</BalanceVolume><BalanceAmount>2.25</BalanceAmount></o>', '<o Sequence="1"><BalanceVolume>1</BalanceVolume><BalanceAmount>2.255</BalanceAmount></o>', '<o Sequence="1"><BalanceAmount>1</BalanceAmount><BalanceVolume>1</BalanceVolume></o>', '<o Sequence="1"><BalanceVolume>1</BalanceVolume></o>', '<o Sequence="1"><BalanceVolume x="1">1</BalanceVolume><BalanceAmount>1</BalanceAmount></o>', '<o Sequence="x"><BalanceVolume>1</BalanceVolume><BalanceAmount>1</BalanceAmount></o>', '<o Sequence="1"><BalanceVolume>1</BalanceVolume>a<BalanceAmount>1</BalanceAmount></o>',
)  # fmt: skip


def answers() -> Iterator[Answer]:
    """Yield what each part gives."""
    for words, code in SAID:
        yield Answer(f"syntax {code} {words[:60]!r} {len(words)}", [syntax_words(words, code)])
    for text in (
        None,
        "",
        " +007",
        "-0",
        "-007",
        "x",
        "0",
        "00",
        "--1",
        "1.0",
        "²",
        " 1 ",
        "+",
        "1 2",
        "9" * 50,
    ):
        yield Answer(f"place {text!r}", [repr(place_of(text))])
    for number, row in enumerate(ROWS):
        payload = {"observation": [{"position": 1, "quantity": "1"}, row]}
        prices = {"observation": [{"position": 1, "balance_volume": "1", "balance_amount": "1"}, row]}
        yield Answer(
            f"row {number} {row!s:.50}",
            [
                called(from_dict, "CollectedData", {"payload_energy_time_series": [payload]})[:400],
                called(
                    from_dict,
                    "PriceVolumeCombinationForReconciliation",
                    {"payload_energy_time_series": [prices]},
                )[:400],
            ],
        )
    for number, element in enumerate(ELEMENTS):
        nodes = list(parse_tree(_ROOT.format(element).encode()))
        yield Answer(
            f"element {number} {element[:50]!r}",
            [called(read_observations, nodes), called(read_price_observations, nodes)],
        )
    nodes = list(parse_tree(_ROOT.format("".join(ELEMENTS)).encode()))
    yield Answer(
        "all elements",
        [
            brief(read_observations, nodes),
            brief(read_price_observations, nodes),
            called(read_observations, []),
            called(read_price_observations, []),
        ],
    )
    yield from _of_documents()
    yield from _of_builders()
    yield from _of_fragments()


def _of_documents() -> Iterator[Answer]:
    """Yield what documents in other encodings are, and which version messages are of."""
    plain = collected()
    for name, data in {
        "utf-16": plain.encode("utf-16"),
        "utf-16 be": plain.encode("utf-16-be"),
        "utf-32": plain.encode("utf-32"),
        "latin": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + plain).encode("latin-1"),
        "bom": plain.encode("utf-8-sig"),
        "broken": plain.replace("kWh", "kæh").encode("latin-1"),
        "none": b"",
    }.items():
        for verb in (parse_document, parse_tree):
            said = called(lambda verb=verb, data=data: type(verb(data)).__name__)
            yield Answer(f"{name} by {verb.__name__}", [said.partition("not well-formed")[0]])
    documents = {
        "collected": message(3, 2),
        "notify": notify(message(2, 1)),
        "wrapped": SoapDocument(messages=(message(2, 1), notify(message(1, 1)))),
        "empty": SoapDocument(),
        "prices": from_dict("PriceVolumeCombinationForReconciliation", {}),
    }
    for name, document in documents.items():
        yield Answer(
            f"document {name}",
            [
                version_of(document),
                brief(lambda document=document: list(series(document))),
                called(
                    lambda document=document: [
                        needed_version(part) for part in getattr(document, "messages", (document,))
                    ]
                ),
            ],
        )
    for number, changes in enumerate(
        (
            {"registration_date_time": None},
            {"observation": None},
            {"metering_point_used_domain_location": None},
            {"product_included_product_characteristics": None},
            {"mp_detail_measurement_metering_point_characteristic": None},
            {"observation_period_time_series_period": None},
            {"registration_date_time": "text"},
            {"identification": None},
        )
    ):
        sent: Any = message(2, 1)
        payload = attrs.evolve(sent.payload_energy_time_series[0], **changes)
        changed = attrs.evolve(
            sent, payload_energy_time_series=(payload, *sent.payload_energy_time_series[1:])
        )
        period = payload.observation_period_time_series_period
        halves = (
            [
                attrs.evolve(payload, observation_period_time_series_period=attrs.evolve(period, **half))
                for half in ({"start": None}, {"end": None}, {"start": "x"})
            ]
            if period
            else []
        )
        yield Answer(
            f"payload {number}",
            [
                brief(lambda changed=changed: list(series(changed))),
                *(
                    brief(
                        lambda half=half, changed=changed: list(
                            series(attrs.evolve(changed, payload_energy_time_series=(half,)))
                        )
                    )
                    for half in halves
                ),
            ],
        )
    same = sent.payload_energy_time_series[0]
    for number, payloads in enumerate(
        (
            (same, same),
            (same, attrs.evolve(same, identification=None)),
            (same, attrs.evolve(same, identification="7"), same, same),
            (attrs.evolve(same, observation=block([1, 2], [2, 2])),),
            (attrs.evolve(same, observation=block([1, 2], [2, 1])), attrs.evolve(same, observation=None)),
        )
    ):
        doubled = attrs.evolve(sent, payload_energy_time_series=payloads)
        yield Answer(
            f"twins {number}",
            [
                called(lambda doubled=doubled: list(repeated_payloads(doubled))),
                called(lambda doubled=doubled: list(unique_faults(doubled))),
            ],
        )
    yield Answer("twins of another message", [called(lambda: list(unique_faults(documents["notify"])))])


def _of_builders() -> Iterator[Answer]:
    """Yield messages that are built, and why some are not."""
    common = {"identification": "i", "sender": "7080000000012", "recipient": "7080000000029", "created": SENT}
    for more in (
        {},
        {"physical_sender": "7080000000036"},
        {"request_positive_acknowledgement": True},
        {"document_type": Code("X", "9")},
        {"document_type": "nothing"},
        {"document_type": "E66"},
    ):
        yield Answer(f"header {more}", [called(header, **{"document_type": "E13", **common, **more})])
    for process, role in (
        ("BRS-NO-313", "MDR"),
        ("x", "y"),
        ("BRS-NO-101", Code("DDQ", "6")),
        ("BRS-NO-101", "DDQ"),
    ):
        yield Answer(f"context {process} {role!r}", [called(context, process, role)])
    whole = full(product="8716867000030", direction="Out", registered=SENT, identification="own")
    for name, changes in {
        "whole": {},
        "no id": {"identification": None},
        **{
            f"no {field}": {field: None}
            for field in (
                "metering_point",
                "product",
                "unit",
                "direction",
                "resolution",
                "period",
                "registered",
            )
        },
        "other product": {"product": "1501"},
    }.items():
        some = [whole, attrs.evolve(whole, **changes)]
        yield Answer(
            f"collected {name}",
            [
                brief(lambda some=some: collected_data(some, new_id=map(str, count()).__next__, **common)),
                called(lambda some=some: collected_data(some, new_id=map(str, count()).__next__, **common))[
                    -200:
                ],
            ],
        )
    yield Answer(
        "collected otherwise",
        [
            brief(
                lambda: collected_data(
                    [whole],
                    new_id=str,
                    **{**common, "physical_sender": "7"},
                    document_type="E30",
                    process="BRS-NO-312",
                    role="MDR",
                )
            )
        ],
    )
    for amount, places in product(
        (
            Decimal("1.25"),
            Decimal("1.255"),
            Decimal("NaN"),
            Decimal("1E+27"),
            Decimal("1E+39"),
            Decimal("1E-30"),
            Decimal("1" * 29),
            Decimal(0),
            Decimal("-1.20"),
        ),
        (0, 2, 3),
    ):
        yield Answer(f"scaled {amount!r} {places}", [called(scaled, amount, places)])
    prices = called(
        PriceObservations.of,
        [
            PriceObservation(1, Decimal("1.125"), Decimal("2.25")),
            PriceObservation(2, Decimal(-1), Decimal(0)),
        ],
    )
    yield Answer(
        "prices",
        [
            prices,
            called(
                lambda: list(PriceObservations.of([PriceObservation(1, Decimal("1.125"), Decimal("2.25"))]))
            ),
            called(PriceObservations.of, [PriceObservation(1, Decimal("1.1255"), Decimal(1))]),
        ],
    )
    party = from_dict(
        "PollForData", {"header": {"juridical_sender_energy_party": {"identification": "7080000000012"}}}
    ).header
    for name in list(AGGREGATES)[:15]:
        cls = AGGREGATES.get(name)
        if cls is not None:
            yield Answer(
                f"as {name}",
                [
                    brief(as_class, party, cls),
                    brief(as_class, party.juridical_sender_energy_party, cls),
                    brief(as_class, attrs.evolve(party, extra=(Extra("", "x"),)), cls),
                ],
            )
    for tag, (service, element) in product(
        ("{urn:x}y", "{urn:no:elhub:emif:wsdl:query:v2}RequestDataFromElhubRequest", ""),
        (("Query", "RequestDataFromElhubRequest"), ("x", "y")),
    ):
        yield Answer(
            f"wrapper {tag} {service}", [called(find_wrapper, tag), called(wrapper_of, service, element)]
        )
    yield Answer("kinds", [" ".join(MESSAGES)])
    yield Answer("position", [str(Position()), called(Period, SENT, SENT + dt.timedelta(1))])


def _of_fragments() -> Iterator[Answer]:
    """Yield elements that stand alone, and names and texts as XML has them."""
    for xml in (
        "<a/>", "<a>x</a>", "<a b='1'/>", "<a> <b>1</b> </a>tail", f"<x:a xmlns:x='{ABIE}'><x:b/></x:a>", "<x:a xmlns:x='urn:1' xmlns:y='urn:2'><y:b x:c='1' y:d='2'/></x:a>", "<a xml:lang='no'>&amp;&lt;&gt;\r</a>", "<a b='&quot;&#10;&#9;&amp;'/>", "<a xmlns='urn:a?b&amp;c'><b/></a>", "<a>x<b>y</b>z<c/>&#13;</a>",
        "<a " + " ".join(f"b{n}='{n}'" for n in range(70)) + "/>",
    ):  # fmt: skip
        node = etree.fromstring(f"<r>{xml}</r>")[0]
        yield Answer(
            f"fragment {xml[:60]!r}",
            [
                fragment(node),
                called(attributes_of, node),
                f"{local_name(node.tag)} {namespace_of(node.tag)!r}",
            ],
        )
    for text in ("", "a", "&<>\r\n\t\"'"):
        yield Answer(
            f"escape {text!r}",
            [repr(escape(text)), repr(escape_attribute(text)), outcome_of(local_name, text)],
        )


def test_small_parts_give_what_is_kept():
    """Every word and value."""
    assert_kept(__file__, answers())
