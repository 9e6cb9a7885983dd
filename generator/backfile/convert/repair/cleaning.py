"""Characters that are no text."""

from __future__ import annotations

import re
from collections import Counter

from backfile.characters import CONTROL

# Joiners belong into emoji and into scripts that need them; elsewhere pages use them to mark copies.
_JOINER = re.compile(
    "[\u200c\u200d](?:(?<![\u0600-\u0eff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff][\u200c\u200d])|(?=\\Z|\\s))"
)
_JOINERS = ("\u200c", "\u200d")
_INVISIBLE = re.compile("[\u00ad\u034f\u115f\u1160\u180e\u3164\uffa0\U000e0000-\U000e0fff]")
_BLANK = re.compile("[\u00a0\u2002-\u200a\u202f\u205f]")
# Any of the above: most texts have none, and one search is far cheaper than four.
_ODD = re.compile(
    CONTROL.pattern[:-1]
    + "\u200c\u200d\u00ad\u034f\u115f\u1160\u180e\u3164\uffa0\U000e0000-\U000e0fff\u00a0\u2002-\u200a\u202f\u205f]"
)
_PLACEHOLDER = "&nbsp_place_holder;"


def clean_characters(text: str, counts: Counter[str]) -> str:
    """Return a text without control and zero-width characters, its blanks of odd widths as plain ones."""
    if _PLACEHOLDER in text:
        counts["nbsp"] += text.count(_PLACEHOLDER)
        text = text.replace(_PLACEHOLDER, " ")
    odd = set(_ODD.findall(text))
    if not odd:
        return text
    for blank in filter(_BLANK.match, odd):
        counts["nbsp"] += text.count(blank)
        text = text.replace(blank, " ")
    before = len(text)
    for control in filter(CONTROL.match, odd):
        text = text.replace(control, "")
    if not odd.isdisjoint(_JOINERS):
        text = _JOINER.sub("", text)
    for invisible in filter(_INVISIBLE.match, odd):
        text = text.replace(invisible, "")
    counts["control_characters"] += before - len(text)
    return text
