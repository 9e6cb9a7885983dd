"""An article cited: GB/T 7714, APA, BibTeX, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from babel.dates import format_date
from markupsafe import Markup

from backfile.addresses import is_web
from backfile.config import Site
from backfile.model import ArticlePage
from backfile.render.dates import known_parts
from backfile.render.links import absolute

_JSON = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_BIBTEX = re.compile(r"[\\{}$&#%_^~]")
_BIBTEX_WORDS = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}


def script_json(value: object) -> Markup:
    """Return a value as JSON that may stand inside a script element whatever it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_JSON))


def citations(page: ArticlePage) -> tuple[tuple[str, str, str], ...]:
    """Return (id, name of the style, text) for each style of citation."""
    return (
        ("gbt7714", "GB/T 7714", _gbt7714(page)),
        ("apa", "APA", _apa(page)),
        ("bibtex", "BibTeX", _bibtex(page)),
    )


def linked_data(page: ArticlePage, site: Site) -> Mapping[str, object]:
    """Return schema.org's NewsArticle for a page; what is unknown is left out."""
    card = page.card
    source = card.source.name if card.source else ""
    image = page.cover.variants[-1].path if page.cover and page.cover.variants else ""
    values: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": card.title,
        "inLanguage": card.lang,
        "datePublished": card.date,
        "dateModified": page.updated,
        "author": [
            {"@type": "Organization" if name == source else "Person", "name": name} for name in _authors(page)
        ],
        "publisher": {"@type": "Organization", "name": source} if source else None,
        "keywords": [term.name for term in page.tags],
        "isBasedOn": page.original if is_web(page.original) else "",
        "archivedAt": web_address(page),
        "image": absolute(site, image) if image else "",
    }
    return {key: value for key, value in values.items() if value}


def web_address(page: ArticlePage) -> str:
    """Return the page's own URL on the web, "" when it has none."""
    return page.absolute if is_web(page.absolute) else ""


def _authors(page: ArticlePage) -> list[str]:
    names = [term.name for term in page.card.authors]
    return names or ([page.card.source.name] if page.card.source else [])


def _where(page: ArticlePage) -> str:
    return web_address(page) or (page.original if is_web(page.original) else "")


def _gbt7714(page: ArticlePage) -> str:
    card = page.card
    authors = _authors(page)
    names = ", ".join(authors[:3]) + (", 等" if len(authors) > 3 else "")
    source = card.source.name if card.source else ""
    parts = [f"{names}. " if names else "", f"{card.title}[EB/OL]. "]
    if source and source not in authors:
        parts.append(f"{source}, ")
    parts.append(f"({card.day})" if card.day else "")
    parts.append(f"[{page.added[:10]}]" if page.added else "")
    text = "".join(parts).rstrip(" ,.")
    return f"{text}. {_where(page)}".rstrip(" .") + "."


def _apa(page: ArticlePage) -> str:
    card = page.card
    authors = _authors(page)
    names = ", ".join(authors[:-1]) + (", & " if len(authors) > 1 else "") + authors[-1] if authors else ""
    source = card.source.name if card.source else ""
    when = f"({_apa_date(card.day)})."
    lead = f"{names}. {when} {card.title}." if names else f"{card.title}. {when}"
    publication = f" {source}." if source and source not in authors else ""
    where = _where(page)
    if where and page.added:
        where = f"Retrieved {_apa_retrieved(page.added)}, from {where}"
    return f"{lead}{publication} {where}".strip()


def _apa_date(day: str) -> str:
    parts = known_parts(day)
    if not parts:
        return "n.d."
    patterns = {1: "y", 2: "y, MMMM", 3: "y, MMMM d"}
    return _english(parts, patterns[len(parts)]) or day


def _apa_retrieved(added: str) -> str:
    parts = known_parts(added)
    return (_english(parts, "MMMM d, y") if len(parts) == 3 else "") or added[:10]


def _english(parts: tuple[str, ...], pattern: str) -> str:
    from datetime import date

    numbers = [int(p) for p in parts] + [1, 1]
    try:
        return str(format_date(date(*numbers[:3]), pattern, "en"))
    except ValueError:
        return ""


def _bibtex(page: ArticlePage) -> str:
    card = page.card
    source = card.source.name if card.source else ""
    fields = (
        ("author", " and ".join("{" + _bibtex_text(name) + "}" for name in _authors(page))),
        ("title", _bibtex_text(card.title)),
        ("organization", _bibtex_text(source)),
        ("date", card.day),
        ("url", _where(page).replace("{", "%7B").replace("}", "%7D")),
        ("urldate", page.added[:10]),
    )
    lines = [f"  {name:<12} = {{{value}}}" for name, value in fields if value]
    return f"@online{{ref-{card.id},\n" + ",\n".join(lines) + "\n}"


def _bibtex_text(text: str) -> str:
    return _BIBTEX.sub(lambda m: _BIBTEX_WORDS.get(m[0], "\\" + m[0]), text)
