"""Raw captures to articles: repair, bylines, dates, address. Tags are chosen later, when the whole archive is known.

Conversion is pure and an event: each capture is converted once, and what was repaired is counted in the article.
"""

from __future__ import annotations

import re

from backfile.addresses import article_id, identity, is_web, safe_permalink, without_tracking
from backfile.characters import clean_line, fold
from backfile.config import Site
from backfile.convert.slugs import permalink, slug
from backfile.convert.text import body_of
from backfile.convert.titles import plain_line
from backfile.errors import Problem
from backfile.frontmatter.dates import parse_date
from backfile.model import Article, Capture, Raw

__all__ = ["convert", "slug"]

_STATUSES = ("published", "draft", "withdrawn", "gone")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_WEB = re.compile(r"https?://[^/?#]*/?", re.IGNORECASE)


def convert(raw: Raw, site: Site) -> Article | Problem:
    """Return the article of a raw capture, everything but automatic tags, or the reason why there is none.

    The permalink is a candidate: whoever knows the archive keeps it or makes it unique. `capture.added` and
    `capture.written` stay "".
    """
    text = body_of(raw)
    if not raw.title.strip() and not text.body.strip():
        hint = "capture the page again"
        return Problem(f"content/{raw.file}", 0, "the capture has neither title nor text", hint)
    number = article_id(identity(raw.original) or f"sha256:{raw.sha256}")
    repairs = dict(raw.repairs)
    for name, times in text.repairs:
        repairs[name] = repairs.get(name, 0) + times
    title = plain_line(raw.title, raw.plain, "title_markup", repairs) or number
    summary = plain_line(raw.summary, raw.plain, "summary_markup", repairs)
    date, updated, extra = _dates(raw, site, repairs)
    original, lang = clean_line(raw.original), clean_line(raw.lang).replace("_", "-")
    if original and not is_web(original):
        extra, original = (*extra, ("original", original)), ""
    if lang and not _LANGUAGE.match(lang):
        extra, lang = (*extra, ("lang", lang)), ""
    address = permalink(date, slug(raw.slug or title, number), number)
    return Article(
        id=number,
        title=title,
        date=date,
        updated=updated,
        authors=tuple(dict.fromkeys(a for a in map(clean_line, (*raw.authors, *text.authors)) if a)),
        byline=clean_line(text.byline),
        source=clean_line(raw.source),
        place=clean_line(raw.place),
        section=clean_line(raw.section),
        summary=summary,
        tags=_tags(raw, site),
        cover=clean_line(raw.cover),
        original=original,
        lang=lang,
        permalink=address,
        aliases=_aliases(raw, address),
        status=raw.status if raw.status in _STATUSES else ("draft" if raw.status else ""),
        reason=clean_line(raw.reason),
        capture=Capture(
            format=raw.format,
            file=raw.file,
            sha256=raw.sha256,
            repairs=tuple(sorted((k, n) for k, n in repairs.items() if n)),
        ),
        extra=tuple(dict(extra).items()),
        body=text.body,
    )


def _dates(raw: Raw, site: Site, repairs: dict[str, int]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return date, updated and the extra keys: a date that cannot be understood stays there as it was written."""
    extra = dict(raw.extra)
    found = []
    for name, written in (("date", raw.date), ("updated", raw.updated)):
        iso = parse_date(written, site.timezone)
        found.append(iso)
        if written.strip() and not iso:
            extra.setdefault(name, written.strip())
            repairs[f"unreadable_{name}"] = 1
    return found[0], found[1], tuple(extra.items())


def _tags(raw: Raw, site: Site) -> tuple[str, ...]:
    """Return the tags that the capture declares, by the names that the site's aliases give them."""
    use = {fold(other): name for other, name in site.tags.aliases.items()}
    tags = []
    for tag in map(clean_line, raw.tags):
        seen: set[str] = set()
        while (known := fold(tag)) in use and known not in seen:
            seen.add(known)
            tag = clean_line(use[known])
        tags.append(tag)
    return tuple(dict.fromkeys(filter(None, tags)))


def _aliases(raw: Raw, address: str) -> tuple[str, ...]:
    """Return the former addresses that the capture declares, as paths below the site's root."""
    declared = (
        raw.permalink if re.search(r"[\w]", raw.permalink) and ":" not in raw.permalink else "",
        *raw.aliases,
    )
    paths = []
    for alias in declared:
        path = safe_permalink(_WEB.sub("", without_tracking(alias)).split("#")[0].removesuffix("index.html"))
        if path and path.casefold() != address.casefold():
            paths.append(path)
    return tuple(dict.fromkeys(paths))
