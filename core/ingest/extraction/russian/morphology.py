"""Russian word forms: cases, stems, the nominative. By pymorphy3 (OpenCorpora dictionary)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import pymorphy3

STEM_ENDING = re.compile(
    r"(?:иями|ями|ами|иях|иям|ием|ией|ого|его|ому|ему|ыми|ими|ия|ии|ию|ие|ий|ья|ье|ьи|ью|ой|ей|ом|ем|ым|им|ый|ая|яя|ое|ее|"
    r"ые|ую|юю|ых|их|ов|ев|ам|ям|ах|ях|а|я|о|е|ы|и|у|ю|ь|й)$"
)
SHORT_STEM = 5
NOMINAL = {"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"}
ADJECTIVAL = {"ADJF", "PRTF"}


@dataclass(frozen=True, slots=True)
class Form:
    """One analysis of a word: its lemma, part of speech, case, number and gender in OpenCorpora's terms."""

    lemma: str
    pos: str
    case: str
    number: str
    gender: str
    animate: bool


@cache
def analyzer() -> Any:
    """The dictionary, loaded when a Russian text is first read."""
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[Form, ...]:
    """Every analysis of a word, likeliest first."""
    return tuple(
        Form(
            parse.normal_form,
            str(parse.tag.POS or ""),
            str(parse.tag.case or ""),
            str(parse.tag.number or ""),
            str(parse.tag.gender or ""),
            "anim" in parse.tag,
        )
        for parse in analyzer().parse(word)
    )


def fixed(word: str) -> bool:
    """Say whether a word has one form for all cases: an abbreviation, a Latin word, an indeclinable name."""
    return word.isupper() or not re.search(r"[а-яё]", word, re.IGNORECASE) or word.endswith(("о", "и", "у", "ю", "э"))


def cases(word: str, *kinds: str) -> frozenset[tuple[str, str]]:
    """The cases and numbers a noun (or what ``kinds`` names) may stand in."""
    wanted = set(kinds) or {"NOUN"}
    return frozenset((form.case, form.number) for form in forms(word) if form.pos in wanted)


def is_adjective(word: str) -> bool:
    """Say whether a word can be an adjective or a participle."""
    return any(form.pos in ADJECTIVAL for form in forms(word))


def is_finite(word: str) -> bool:
    """Say whether a word is first of all a finite verb."""
    first = forms(word)[:1]
    return bool(first) and first[0].pos == "VERB"


def in_case(word: str, case: str) -> bool:
    """Say whether a noun, adjective or pronoun may stand in a case; an indeclinable word may stand in any."""
    return any(form.case == case for form in forms(word) if form.pos in NOMINAL) or word.isupper()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The part of a word that its endings leave alone, lower-case."""
    return STEM_ENDING.sub("", word.casefold())


@lru_cache(maxsize=20_000)
def keys(word: str) -> tuple[str, ...]:
    """What to look a word up under: its stem, and for a name those of its lemmas."""
    lemmas = (stem(form.lemma) for form in forms(word)) if word[:1].isupper() else ()
    return tuple(dict.fromkeys([stem(word), *lemmas]))


@lru_cache(maxsize=4096)
def same_word(known: str, word: str) -> bool:
    """Say whether two printed words are forms of one: by their lemmas, or where a word is unknown by a long stem."""
    if known.casefold() == word.casefold():
        return True
    if fixed(known):
        return False
    if not analyzer().word_is_known(word) or not analyzer().word_is_known(known):
        return stem(known) == stem(word) and len(stem(known)) >= SHORT_STEM
    return bool({form.lemma for form in forms(known)} & {form.lemma for form in forms(word)})


ABBREVIATION = re.compile(r"[а-яё][А-ЯЁ]")
"""``КазНУ``, ``ТашГУ``: no word that has cases."""
WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def nominative(name: str) -> str:
    """Put the head of a name and the adjectives before it into the nominative; what follows the head stays.

    ``Федеральной службой по надзору`` gives ``Федеральная служба по надзору``. A name without a head that can be
    told is given back as it is.
    """
    at, words = 0, []
    for match in WORD.finditer(name):
        if name[at : match.start()].strip():
            break
        words.append(match)
        at = match.end()
        if not is_adjective(match[0]) or (_noun(match[0]) and not _modifies_next(match[0], name[at:])):
            break
    if not words or words[-1][0].isupper() or ABBREVIATION.search(words[-1][0]):
        return name
    head = _noun(words[-1][0], words[0][0] if len(words) > 1 else None)
    if head is None:
        return name
    out, end = "", 0
    for match in words:
        out += name[end : match.start()] + _inflected(match[0], head, last=match is words[-1])
        end = match.end()
    return out + name[end:]


@lru_cache(maxsize=1024)
def singular_nominative(head: str) -> str:
    """One of several: ``внешнеполитическими ведомствами`` gives ``внешнеполитическое ведомство``."""
    words = head.split()
    noun = next((p for p in analyzer().parse(words[-1]) if p.tag.POS == "NOUN"), None)
    if noun is None:
        return head
    single = noun.inflect({"nomn", "sing"}) or noun
    gender = str(single.tag.gender or "masc")
    made = []
    for word in words[:-1]:
        adjective = next((p for p in analyzer().parse(word) if p.tag.POS in ADJECTIVAL), None)
        form = adjective.inflect({"nomn", "sing", gender}) if adjective else None
        made.append(_as_printed(str(form.word), word) if form else word)
    made.append(words[-1] if words[-1].isupper() else _as_printed(str(single.word), words[-1]))
    return " ".join(made)


def ablative(noun: str) -> str:
    """A noun after ``с``: ``компанией``."""
    form = analyzer().parse(noun)[0].inflect({"ablt"})
    return str(form.word) if form else noun


def genitive(name: str) -> str:
    """A place behind its body: ``Казахстана``."""
    words = []
    for word in name.split():
        form = analyzer().parse(word)[0].inflect({"gent"})
        words.append(_as_printed(str(form.word), word) if form and "-" not in word else word)
    return " ".join(words)


def _modifies_next(word: str, rest: str) -> bool:
    """``Московским`` could be a surname; before a noun in its case it is an adjective."""
    following = re.match(r"\s([а-яё]+)", rest)
    while following is not None and is_adjective(following[1]) and not _noun(following[1]):
        following = re.compile(r"\s([а-яё]+)").match(rest, following.end())
    own = {(form.case, form.number) for form in forms(word) if form.pos in ADJECTIVAL}
    # ``Московского университета``: a surname, too, stands before a genitive, but before no adjective
    may_be_name = following is not None and following.start() == 0 and _may_be_surname(word)
    of_a_name = {("gent", "sing"), ("gent", "plur")} if may_be_name else set()
    return following is not None and not own.isdisjoint(cases(following[1]) - of_a_name)


def _may_be_surname(word: str) -> bool:
    return word[:1].isupper() and any("Surn" in parse.tag for parse in analyzer().parse(word))


def _noun(word: str, adjective: str | None = None) -> Form | None:
    """The analysis of a word as a noun: one that agrees with an ``adjective`` before it, in the instrumental if it can be."""
    nouns = [form for form in forms(word) if form.pos == "NOUN"]
    agreed = cases(adjective, *ADJECTIVAL) if adjective else frozenset()
    nouns = [form for form in nouns if (form.case, form.number) in agreed] or nouns
    return next((form for form in nouns if form.case == "ablt"), nouns[0] if nouns else None)


def _inflected(word: str, head: Form, *, last: bool) -> str:
    wanted = {"nomn", head.number or "sing"} | (
        {head.gender} if head.gender and head.number != "plur" and not last else set()
    )
    for parse in analyzer().parse(word):
        if (last and parse.normal_form == head.lemma and parse.tag.POS == "NOUN") or (
            not last and parse.tag.POS in ADJECTIVAL
        ):
            made = [form.word for form in parse.lexeme if wanted <= set(form.tag.grammemes)]
            if made:
                return _as_printed(max(made, key=lambda form: _shared(form, word.casefold())), word)
    return word


def _shared(one: str, other: str) -> int:
    """How many letters two words share at their beginning: the superlative has two sets of forms."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _as_printed(word: str, like: str) -> str:
    """A form with the capitals of the printed word, each part behind a hyphen with its own: ``Южно-Казахстанский``."""
    parts, printed = word.split("-"), like.split("-")
    if len(parts) != len(printed):
        return word[:1].upper() + word[1:] if like[:1].isupper() else word
    return "-".join(p[:1].upper() + p[1:] if q[:1].isupper() else p for p, q in zip(parts, printed, strict=True))
