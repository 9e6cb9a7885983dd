"""Repair of markdown that html2text made of a scraped page.

What it wrapped, glued, split and left behind is put right block by block; each kind of repair is counted by name.
The result is canonical markdown, one form for each construct, as docs/canonical-markdown.md lists it.
"""

from __future__ import annotations

from collections import Counter

from backfile.convert.repair.blocks import repair_blocks
from backfile.convert.repair.cleaning import clean_characters
from backfile.convert.repair.urls import join_broken_targets
from backfile.convert.repair.words import Words

__all__ = ["Counter", "Words", "repair"]


def repair(text: str, counts: Counter[str], *, html2text: bool = True) -> list[str]:
    """Return the blocks of a dumped text as canonical markdown, in order; counts gets each repair by its name.

    html2text: the text comes from html2text as it is, so that blanks beside marks tell what the marks are.
    """
    text = clean_characters(text, counts)
    text = join_broken_targets(text, counts)
    return repair_blocks(text, Words(text, html2text=html2text), counts)
