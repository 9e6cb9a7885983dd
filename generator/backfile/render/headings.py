"""Titles, bylines and decks: where a headline may break, which words of a byline are links, how much of a deck shows."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from backfile.characters import CJK_LETTER
from backfile.model import Term
from backfile.render.links import Links

_RUN = re.compile(r"[，。！？；：、,!?;:\s“”‘’「」『』《》（）()【】—…·|｜]+")
LONGEST = 16
_RTL = frozenset({"ar", "dv", "fa", "he", "ps", "ug", "ur", "yi"})


def breaks_at_punctuation(title: str) -> bool:
    """Return whether every run between punctuation is short enough (16 characters) to stay whole on a line.

    Such a Chinese headline breaks after its punctuation, never inside a word; a single run never is such a headline.
    """
    runs = [run for run in _RUN.split(title) if run]
    return len(runs) > 1 and CJK_LETTER.search(title) is not None and max(map(len, runs)) <= LONGEST


def byline(text: str, authors: tuple[Term, ...], source: Term | None, link: Links) -> Markup:
    """Return a byline word for word, the first mention of each author a link; authors it leaves out go before it.

    An author who is the source itself is not named a second time.
    """
    others = [a for a in authors if source is None or a.name != source.name]
    spans: list[tuple[int, int, Term]] = []
    apart: list[Term] = []
    for author in others:
        at = text.find(author.name) if author.name else -1
        if at < 0 or any(at < end and start < at + len(author.name) for start, end, _ in spans):
            apart.append(author)
        else:
            spans.append((at, at + len(author.name), author))
    result, done = [], 0
    for start, end, author in sorted(spans, key=lambda s: s[0]):
        result += [escape(text[done:start]), _author(author, link)]
        done = end
    result.append(escape(text[done:]))
    whole = Markup("").join(result)
    named = [Markup("<span>{}</span>").format(_author(a, link)) for a in apart]
    if text and (source is None or text != source.name):
        named.append(Markup("<span>{}</span>").format(whole))
    return Markup("").join(named)


def shorten(text: str, width: int) -> str:
    """Return a text cut to so many CJK characters' width, of which any other character takes a half."""
    if len(text) * 2 <= width:
        return text
    left = width * 2
    for at, character in enumerate(text):
        left -= 2 if character > "\u2e7f" else 1
        if left < 0:
            cut = text[:at]
            if character.isascii() and character.isalnum() and " " in cut:
                cut = cut.rpartition(" ")[0] or cut
            return cut.rstrip(" ,.;:，、；：。…") + "…"
    return text


class Speech:
    """The attributes that say in which language a text is, where it is not the site's own."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known: dict[str, Markup] = {"": Markup(""), language: Markup("")}

    def __call__(self, lang: str) -> Markup:
        """Return ` lang="…"`, with the direction where it differs, for a BCP 47 tag; nothing for the site's language."""
        known = self._known.get(lang)
        if known is None:
            known = Markup(' lang="{}"').format(lang)
            if _right_to_left(lang) != _right_to_left(self._language):
                known += Markup(' dir="{}"').format("rtl" if _right_to_left(lang) else "ltr")
            self._known[lang] = known
        return known

    def own(self, lang: str) -> Markup:
        """Return the attributes of the site's own language for what stands inside a text of another one."""
        if not self(lang):
            return Markup("")
        found = Markup(' lang="{}"').format(self._language)
        return (
            found + Markup(' dir="ltr"')
            if "dir=" in self(lang) and not _right_to_left(self._language)
            else found
        )


def direction(language: str) -> Markup:
    """Return ` dir="rtl"` for a language that is written from the right, else nothing."""
    return Markup(' dir="rtl"') if _right_to_left(language) else Markup("")


def seal(title: str) -> str:
    """Return the one character that stands for a site: the first letter of its title."""
    return next((c.upper() for c in title if c.isalnum()), "·")


def _author(term: Term, link: Links) -> Markup:
    if not term.url:
        return escape(term.name)
    return Markup('<a class="p-author" rel="author" href="{}">{}</a>').format(link(term.url), term.name)


def _right_to_left(lang: str) -> bool:
    return lang.partition("-")[0].lower() in _RTL
