"""Names as they are compared: two spellings of one name become one text."""

import unicodedata

_BRACKETS = dict.fromkeys(
    map(ord, "()[]{}<>\"'“”‘’「」『』《》〈〉【】〔〕·、,，.。-—_ \t\r\n\u3000")
)


def normalise(name: str) -> str:
    """The name in NFKC, case folded, without brackets, quotes, separators and spaces.

    >>> normalise("“三位一体” 共性技术研发平台（新）")
    '三位一体共性技术研发平台新'
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).translate(
        _BRACKETS
    )
