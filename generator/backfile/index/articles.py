"""The page of each article: its pictures, its neighbours, what is related, what links here."""

from __future__ import annotations

from collections.abc import Iterator

from backfile.index.catalogue import Catalogue
from backfile.index.facets import Facet, Lookup, Shown, show
from backfile.index.related import Related
from backfile.model import AnyPage, ArticlePage, Link

# A page names so many articles that link to it, the oldest: what thousands link to stays one page.
_LINKED_FROM = 24


def pages(catalogue: Catalogue, lookup: Lookup, facets: list[Facet]) -> Iterator[AnyPage]:
    """Yield every article's page, oldest first, and append every article's facet: pictures are looked up only once."""
    links = [catalogue.internal_links(at) for at in range(len(catalogue.items))]
    linked_from = _backwards(links)
    related = Related(catalogue)
    for at in range(len(catalogue.items)):
        shown = show(catalogue, at, lookup)
        facets.append(shown.facet)
        incoming = tuple(catalogue.link(other) for other in linked_from.get(at, ()))
        yield _page(catalogue, at, shown, links[at], (related.next(at), incoming))


def _backwards(links: list[tuple[tuple[str, int], ...]]) -> dict[int, list[int]]:
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
    others: tuple[tuple[Link, ...], tuple[Link, ...]],
) -> ArticlePage:
    item, card, site = catalogue.items[at], shown.facet.card, catalogue.site
    article, facts = item.entry.article, item.entry.facts
    return ArticlePage(
        path=f"{item.folder}/index.html",
        url=item.url,
        title=article.title,
        description=card.deck,
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
        related=others[0],
        linked_from=others[1],
        absolute=site.base_url + item.url if site.base_url.startswith("http") else "",
        body=item.entry.body,
    )
