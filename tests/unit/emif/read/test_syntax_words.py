"""What libxml2 says is told in plain words, and no word of a text is repeated."""

from __future__ import annotations

import pytest

import edielkit
from edielkit.emif.read.syntax_words import syntax_words
from edielkit.emif.read.xml import parse_tree, stream
from edielkit.errors import ParseError
from edielkit.translation import catalogue

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


# what libxml2 says, with the number of its error, and what a person is told
SAID = (
    ("Opening and ending tag mismatch: Creation line 3 and Created", 76, "<Creation> of line 3 is closed with </Created>; write </Creation>"),
    ("Opening and ending tag mismatch: Creation line 3 and Header", 76, "<Creation> of line 3 is not closed before </Header>; write </Creation>"),
    ("Opening and ending tag mismatch: Creation line 3 and Creation", 76, "<Creation> of line 3 is closed with another prefix; write the same one"),
    ("Opening and ending tag mismatch: StreetName line 3 and Testesen", 76, "<StreetName> of line 3 is closed with </•••>; write </StreetName>"),
    ("Opening and ending tag mismatch: Testesen line 3 and StreetName", 76, "<•••> of line 3 is not closed before </StreetName>; write its end tag, or '&lt;' for the sign < in a text"),
    ("Entity 'nbsp' not defined", 26, "XML does not know the entity 'nbsp'; write the character itself"),
    ("Entity 'Testesen' not defined", 26, "XML does not know the entity '•••'; write the character itself"),
    ("Attribute listAgencyIdentifier redefined", 42, "the attribute 'listAgencyIdentifier' stands twice on an element; write it once"),
    ("Attribute Kari redefined", 42, "the attribute '•••' stands twice on an element; write it once"),
    ("Namespace prefix abie on Identification is not defined", 201, "the prefix 'abie' on <Identification> is not declared; declare it with its namespace, on that element or one around it"),
    ("Namespace prefix Kari for x on Testesen is not defined", 201, "the prefix '•••' on <•••> is not declared; declare it with its namespace, on that element or one around it"),
    ("Unsupported encoding: klingon", 32, "expected 'encoding=\"UTF-8\"' in the XML declaration, found 'klingon', which is not known"),
    ("xmlParseCharRef: invalid xmlChar value 7", 9, "expected a character that XML allows, found U+0007: leave it out"),
    ("AttValue: \" or ' expected", 39, "expected the value of an attribute in quotes"),
    ("Specification mandates value for attribute Kari", 41, "expected a value in quotes for the attribute '•••', found none"),
    ("Unescaped '<' not allowed in attributes values", 38, "expected '&lt;' for the sign < in the value of an attribute, found < alone"),
    ("Extra content at the end of the document", 5, "expected one document in a file, found more after its end"),
    ("xmlParseEntityRef: no name", 68, "expected '&amp;' for the sign & in a text, found & alone"),
    ("What 'Kari' of a later libxml2 says", 9999, "what '•••' of a later libxml2 says"),
    ("x" * 500, 0, "x" * 200),
)  # fmt: skip


def test_each_slip_is_told_with_what_is_right_in_both_languages():
    """Names of the standard stay, they say where to look; entities of HTML too, which are what people paste."""
    for said, code, words in SAID:
        assert syntax_words(said, code) == words
        assert code in (0, 9999) or catalogue("nb").sentence(words).complete, words


def test_both_ways_to_read_say_the_same():
    """A tree and a stream of parts name the same fault at the same place."""
    for text in (*TEXTS, "&nbsp;", "</Street>", "<abie:b/>", "&#7;"):
        told = []
        for read in (parse_tree, lambda data: list(stream(data, ("{urn:x}none",)))):
            with pytest.raises(ParseError) as caught:
                read(HEAD + text.encode() + TAIL)
            told.append(str(caught.value))
        assert told[0] == told[1], text


@pytest.mark.parametrize(
    "words",
    [
        f"QName {TOWN} of no prefix",
        f"PI {TOWN} without an end",
        f"expected a value for attribute {TOWN}",
        f"Value for attribute {TOWN} is none",
        f"Within comment: {TOWN}",
    ],
)
def test_a_name_is_masked_wherever_the_words_begin(words):
    """Whatever the sentence begins with, and whatever stands before the name."""
    assert TOWN not in syntax_words(words)
