"""The body of an article: what each kind of capture needs done to its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec

from backfile.characters import fold
from backfile.convert.bylines import authors_of, find_byline
from backfile.convert.emphasis import mend_emphasis
from backfile.convert.repair import repair
from backfile.convert.repair.dialect import pieces
from backfile.convert.shortcodes import replace_shortcodes
from backfile.convert.tails import find_tail
from backfile.convert.wrappers import replace_wrappers
from backfile.convert.written import shown_letters
from backfile.frontmatter.headings import first_heading
from backfile.model import TAIL, Raw


class Text(msgspec.Struct, frozen=True):
    """A repaired body with what was found in it; repairs count what was done."""

    body: str
    authors: tuple[str, ...] = ()
    byline: str = ""
    repairs: tuple[tuple[str, int], ...] = ()


def body_of(raw: Raw) -> Text:
    """Return the repaired body of a raw capture."""
    counts: Counter[str] = Counter()
    if raw.dialect == "written":
        # Only what cannot be shown at all is touched.
        body = _without_title(raw.body, raw.title, counts)
        body = replace_shortcodes(body, counts)
        for mend in (replace_wrappers, mend_emphasis):
            body = _with_its_letters(mend, body, counts)
        return Text(body, repairs=tuple(counts.items()))
    if raw.dialect == "html2text":
        blocks = repair(raw.body, counts)
    else:
        blocks = []
        for is_code, piece in pieces(raw.body, counts):
            blocks += [piece] if is_code else repair(piece, counts, html2text=False)
    byline = find_byline(blocks, raw.source)
    blocks = [b for at, b in enumerate(blocks) if at not in byline.blocks]
    end = find_tail(blocks)
    authors = byline.authors if raw.authors else authors_of(byline, blocks, end, raw.source)
    if end < len(blocks):
        counts["folded_tail"] = 1
        blocks.insert(end, TAIL)
    return Text("\n\n".join(blocks), authors, byline.text, tuple(counts.items()))


def _with_its_letters(mend: Callable[[str, Counter[str]], str], body: str, counts: Counter[str]) -> str:
    """Return a body mended, or as it is where markup so broken that it reads in two ways would cost or move a letter."""
    found: Counter[str] = Counter()
    mended = mend(body, found)
    if mended != body and shown_letters(mended) != shown_letters(body):
        return body
    counts.update(found)
    return mended


def _without_title(body: str, title: str, counts: Counter[str]) -> str:
    """Return a body without a first heading that only says the title again."""
    found = first_heading(body)
    if found is None or fold(found[0].replace("`", "")) != fold(title.replace("`", "")):
        return body
    counts["repeated_title"] = 1
    return found[1]
