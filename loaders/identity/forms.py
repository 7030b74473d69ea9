"""The form in which names are compared exactly: every spelling of one name becomes one text."""

import unicodedata
from functools import cache

from opencc import OpenCC

from graph_api.domain.names import is_text, normalise


def identity_form(name: str) -> str:
    """The name in simplified characters, NFKC, case folded, without separators and unseen characters.

    Two names of equal form are two spellings of one name. A name of separators alone has the form ""
    and equals nothing.

    >>> identity_form("中國科學院 寧波材料技術與工程研究所（ＮＩＭＴＥ）")
    '中国科学院宁波材料技术与工程研究所nimte'
    """
    before, after = None, name
    while after != before:  # simplifying is not idempotent for a few characters: 薴 苧 苎
        before = after
        after = normalise(_simplified(normalise(_seen(after))))
    return after


def _seen(text: str) -> str:
    """The text without format characters (Cf): zero-width spaces, joiners, marks of direction."""
    if text.isascii():
        return text
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def _simplified(text: str) -> str:
    if text.isascii() or not is_text(text):  # OpenCC takes UTF-8; half a surrogate pair has none
        return text
    return str(_converter().convert(text))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
