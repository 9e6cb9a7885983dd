"""The page of each article: its pictures, its neighbours, what is related, what links here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import blake2b

from backfile.digest import digest, encode
from backfile.index.catalogue import Catalogue
from backfile.index.facets import Facet, Lookup, Shown, deck_of, show
from backfile.index.moments import day_of
from backfile.index.planned import Planned
from backfile.index.related import Related
from backfile.index.sitemaps import UNDATED
from backfile.model import ArticlePage

# A page names so many articles that link to it, the oldest: what thousands link to stays one page.
_LINKED_FROM = 24


def pages(catalogue: Catalogue, lookup: Lookup, facets: list[Facet]) -> Iterator[Planned]:
    """Yield every article's page, oldest first, and append every article's facet: pictures are looked up only once."""
    count = len(catalogue.items)
    links = catalogue.links
    linked_from = _backwards(links)
    related = Related(catalogue)
    packed = [encode(catalogue.link(at)) for at in range(count)]
    tags = catalogue.terms["tags"]
    # What is related to an article depends on nothing but it and those before it.
    history = blake2b(digest_size=16)
    for at, item in enumerate(catalogue.items):
        shown = show(catalogue, at, lookup)
        facets.append(shown.facet)
        history.update(encode((item.id, tags.keys[at], item.entry.article.tags)) + packed[at])
        incoming = linked_from.get(at, [])
        inputs = (
            item.entry.digest,
            item.folder,
            shown.facet.card.packed,
            shown.cover,
            shown.pictures,
            tuple(tags.term(name) for name in item.entry.article.tags),
            tuple((href, catalogue.items[target].url) for href, target in links[at]),
            tuple(packed[other] for other in incoming),
            packed[at - 1] if at else b"",
            packed[at + 1] if at + 1 < count else b"",
            history.digest(),
        )
        make = partial(_page, catalogue, at, shown, links[at], incoming, related)
        known = (item.day, day_of(item.entry.article.updated), day_of(item.entry.article.capture.added))
        changed = max((day for day in known if len(day) == 10), default="")
        part = item.day[:4] or UNDATED
        yield Planned(ArticlePage, f"{item.folder}/index.html", item.url, make, digest(inputs), part, changed)


def _backwards(links: Sequence[tuple[tuple[str, int], ...]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for at, own in enumerate(links):
        for target in sorted({target for _, target in own}):
            incoming = found.setdefault(target, [])
            if len(incoming) < _LINKED_FROM:
                incoming.append(at)
    return found


def _page(
    catalogue: Catalogue,
    at: int,
    shown: Shown,
    links: tuple[tuple[str, int], ...],
    incoming: list[int],
    related: Related,
) -> ArticlePage:
    item, card, site = catalogue.items[at], shown.facet.card, catalogue.site
    article, facts = item.entry.article, item.entry.facts
    return ArticlePage(
        path=f"{item.folder}/index.html",
        url=item.url,
        title=article.title,
        description=deck_of(article, facts),
        card=card,
        byline=article.byline,
        place=article.place,
        section=article.section,
        updated=article.updated,
        original=article.original,
        status=article.status,
        reason=article.reason,
        added=article.capture.added,
        file=article.capture.file,
        sha256=article.capture.sha256,
        repairs=article.capture.repairs,
        characters=facts.characters,
        tags=tuple(catalogue.terms["tags"].term(name) for name in article.tags),
        headings=facts.headings,
        folded=facts.folded,
        cover=shown.cover,
        pictures=shown.pictures,
        links=tuple((href, catalogue.items[target].url) for href, target in links),
        previous=catalogue.link(at - 1) if at else None,
        next=catalogue.link(at + 1) if at + 1 < len(catalogue.items) else None,
        related=related.to(at),
        linked_from=tuple(catalogue.link(other) for other in incoming),
        absolute=site.base_url + item.url if site.base_url.startswith("http") else "",
        body=item.entry.body,
    )
