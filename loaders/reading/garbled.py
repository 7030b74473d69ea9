"""Text that went through a wrong decoding, told by what that leaves."""

import re

_REPLACED = re.compile(r"[\ufffd\ufffe\uffff\ue000-\uf8ff]|锟斤拷|锟|烫烫烫|屯屯屯")
_BOXES = re.compile(r"[\u2500-\u259f]{2}|[\u2500-\u259f][Ѐ-ӿ]|[Ѐ-ӿ][\u2500-\u259f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UTF8_AS_LATIN = re.compile(
    r"[Ã-ßà-ï][\u00a0-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_LATIN_RUN = re.compile(r"[\u00a1-\u00ff]{4}")
_UTF8_AS_GBK = re.compile(r"[鈥鈩銆锛绗鐨浼璁鍏鎶][\u4e00-\u9fff]?")


def looks_garbled(text: str) -> bool:
    """Whether a wrong decoding left this: U+FFFD, 锟斤拷, `Ã¥®` or runs of accents and boxes.

    Names with accents (Universität, Électricité) are not; nor is any text in Chinese.
    """
    if text.isascii():
        return False
    return any(
        mark.search(text) for mark in (_REPLACED, _BOXES, _CONTROLS, _UTF8_AS_LATIN, _LATIN_RUN)
    )
