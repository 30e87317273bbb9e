"""What libxml2 says is told in plain words, and no word of a text is repeated."""

from __future__ import annotations

import pytest

import edielkit
from edielkit.emif.read.syntax_words import syntax_words
from edielkit.errors import ParseError

TOWN = "Zxqvdalen"
HEAD = b'<rsm:RequestStartOfSupply xmlns:rsm="urn:x"><StreetName>'
TAIL = b"</StreetName></rsm:RequestStartOfSupply>"
# signs of markup that people write into names and addresses
TEXTS = (
    "x <Kari {} y",
    "A & {}",
    "A &{}; b",
    "a <{}> b",
    "a </{}> b",
    "<Kari:{}/>",
    "<{}:Kari/>",
    "a <{}@x.no> b",
    "<?{}",
    "<!{}",
    "<![CDATA[{}",
    "]]> {}",
    "<b {}='1' {}='2'/>",
    "<b x='{}<'/>",
    "<b xmlns:q='a {}'/>",
    "<b q:{}='1'/>",
    "<b x={}/>",
    "<b xml:id='12 {}'/>",
    "<!-- {} -- -->",
    "<!-- {} ",
    "<a:b:{}/>",
    "\0{}",
    "<{}",
    "&#{};",
)


@pytest.mark.parametrize("text", TEXTS)
def test_markup_in_a_text_is_said_without_the_text(text):
    """An unescaped sign makes a name of the next word."""
    with pytest.raises(ParseError) as caught:
        edielkit.parse_all(HEAD + text.replace("{}", TOWN).encode() + TAIL)
    assert TOWN not in str(caught.value)
    assert TOWN not in repr(caught.value)
    assert TOWN not in repr(edielkit.validate(HEAD + text.replace("{}", TOWN).encode() + TAIL))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "Opening and ending tag mismatch: StreetName line 3 and CityName",
            "opening and ending tag mismatch: StreetName line 3 and CityName",
        ),
        ("Entity 'nbsp' not defined", "entity 'nbsp' not defined"),
        ("Entity 'Testesen' not defined", "entity '•••' not defined"),
        ("Attribute listAgencyIdentifier redefined", "attribute listAgencyIdentifier redefined"),
        ("Attribute Kari redefined", "attribute ••• redefined"),
        (
            "Namespace prefix Kari on Identification is not defined",
            "namespace prefix ••• on Identification is not defined",
        ),
        ("attributes construct error", "attributes construct error"),
        ("AttValue: \" or ' expected", "attValue: \" or ' expected"),
        ("Unescaped '<' not allowed in attributes values", "unescaped '<' not allowed in attributes values"),
        (
            "xmlParseEntityRef: no name",
            "expected '&amp;' for the sign & in a text, found & alone",
        ),
        ("x" * 500, "x" * 200),
    ],
)
def test_names_of_the_standard_stay(said, words):
    """They say where to look; entities of HTML too, which are what people paste."""
    assert words == syntax_words(said)
