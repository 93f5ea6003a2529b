"""Which language a text is in, by its letters and commonest words (BCP 47)."""

from __future__ import annotations

import re

KAZAKH = re.compile(r"[әғқңұһі]", re.IGNORECASE)
KAZAKH_LATIN = re.compile(r"[ńǵýúóáıŃǴÝÚÓÁÿñş]|\b(?:jáne|men|úshin|týraly|Qazaqstan)\b")
KAZAKH_WORDS = re.compile(r"\b(?:және|мен|үшін|туралы|бойынша|келісім|арасындағы)\b", re.IGNORECASE)
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[a-z]", re.IGNORECASE)
ENOUGH = 3


def language_of(text: str) -> str:
    """Give en, ru, kk, kk-Latn, zh, or und for a text of no known letters."""
    cyrillic, latin, han = (len(pattern.findall(text)) for pattern in (CYRILLIC, LATIN, HAN))
    if han > max(cyrillic, latin) / 4 and han:
        return "zh"
    if cyrillic > latin:
        kazakh = len(KAZAKH.findall(text)) >= max(ENOUGH, cyrillic // 200) or KAZAKH_WORDS.search(text)
        return "kk" if kazakh else "ru"
    if not latin:
        return "und"
    return "kk-Latn" if len(KAZAKH_LATIN.findall(text)) >= max(ENOUGH, latin // 100) else "en"
