"""What people type, without what nobody sees: one place, for every form and every answer. Pure.

Such signs come along when a text is pasted from a word processor or a chat. They break searching
and comparing, and those that turn the direction of writing make a text read as another one
(Unicode Technical Report 36, 'Bidirectional Text Spoofing').
"""

import re
import unicodedata

KEPT = "\n\t"
JOINERS = "\u200c\u200d"  # hold a family of emoji together, and letters of some scripts
LATIN_ENDS = "\u02ff"  # below this no sign needs a joiner
LINES = re.compile("\r\n|[\r\u2028\u2029]")
UNSEEN = ("Cc", "Cf", "Cs", "Co")  # controls, formats, halves, private use


def seen(text: str) -> str:
    """The text without signs that are invisible or turn its direction; lines end in '\\n'."""
    text = LINES.sub("\n", text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign for at, sign in enumerate(text) if _is_seen(text, at, sign))


def _is_seen(text: str, at: int, sign: str) -> bool:
    if sign in KEPT:
        return True
    if sign in JOINERS:
        return 0 < at < len(text) - 1 and min(text[at - 1], text[at + 1]) > LATIN_ENDS
    return unicodedata.category(sign) not in UNSEEN
