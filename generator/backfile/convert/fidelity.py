"""Whether an article says what its capture says: the letters, digits and pictures of its text, in their order.

What a capture's text shows is found here by rules of its own, so that no fault of the repair can hide itself.
Punctuation and blanks are left out of the comparison, for marks of markdown are made of them; tests compare punctuation
on real archives.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from html import unescape

import msgspec

from backfile.characters import fold
from backfile.convert.repair.dialect import PLACEHOLDER
from backfile.convert.written import SHORTCODE, shown_letters, without_comments
from backfile.model import Article, Facts, Look, Raw

_REST = r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
# An address, or nothing; what else stands in brackets behind brackets is text.
_ADDRESS = (
    r"(?![^()\s]*[^\x00-\x7f()\s])(?=[^()\s]*[/.#?:]|\s*\))(?:[^()\s]++|\([^()\s]*\))*+"
    r"|https?://(?:[^()\s]|\([^()\s]*\)|[ \n](?![\"\s]))*"
)
_TARGET = rf"\(\s*<?(?:{_ADDRESS})>?{_REST}"
_BROKEN = re.compile(r"(\]\([^()\s]*+)(?:(?<=-)\n(?:[ \t]*>)*[ \t]*|\n(?=--\w))")
_IMAGE = re.compile(rf"!\[[^\[\]]*\]\(\s*<?((?:[^()\s]++|\([^()\s]*\))*+)>?{_REST}")
_LINK = re.compile(rf"\[((?:[^\[\]]++|\[[^\[\]]*\])*+)\]{_TARGET}")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|nbsp_place_holder);")
# Numbers of lists are written by the browser, marks of code by nobody. html2text indents lists, and code instead of marks.
_UNSEEN = re.compile(r"^(?:[ \t]*>)*[ \t]*(?:\d{1,9}[.)][ \t]|(?:```|~~~).*$)", re.MULTILINE)
_UNSEEN_IN_DUMP = re.compile(r"^(?:[ \t]*>)* {2,}\d{1,9}\.[ \t]", re.MULTILINE)
_VALUE = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^'\n]*)'|([^\s\"'{}<>%]+)")
_NO_LETTERS = re.compile(r"[\W_]+")
# One class of characters, for which underscores become blanks before: an alternative is tried at every letter.
_LETTERS_OF_LINES = re.compile(r"[\w\n]+")
_URL = re.compile(r"https?://[!-~]+", re.IGNORECASE)
# Longer differences are not looked into: they cannot be accidents of a few characters.
_MOST_DIFFERENT = 20_000
_SHOWN = 24


_LITERAL = ("**", "](", "![", "&nbsp;", "\\#")
_CODE = re.compile(r"<(pre|code)>.*?</\1>", re.DOTALL)
_INLINE_TAG = re.compile(r"</?(?:strong|b|em|i|a|code|sub|sup|u|s|del)(?: [^<>]*)?>")
_TAG = re.compile(r"<[^<>]*>")
_CJK = "\u3001-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60"
_SOFT_BREAK = re.compile(rf"(?<=[{_CJK}])\n(?=[{_CJK}])")


class Comparison(msgspec.Struct, frozen=True):
    """How many letters and digits of text a capture and the article made of it have; reason says what was lost, "" nothing."""

    before: int
    after: int
    reason: str = ""


def look_at(html: str, characters: int, facts: Facts) -> Look:
    """Return what a reader sees of a body's clean HTML; characters were counted before."""
    seen = _INLINE_TAG.sub("", _CODE.sub("", html))
    text = _TAG.sub("\n\n", seen)
    literal = ((mark, text.count(mark.replace("&", "&amp;"))) for mark in _LITERAL)
    return Look(
        characters=characters,
        images=len(facts.images),
        links=len(facts.links),
        headings=len(facts.headings),
        soft_breaks=len(_SOFT_BREAK.findall(seen)),
        literal=tuple((mark, count) for mark, count in literal if count),
    )


def compare(raw: Raw, article: Article, shown: str, images: int) -> Comparison:
    """Compare an article with its capture; shown is the visible text of the rendered body, images how many it has."""
    letters = _line_letters()
    after = letters(_without_entities(f"{article.byline} {shown}"))
    if raw.dialect == "written":
        return Comparison(len(after), len(after), _written_difference(raw, article))
    dump = raw.body
    if "-\n" in dump or "\n--" in dump:
        dump = _BROKEN.sub(r"\1", dump)
    if "data:image" in dump:
        dump = PLACEHOLDER.sub("", dump)
    text, found = _IMAGE.subn("", dump)
    reason = _lost_images(dump, article.body) if found != images else ""
    before = letters(_visible(text, _UNSEEN_IN_DUMP if raw.dialect == "html2text" else _UNSEEN))
    if not reason and before != after:
        reason = _difference(before, after, dump)
    return Comparison(len(before), len(after), reason)


def _written_difference(raw: Raw, article: Article) -> str:
    """Compare two texts of markdown with all markup taken away; shortcodes count as the text that they show."""
    if raw.body == article.body:
        return ""
    if not article.capture.repairs:
        return "the text was changed"
    title, _, rest = raw.body.lstrip().partition("\n")
    repeated = ("repeated_title", 1) in article.capture.repairs and _same(title, raw.title)
    before, after = shown_letters(rest if repeated else raw.body), shown_letters(article.body)
    if before != after:
        # An address that a shortcode stood for is text where its link is broken; so is the title of a picture.
        codes = " ".join(code[0] for code in SHORTCODE.finditer(raw.body))
        values = [_letters(a or b or c) for a, b, c in _VALUE.findall(codes)]
        for old, new in _pieces(before, after):
            if old or not any(new in value * 2 for value in values):
                return f"the capture says {_excerpt(old)} where the article says {_excerpt(new)}"
    images = (found[1] for found in _IMAGE.finditer(without_comments(raw.body)))
    lost = next((one for one in images if "{" not in one and _plain(one) not in _plain(article.body)), "")
    return f"an image of the capture is not in the article: {lost}" if lost else ""


def _same(heading: str, title: str) -> bool:
    return _letters(fold(heading)) == _letters(fold(title))


def _plain(address: str) -> str:
    return unescape(address).replace("\\", "").rstrip(">")


def _lost_images(dump: str, body: str) -> str:
    lost = sorted({match[1] for match in _IMAGE.finditer(dump) if match[1] not in body})
    return f"{len(lost)} images of the capture are not in the article, {lost[0]} first" if lost else ""


def _visible(text: str, unseen: re.Pattern[str]) -> str:
    for _ in range(2):
        text = _LINK.sub(r"\1", text) if "](" in text else text
    return unseen.sub("", _without_entities(text))


def _without_entities(text: str) -> str:
    return _ENTITY.sub("", text) if "&" in text else text


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)


def _line_letters() -> Callable[[str], str]:
    """Return _letters() for several texts that have most of their lines in common."""
    known: dict[str, str] = {}

    def letters_of(text: str) -> str:
        lines = list(map(str.strip, text.split("\n")))
        new = list(set(lines).difference(known))
        if new:
            # One call for all of them: most lines are short.
            joined = "\n".join(new).replace("_", " ")
            letters = "".join(_LETTERS_OF_LINES.findall(joined))
            known.update(zip(new, letters.split("\n"), strict=True))
        return "".join(map(known.__getitem__, lines))

    return letters_of


def _pieces(before: str, after: str) -> list[tuple[str, str]]:
    """Return what is in one text where the other has something else."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    start = min(len(before), len(after)) if start is None else start
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    lost, added = before[start : len(before) - end], after[start : len(after) - end]
    if len(lost) + len(added) > _MOST_DIFFERENT:
        return [(lost, added)]
    matcher = difflib.SequenceMatcher(None, lost, added, autojunk=False)
    return [(lost[a:b], added[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _difference(before: str, after: str, dump: str) -> str:
    """Describe the first difference that the rules above cannot have made themselves: they may misread an address or a number."""
    addresses = _letters(" ".join(_URL.findall(dump)))
    for old, new in _pieces(before, after):
        if old and not (old.isascii() and (old.isdigit() or old in addresses)):
            return f"the capture's text {_excerpt(old)} is missing in the article or stands elsewhere"
        if new and not new.isascii():
            return f"the article says {_excerpt(new)} where the capture does not"
    return ""


def _excerpt(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
