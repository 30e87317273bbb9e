"""The rules of the EDIFACT wire: one table of permanent codes.

Codes are never renumbered and never used again. Columns: code, severity, 0085 code (empty: none), trust, source, title,
text (why / wrong / right). ISO4 is ISO 9735-4:1998 Annex A, ISO10 is ISO/DIS 9735-10, V3 is the UN list of syntax 3
service codes. Which syntax has a code, and what a CONTRL of another one says instead: ``check/syntax_errors.py``.
"""

from __future__ import annotations

from edielkit.findings import Reason, Rule, Severity, Trust

__all__ = ("RULES", "reason")

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_S, _D, _N, _M, _L = Trust.SOURCED, Trust.DERIVED, Trust.INFERRED, Trust.MEMORY, Trust.LIMIT
_ISO4, _ISO10, _V3 = "ISO 9735-4:1998 Annex A", "ISO/DIS 9735-10", "UN service codes, syntax 3"
_UN = "UN/EDIFACT directory, message and segment tables"

_Row = tuple[str, Severity, str, Trust, str, str, str]

# what ends and begins a segment is ISO 9735; which error code of CONTRL (0085) fits is derived from where part 4 allows it
_SEGMENT = "ISO 9735, segment; 0085 by " + _ISO4
_TABLE: tuple[_Row, ...] = (
    # -- bytes and segments
    ("EDI001", _E, "", _S, "ISO 9735, UNA and UNB", "input is EDIFACT",
     ("Why: nothing can be read without a start. Wrong: bytes that begin with other text. "
      "Right: UNA or UNB first.")),
    ("EDI002", _E, "18", _L, "limits of this package", "input stays within the limits",
     ("Why: hostile input must not fill the memory. Wrong: a segment of many megabytes. "
      "Right: smaller input, or higher limits.")),
    ("EDI003", _I, "", _L, "limits of this package", "the list of findings is bounded",
     ("Why: one systematic fault can occur a million times. Wrong: reading the list as complete. "
      "Right: correct the fault and check again.")),
    ("EDI004", _E, "20", _S, _ISO10 + " 0085", "service characters are six different signs",
     "Why: equal separators cannot be told apart. Wrong: UNA++.? '. Right: UNA:+.? '."),
    ("EDI005", _E, "13", _S, _SEGMENT, "every segment ends with the terminator",
     "Why: a cut-off transmission looks like this. Wrong: UNZ+1+REF at the end. Right: UNZ+1+REF'."),
    ("EDI006", _E, "22", _S, "ISO 9735, release character", "a release character releases a character",
     "Why: at the very end nothing follows it. Wrong: UNZ+1+REF? at the end. Right: UNZ+1+REF'."),
    ("EDI007", _E, "13", _S, _SEGMENT, "a segment has a tag",
     "Why: two terminators in a row hold an empty segment. Wrong: UNS+D''. Right: UNS+D'."),
    ("EDI008", _W, "12", _M, "ISO 9735, segment tag", "a segment tag is three capitals or digits",
     "Why: tags are codes of the directory. Wrong: Qty+136:1'. Right: QTY+136:1'."),
    ("EDI009", _E, "22", _S, _SEGMENT, "the terminator is the declared sign",
     ("Why: word processors turn ' into a typographic quote. Wrong: UNZ+1+REF with a curly quote. "
      "Right: UNZ+1+REF'.")),
    ("EDI010", _W, "21", _D, _ISO4, "nothing stands before the interchange",
     "Why: a byte order mark is no character of an interchange. Wrong: EF BB BF before UNA. Right: UNA first."),
    ("EDI011", _E, "21", _S, _ISO4 + "; ISO 9735-10 S001", "characters are of the declared set",
     "Why: the receiver decodes by UNB 0001. Wrong: UNOB with Latin-1 letters. Right: UNOC, or other letters."),
    ("EDI012", _E, "46", _S, _ISO10 + " 0001", "the character set is known",
     "Why: text cannot be decoded without it. Wrong: UNB+UNOZ:3. Right: UNB+UNOC:3."),
    ("EDI013", _E, "2", _S, _ISO10 + " 0002", "the syntax version is 1 to 4",
     "Why: the service segments differ. Wrong: UNB+UNOC:9. Right: UNB+UNOC:3."),
    ("EDI014", _E, "45", _S, _ISO10 + " 0085", "no separator stands at the end",
     ("Why: empty parts at the end are left out with their separators. Wrong: BGM+7+DOC+9+'. "
      "Right: BGM+7+DOC+9'.")),
    ("EDI015", _W, "12", _D, "ISO 9735, conditional elements", "a value is not made of blanks alone",
     "Why: an element without data is left out. Wrong: one blank as password. Right: nothing."),
    ("EDI016", _W, "21", _N, "ISO 9735-10 S001, graphic characters", "no control character stands in data",
     ("Why: lines broken by a mail system change values. Wrong: a line break inside an element. "
      "Right: line breaks after the terminator only.")),
    ("EDI017", _W, "21", _M, "level A list, remembered", "level A punctuation",
     "Why: UNOA has few signs. Wrong: an underscore under UNOA. Right: UNOB or UNOC."),
    ("EDI018", _E, "33", _S, _ISO4, "nothing but white space follows the interchange",
     "Why: text outside is lost at the receiver. Wrong: UNZ+1+REF'bye. Right: UNZ+1+REF'."),
    # -- envelope
    ("EDI020", _E, "13", _S, _ISO4, "an interchange begins with UNB",
     "Why: parties and character set stand there. Wrong: UNA and then nothing. Right: UNB follows."),
    ("EDI021", _E, "13", _S, _ISO4, "an interchange ends with UNZ",
     "Why: without it the file may be cut off. Wrong: UNT as the last segment. Right: UNZ+1+REF'."),
    ("EDI022", _E, "28", _S, _ISO4, "UNZ repeats the reference of UNB",
     "Why: begin and end belong together. Wrong: UNB..+A' and UNZ+1+B'. Right: UNZ+1+A'."),
    ("EDI023", _E, "29", _S, _ISO4, "UNZ counts the messages or groups",
     "Why: a lost message is found so. Wrong: UNZ+2 after one message. Right: UNZ+1."),
    ("EDI024", _E, "32", _S, _ISO4, "an interchange or group holds a message",
     "Why: an empty envelope says nothing. Wrong: UNB and at once UNZ. Right: at least one UNH."),
    ("EDI025", _E, "13", _S, _ISO4, "a message ends with UNT",
     "Why: without it segments may be lost. Wrong: UNH again without UNT. Right: UNT+n+ref'."),
    ("EDI026", _E, "28", _S, _ISO4, "UNT repeats the reference of UNH",
     "Why: begin and end belong together. Wrong: UNH+1 and UNT+3+2'. Right: UNT+3+1'."),
    ("EDI027", _E, "29", _S, _ISO4, "UNT counts the segments from UNH to UNT",
     "Why: a lost segment is found so. Wrong: UNT+99 after three segments. Right: UNT+3."),
    ("EDI028", _E, "26", _S, _ISO4, "message references are unique in the interchange",
     "Why: an answer names the message by it. Wrong: two UNH+1. Right: UNH+1 and UNH+2."),
    ("EDI029", _E, "33", _S, _ISO4, "segments stand inside messages",
     "Why: what stands between belongs to nothing. Wrong: FTX between UNT and UNH. Right: FTX before UNT."),
    ("EDI030", _E, "30", _S, _ISO4, "groups and messages are not mixed",
     "Why: UNZ counts one or the other. Wrong: UNH beside UNG. Right: all messages in groups, or none."),
    ("EDI031", _E, "13", _S, _ISO4, "a group ends with UNE",
     "Why: without it messages may be lost. Wrong: UNG and UNZ. Right: UNE before UNZ."),
    ("EDI032", _E, "28", _S, _ISO4, "UNE repeats the reference of UNG",
     "Why: begin and end belong together. Wrong: UNG..+A and UNE+1+B'. Right: UNE+1+A'."),
    ("EDI033", _E, "29", _S, _ISO4, "UNE counts the messages of its group",
     "Why: a lost message is found so. Wrong: UNE+2 after one message. Right: UNE+1."),
    ("EDI034", _E, "26", _S, _ISO10 + " 0020", "sender, recipient and reference are unique",
     "Why: the second one is taken for a repeat. Wrong: the same UNB twice in a file. Right: a new 0020."),
    ("EDI035", _W, "12", _D, "BDEW MSCONS MIG 2.4c, S010", "parts of a split message are numbered 1, 2, ...",
     "Why: the receiver puts the list together. Wrong: two parts 1:C. Right: 1:C, 2, 3:F."),
    ("EDI036", _W, "31", _S, _V3, "a group holds one message type",
     "Why: groups collect equal messages. Wrong: MSCONS and APERAK in one group. Right: a group each."),
    ("EDI037", _W, "14", _N, "Svenska kraftnät 24-A-6, UNB 0026", "the application reference stands in 0026",
     "Why: receivers route by it. Wrong: REF+++++23-DDQ-PRODAT (0032). Right: REF++23-DDQ-PRODAT."),
    # -- structure
    ("EDI041", _E, "14", _S, "UN service directories, CONTRL", "CONTRL names a service directory",
     ("Why: CONTRL belongs to the syntax, not to a D directory. Wrong: CONTRL:D:96A. "
      "Right: CONTRL:D:3, CONTRL:4:1, or in Ediel CONTRL:2:2.")),
    ("EDI042", _E, "13", _S, _UN, "a mandatory segment is there",
     "Why: the message cannot be understood without it. Wrong: no BGM. Right: BGM after UNH."),
    ("EDI043", _E, "15", _S, _UN, "a segment is one of its message",
     "Why: the receiver does not know what to do with others. Wrong: XXX in MSCONS. Right: leave it out."),
    ("EDI044", _E, "15", _S, _UN, "segments stand in the order of the message",
     "Why: the place gives the meaning. Wrong: QTY before BGM. Right: QTY in a LIN group."),
    ("EDI045", _E, "35", _S, _UN, "a segment repeats no more than allowed",
     "Why: the directory bounds it. Wrong: BGM twice. Right: one BGM."),
    ("EDI046", _E, "36", _S, _UN, "a group repeats no more than allowed",
     "Why: the directory bounds it. Wrong: 10,000 QTY groups in a LIN. Right: 9,999, then a new LIN."),
    ("EDI047", _E, "13", _S, _UN, "a mandatory element or component is there",
     ("Why: the segment cannot be understood without it. A warning where messages of a market go without it, as the guides name it. "
      "Wrong: QTY+136'. Right: QTY+136:1'.")),
    ("EDI048", _E, "16", _S, _UN, "a segment has no more parts than its layout",
     "Why: the rest has no meaning. Wrong: UNS+D+1'. Right: UNS+D'."),
    ("EDI049", _E, "37", _S, _ISO4, "a value has the right kind of characters",
     "Why: n takes digits, a takes letters. Wrong: QTY+136:1,5x'. Right: QTY+136:1,5'."),
    ("EDI050", _E, "39", _S, _ISO4, "a value is not too long",
     "Why: the receiver cuts it off. Wrong: 36 characters in an..35. Right: 35 at most."),
    ("EDI051", _E, "40", _S, _ISO4, "a value of fixed length is not too short",
     "Why: fixed lengths are exact. Wrong: 26042 as n6. Right: 260402."),
    ("EDI052", _E, "38", _S, _V3, "a digit stands before the decimal mark",
     "Why: the standard asks for it. Wrong: .5. Right: 0.5."),
    ("EDI053", _E, "19", _S, _V3, "a number is written the standard's way",
     "Why: 1.000,5 can be read in two ways. Wrong: two marks, or none of the digits after it. Right: 1000.5."),
    ("EDI054", _E, "19", _S, "ISO 9735 syntax 3, UNA position 3: the mark as advised", "numbers use the decimal mark of UNA",
     "Why: readers that trust UNA read 4250.465 as text. Wrong: UNA:+,? ' and 4250.465. Right: 4250,465."),
    ("EDI055", _E, "12", _S, "UN/EDIFACT code list", "a coded value is one of a closed list",
     "Why: others have no meaning. Wrong: UNS+X'. Right: UNS+D'."),
    ("EDI056", _W, "12", _S, "UN/EDIFACT code list of the directory", "a code exists in the named directory",
     ("Why: strict readers refuse later codes. Wrong: LOC+172 in D.96A. Right: a code of D.96A, or a later "
      "directory.")),
    # EDI057 and EDI058 were codes and segments of a profile, which are GDE002 and GDE003 now; they are not used again
    ("EDI059", _E, "", _S, "UN/EDIFACT 6069 code 1", "CNT+1 is the sum of the quantities",
     "Why: a lost or changed value is found so. Wrong: CNT+1:10 over 4 and 5. Right: CNT+1:9."),
    ("EDI060", _E, "", _S, "UN/EDIFACT 6069 code 2", "CNT+2 is the number of lines",
     "Why: a lost line is found so. Wrong: CNT+2:3 over two LIN. Right: CNT+2:2."),
    ("EDI061", _W, "", _D, "UN/EDIFACT 3035, FR, DO, MS, MR, beside UNB S002 and S003", "UNB and NAD name the same parties",
     ("Why: who sends and who receives stands twice, and a message for somebody else went astray. A party may let another one "
      "send for it (UNB names who does, NAD who answers for it, and in the example of BDEW's own guide they differ), so this warns. Wrong: UNB to 7080009990215 and NAD+DO to 7080009990116. Right: the same in both.")),
    ("EDI062", _E, "20", _S, "ISO 9735 syntax 3, UNA position 3", "UNA names a point or a comma as decimal mark",
     ("Why: with another sign readers that trust UNA take a number apart. Syntax 4 takes both marks. Wrong: UNA:+5? '. "
      "Right: UNA:+.? '.")),
    ("EDI063", _E, "12", _S, _ISO10 + " 0017 and 0019", "UNB names an instant of the calendar",
     "Why: deadlines of answers count from it. Wrong: 260230:0631, 260202:2561. Right: 260202:0631."),
    ("EDI064", _W, "14", _D, "the message structures of this package, from the UN directories", "type and directory of a message are known",
     ("Why: of another message nothing but its characters can be checked, and it is not accepted. A type that differs from a known one "
      "by a letter is an error. Wrong: MSCOMS:D:96A:ZZ:EDIEL2. Right: MSCONS:D:96A:ZZ:EDIEL2.")),
    ("EDI065", _E, "21", _S, f"{_ISO10} 0001: a line break is no character of the sets", "an interchange is not broken into lines of one length",
     ("Why: mail systems and file transfers with records wrap long lines, and break tags and values apart. "
      "Wrong: a line break after each 80 characters. Right: no line breaks, or one after each segment.")),
    ("EDI066", _W, "", _D, "UN/EDIFACT S002 and S003, and 3035, MS and MR, FR and DO", "a party does not send to itself",
     ("Why: one of the two is wrong, and an answer would go back to whoever sent the message. Public examples have one invented party "
      "for both, so this warns. Two parts of one party have addresses of their own (0008 and 0014). "
      "Wrong: UNB++7080009990116:14+7080009990116:14. Right: the recipient's own identification.")),
    ("EDI067", _E, "12", _S, "ISO 9735-4:1998, 0096, 0098 and 0104", "CONTRL counts segments, elements and components from 1",
     ("Why: UNH is segment 1 and the tag is element 1, so that 0 names nothing. Wrong: UCS+0+12. Right: UCS+1+12, which is UNH.")),
    ("EDI068", _E, "14", _S, _ISO4, "an error code stands at a level that it may stand at",
     ("Why: a code of the interchange says nothing about a segment. Wrong: UCS+5+23 (unknown sender). "
      "Right: 23 in UCI, or UCS+5+12.")),
    ("EDI069", _E, "12", _S, "ISO 9735-4:1998, 5.3 and 0083", "what CONTRL says of the whole agrees with what it says of the parts",
     ("Why: action 4 rejects a level and all below it, a receipt (8) judges nothing, and of each part one error is told, at the lowest "
      "level. A warning where a level is accepted despite an error, which ISO allows where it is not fatal, where an error is repeated "
      "above, and where parts stand out of order. Wrong: UCI with 4 over UCM with 7, UCS+5+13 twice. "
      "Right: UCI with 7 over UCM with 4 for one message, or UCI with 4 alone; UCS+5+13 once.")),
    ("EDI070", _W, "14", _D, "ISO 9735-4:1998 and UN service directories: CONTRL 4:1 is of syntax 4, D:3 and 2:2 are of those before",
     "CONTRL is that of its syntax",
     ("Why: error codes and layouts of the two differ. Wrong: CONTRL:4:1 in UNOC:3. Right: CONTRL:D:3 in UNOC:3, CONTRL:4:1 in UNOC:4.")),
    ("EDI071", _E, "", _S, "ISO 9735-4:1998, sender and recipient of the reply are those of the original, reversed",
     "UCI names the parties of UNB the other way round",
     ("Why: who sent the original receives the answer; by other parties nobody can tell whose interchange is answered. A routing address "
      "that differs warns. Wrong: UNB+..+A+B and UCI+R1+A+B. Right: UCI+R1+B+A.")),
    ("EDI072", _W, "12", _D, "UN service directories, 0013: UNA, UNB and UNZ are of an interchange, UNG and UNE of a group, UNH and UNT of a message",
     "CONTRL names a service segment of the level that it judges",
     ("Why: otherwise nobody finds the error; a place in a segment needs the segment. Wrong: UCM+..+4+12+XXX. Right: UCM+..+4+12+UNH+2:1.")),
    ("EDI073", _W, "14", _D, "ISO 9735-4:1998, 5.3: no CONTRL judges an interchange that holds CONTRL alone",
     "a CONTRL is not answered with a CONTRL",
     ("Why: two partners would answer each other for ever. Whether the interchange held other messages the answer does not say, so this "
      "warns. Wrong: UCM+1+CONTRL:D:3:UN+4. Right: no answer.")),
)  # fmt: skip


def _rule(row: _Row) -> Rule:
    code, severity, error, trust, source, title, text = row
    return Rule(
        code=code,
        title=title,
        severity=severity,
        source=source,
        trust=trust,
        reason=Reason(error, "UN") if error else None,
        text=text,
    )


RULES: dict[str, Rule] = {row[0]: _rule(row) for row in _TABLE}


def reason(code: str) -> Reason:
    """Return a syntax error code of element 0085 as a reason.

    >>> str(reason("29"))
    '29/UN'
    """
    return Reason(code, "UN")
