"""The texts of a language: whole texts and templates, and which language a person has asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache, cached_property
from importlib.resources import files

import attrs

from edielkit.translation.code_names import code_names, names_in_sentences
from edielkit.translation.po_files import read_po
from edielkit.translation.templates import Template

__all__ = (
    "DOMAINS",
    "LANGUAGES",
    "Catalogue",
    "Translated",
    "accepted_language",
    "catalogue",
    "label_in",
    "language_of",
)

LANGUAGES = ("en", "nb")
# the files of a language, by what their texts are of
DOMAINS = ("rules", "findings", "plain_data", "hub", "command_line", "pages")
# what a locale may be called whose readers read bokmål
_BOKMAL = frozenset({"nb", "no", "nn"})
# a longer text is no sentence of this package, and sentences have no more parts within parts than this
_LONGEST, _DEEPEST = 4000, 8
# characters of a sentence that have to be its own before it is shown partly translated: "No such file or directory" is
# not ours, for all that " or " is
_SURE = 8
# how many parts of a sentence are looked at before it is left in English: hostile values may fit many templates
_MOST_PARTS = 400
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
# a word in small letters that is no name of an element, no path, no unit, no profile and no notation
_WORD = re.compile(
    # and what click says of an option
    r"\AInvalid\b|(?<![\w/.@:+-])(?!(?:kvarh|true|false|xsi|no|se|dk|de|ch|an)\b)[a-z]{2,}(?![\w/@:=+-]|\.\w)"
)
# a code with its name behind it
_CODE = re.compile(r"(?P<value>[^ ()]+) \((?P<name>.+)\)")
# an error as it is written in a line: name of a file, code of the rule, sentence, place
_CODED = re.compile(
    r"(?:(?P<file>[^:]*[./\\][^:]*): )?(?P<code>[A-Z]{3}[0-9]{3}) (?P<words>.+?)(?: \((?P<place>(?:byte|line|segment) [^()]+)\))?"
)
# RFC 9110: from 0 to 1 with three decimals
_WEIGHT = re.compile(r"(?:q=([01](?:\.[0-9]{0,3})?))?")
_PARTERS = ("; ", ": ")
_LISTED = ", "
_BEGINS_BEHIND = frozenset(" ;,:")


@attrs.frozen
class Translated:
    """A text in another language.

    Attributes:
        text: The text, in parts English where the catalogue has no word for it.
        complete: No part of it is left in English, as far as can be told: a word in small letters that the catalogue
            does not know may be one, or a name that the sentence holds.
        own: How many characters of the English sentence are a template's own, 0 when none fits.
    """

    text: str
    complete: bool
    own: int = 0


@attrs.frozen(eq=False, slots=False)
class Catalogue:
    """The texts of one language.

    Attributes:
        language: Its code.
        texts: The translations by the English text, which may be a template with places ``{1}``.
        names: Names of codes, which are read behind their code alone: no other part of a sentence is.
    """

    language: str
    texts: Mapping[str, str]
    names: Mapping[str, str] = attrs.field(factory=dict)

    @cached_property
    def _templates(self) -> Mapping[str, list[tuple[str, Template]]]:
        """The templates by the first letter of their first piece, the surest first, each behind its longest piece."""
        templates: dict[str, list[Template]] = {}
        for original, translated in self.texts.items():
            # what is put behind a sentence, such as "; write {1}", is found behind whatever stands there
            behind = original[:1] in _BEGINS_BEHIND
            template = Template(original, translated)
            if behind:
                template = template.behind()
            if "{1}" in template.original:
                templates.setdefault(template.pieces[0][:1], []).append(template)
        return {
            letter: [
                (max(template.pieces, key=len), template)
                for template in sorted(listed, key=lambda template: -template.weight)
            ]
            for letter, listed in templates.items()
        }

    def __call__(self, english: str) -> str:
        """Return a text of this package in the language, as it is when there is no translation.

        >>> catalogue("nb")("Metering point")
        'Målepunkt'
        >>> catalogue("en")("Metering point")
        'Metering point'
        """
        return self.texts.get(english, english)

    def sentence(self, english: str, names: Collection[str] = ()) -> Translated:
        """Return a sentence that this package wrote, with its values, in the language.

        Args:
            english: A sentence; what it says of the input stays as it is.
            names: What the input calls its things, in words that look like ours.

        >>> catalogue("nb").sentence("expected 24 values, found 23 values").complete
        True
        >>> catalogue("nb").sentence("nothing waits, grid company", ["grid company"]).text
        'ingenting venter, grid company'
        >>> catalogue("en").sentence("expected 24 values").text
        'expected 24 values'
        """
        if self.language == "en":
            return Translated(english, complete=True)
        if len(english) > _LONGEST:
            return Translated(english, complete=False)
        return _Reading(self, names).sentence(english, _DEEPEST)

    def fitting(self, english: str) -> list[tuple[Template, tuple[str, ...]]]:
        """Return the templates that *english* may be written by, the surest first, each with its values."""
        templates = (*self._templates.get(english[:1], ()), *self._templates.get("", ()))
        # one look for the longest piece leaves a handful of the hundreds
        pairs = (
            (template, template.values(english)) for longest, template in templates if longest in english
        )
        fitting = [(template, values) for template, values in pairs if values is not None]
        return sorted(fitting, key=lambda pair: -pair[0].weight)


class _Reading:
    """One sentence that is read part by part."""

    def __init__(self, texts: Catalogue, names: Collection[str]) -> None:
        self._texts = texts
        self._names = frozenset(names)
        listed = "|".join(map(re.escape, sorted(self._names, key=len, reverse=True)))
        self._named = re.compile(rf"\b(?:{listed})\b") if listed else None
        self._parts: dict[tuple[str, int], Translated] = {}

    def sentence(self, english: str, depth: int) -> Translated:
        """Return *english* in the language; parts within parts are looked at to *depth*."""
        part = self._parts.get((english, depth))
        if part is None:
            part = self._sentence(english, depth)
            self._parts[english, depth] = part
        return part

    def _sentence(self, english: str, depth: int) -> Translated:
        if english in self._names:
            return Translated(english, complete=True)
        exact = self._texts.texts.get(english)
        if exact is not None:
            return Translated(exact, complete=True, own=len(english))
        code = self._code(english, depth) or self._labelled(english, depth)
        if code is not None:
            return code
        if not _is_prose(self._named.sub("''", english) if self._named else english):
            return Translated(english, complete=True)
        partly = None
        if depth and len(self._parts) < _MOST_PARTS:
            for template, values in self._texts.fitting(english):
                parts = [
                    Translated(value, complete=True) if is_quoted else self.sentence(value, depth - 1)
                    for value, is_quoted in zip(values, template.quoted, strict=True)
                ]
                text = template.filled(tuple(part.text for part in parts))
                whole = _joined(text, parts, template.weight)
                if whole.complete:
                    return whole
                partly = max((partly or whole, whole), key=lambda translated: translated.own)
            for parter in _PARTERS:
                head, parted, tail = english.partition(parter)
                if parted:
                    parts = [self.sentence(part, depth - 1) for part in (head, tail)]
                    whole = _joined(parter.join(part.text for part in parts), parts)
                    if whole.complete:
                        return whole
                    partly = max((partly or whole, whole), key=lambda translated: translated.own)
            parts = [self.sentence(part, depth - 1) for part in english.split(_LISTED)]
            if len(parts) > 1:
                whole = _joined(_LISTED.join(part.text for part in parts), parts)
                if whole.complete:
                    return whole
        return partly if partly and partly.own >= _SURE else Translated(english, complete=False)

    def _labelled(self, english: str, depth: int) -> Translated | None:
        """Return a text behind its label, such as ``written: cd.csv``, which is no prose; None for what has none."""
        label, parted, value = english.partition(": ")
        labelled = self._texts.texts.get(f"{label}: {{1}}") if parted and depth else None
        if labelled is None:
            return None
        part = self.sentence(value, depth - 1)
        return _joined(labelled.replace("{1}", part.text), [part], len(label))

    def _code(self, english: str, depth: int) -> Translated | None:
        """Return a code with its name behind it, or an error behind the code of its rule; None for what is neither."""
        named = _CODE.fullmatch(english)
        name = named and (self._texts.names.get(named["name"]) or self._texts.texts.get(named["name"]))
        if named and name:
            text = f"{named['value']} ({name})"
            return Translated(text, complete=True, own=len(english))
        coded = _CODED.fullmatch(english) if depth else None
        if coded is None:
            return None
        words, place = (self.sentence(coded[part] or "", depth - 1) for part in ("words", "place"))
        file = f"{coded['file']}: " if coded["file"] else ""
        text = f"{file}{coded['code']} {words.text}{f' ({place.text})' if place.text else ''}"
        return Translated(text, words.complete, words.own) if words.own else None


def _joined(text: str, parts: list[Translated], own: int = 0) -> Translated:
    own += sum(part.own for part in parts)
    return Translated(text, complete=all(part.complete for part in parts), own=own)


def _is_prose(text: str) -> bool:
    """Tell whether *text* has words of a sentence outside of quotes: what has none is a value, a name, a code."""
    return _WORD.search(_QUOTED.sub("''", text)) is not None


@cache
def catalogue(language: str) -> Catalogue:
    """Return the texts of a language; those of English are empty, since English is the text itself.

    Args:
        language: ``en`` or ``nb``.

    Raises:
        ValueError: There is no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"expected a language of {', '.join(LANGUAGES)}, found {language!r}")
    if language == "en":
        return Catalogue(language, {})
    folder = files("edielkit") / "locale" / language / "LC_MESSAGES"
    texts = names_in_sentences(language)
    for domain in DOMAINS:
        texts.update(read_po((folder / f"{domain}.po").read_text("utf-8")))
    return Catalogue(language, texts, code_names(language))


@cache
def _labels(language: str) -> Mapping[str, str]:
    folder = files("edielkit") / "locale" / language / "LC_MESSAGES"
    return dict(read_po((folder / "labels.po").read_text("utf-8")))


def label_in(english: str, language: str) -> str:
    """Return a label in a language, as it is when there is no translation: the name of a field, of a segment, of a code.

    Args:
        english: The label, which is looked up as a whole.
        language: ``en`` or ``nb``.

    >>> label_in("given name", "nb"), label_in("Postal address", "nb"), label_in("given name", "en")
    ('fornavn', 'Postadresse', 'given name')
    """
    if language == "en":
        return english
    label = _labels(language).get(english) or code_names(language).get(english)
    return label or catalogue(language)(english)


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language that the locale of an environment asks for, English when it is none of ours.

    Args:
        environment: The variables of a process: LANGUAGE, LC_ALL, LC_MESSAGES and LANG, the first that is set.

    >>> language_of({"LANG": "nb_NO.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "nb_NO"}), language_of({})
    ('nb', 'en', 'en')
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        locale = environment.get(variable, "")
        if locale:
            name = re.split(r"[_.@:-]", locale.lower(), maxsplit=1)[0]
            return "nb" if name in _BOKMAL else "en"
    return "en"


def accepted_language(accepted: str) -> str:
    """Return the language of ours that a browser likes best, English when it likes none.

    Args:
        accepted: The head ``Accept-Language``: languages with their weights (RFC 9110, 12.5.4).

    >>> (
    ...     accepted_language("nb-NO,nb;q=0.9,en;q=0.8"),
    ...     accepted_language("en;q=0.5, nn"),
    ...     accepted_language("sv"),
    ... )
    ('nb', 'nb', 'en')
    """
    best, weight_of_best = "en", 0.0
    for part in accepted[:_LONGEST].split(","):
        name, _, parameters = part.strip().lower().partition(";")
        language = name.partition("-")[0]
        weight = _WEIGHT.fullmatch(parameters.strip())
        if weight is None or (language not in _BOKMAL and language != "en"):
            continue
        likes = float(weight[1] or 1)
        if likes > weight_of_best:
            best, weight_of_best = ("nb" if language in _BOKMAL else "en"), likes
    return best
