"""Text that went through a wrong decoding, told by what that leaves where Chinese is expected."""

import re

_REPLACED = re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯")
_CONTROLS = re.compile(r"[\x80-\x9f]")
_BOXES = re.compile(r"[\u2500-\u259f][\u2500-\u259fЀ-ӿα-ωΑ-Ω]|[Ѐ-ӿ][\u2500-\u259f]")
_LATIN = re.compile(r"[ÂÃ][\u00a1-\u00bf]|[\u00a1-\u00ff]{5}")
_LATIN_PAIR = re.compile(r"[à-ï][\u00a0-\u00bfŒœŠšŸŽžƒˆ˜–-›€™]")
_CYRILLIC = re.compile(r"[а-яѐ-џ][А-ЯЀ-Џ]|[Ѐ-ӿ][\u00a0-\u00bf€‚„…†‡‰‹•›]")
_CHINESE = re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*")
_MARKS = (_REPLACED, _CONTROLS, _BOXES, _LATIN)
_SOME = 2


def looks_garbled(text: str) -> bool:
    """Whether a wrong decoding left this: U+FFFD, 锟斤拷, `Ã¥®`, boxes, 瀹佹尝 for 宁波.

    Names of Europe with their accents are not, nor is any other text in Chinese or Russian.
    """
    if text.isascii():
        return False
    if any(mark.search(text) for mark in _MARKS):
        return True
    if any(len(mark.findall(text)) >= _SOME for mark in (_LATIN_PAIR, _CYRILLIC)):
        return True
    return _is_utf8_read_as_gbk(text)


def _is_utf8_read_as_gbk(text: str) -> bool:
    try:
        original = text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return False
    return len(original) < len(text) and _CHINESE.fullmatch(original) is not None
