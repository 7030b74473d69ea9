"""Names as they are compared: two spellings of one name become one text."""

import re
import unicodedata

_BRACKETS = dict.fromkeys(
    map(ord, "()[]{}<>\"'“”‘’「」『』《》〈〉【】〔〕·、,，.。-—_ \t\r\n\u3000")
)
_NO_TEXT = re.compile("[\\ud800-\\udfff\\0]")


def is_text(text: str) -> bool:
    """Whether a database can hold it: no NUL and no half of a surrogate pair."""
    return _NO_TEXT.search(text) is None


def normalise(name: str) -> str:
    """The name in NFKC, case folded, without brackets, quotes, separators and spaces.

    >>> normalise("“三位一体” 共性技术研发平台（新）")
    '三位一体共性技术研发平台新'
    """
    before, after = "", name
    while after != before:  # taking a separator away can let what stood around it compose
        before = after
        folded = unicodedata.normalize("NFKC", after).casefold()
        after = unicodedata.normalize("NFKC", folded).translate(_BRACKETS)
    return after
