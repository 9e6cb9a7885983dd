"""The page of each article: its neighbours, what is related, what links here."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from backfile.addresses import identity, is_web, safe_permalink
from backfile.characters import fold
from backfile.index.context import Context
from backfile.model import AnyPage, ArticlePage, Link

_RELATED = 4
# Related articles are sought among so many of the latest earlier articles of each tag.
_WINDOW = 50


def pages(context: Context) -> Iterator[AnyPage]:
    """Yield every article's page, oldest first."""
    links = [_internal_links(context, at) for at in range(len(context.items))]
    linked_from: dict[int, list[int]] = {}
    for at, found in enumerate(links):
        for target in sorted({t for _, t in found if t != at}):
            linked_from.setdefault(target, []).append(at)
    tagged: dict[str, list[int]] = {}
    for at in range(len(context.items)):
        yield _page(context, at, links[at], linked_from.get(at, []), _related(context, at, tagged))
        for key in {fold(t) for t in context.names["tags"][at]}:
            tagged.setdefault(key, []).append(at)


def _page(
    context: Context,
    at: int,
    links: tuple[tuple[str, int], ...],
    linked_from: list[int],
    related: tuple[Link, ...],
) -> ArticlePage:
    item, card, site = context.items[at], context.cards[at], context.site
    article, facts = item.entry.article, item.entry.facts
    absolute = site.base_url + item.url if site.base_url.startswith("http") else ""
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
        original=article.original if is_web(article.original) else "",
        status=article.status,
        reason=article.reason,
        added=article.capture.added,
        file=article.capture.file,
        sha256=article.capture.sha256,
        repairs=article.capture.repairs,
        characters=facts.characters,
        tags=tuple(context.terms["tags"].term(t) for t in article.tags),
        headings=facts.headings,
        folded=facts.folded,
        cover=context.picture(item, article.cover, cover=True) if article.cover else None,
        pictures=tuple(context.picture(item, i.url, alt=i.alt) for i in facts.images),
        links=tuple((href, context.items[target].url) for href, target in links),
        previous=context.link(at - 1) if at else None,
        next=context.link(at + 1) if at + 1 < len(context.items) else None,
        related=related,
        linked_from=tuple(context.link(other) for other in linked_from),
        absolute=absolute,
        body=item.entry.body,
    )


def _internal_links(context: Context, at: int) -> tuple[tuple[str, int], ...]:
    """Return the links of a body that lead to articles of the archive, with the positions of these."""
    found = []
    for href in context.items[at].entry.facts.links:
        if is_web(href):
            target = context.targets.get(identity(href))
        elif href.startswith("/"):
            target = context.folders.get(safe_permalink(href.partition("#")[0]))
        else:
            target = None
        if target is not None:
            found.append((href, target))
    return tuple(found)


def _related(context: Context, at: int, tagged: dict[str, list[int]]) -> tuple[Link, ...]:
    """Return earlier articles that share rare tags; later ones have no say, so that adding an article changes no other."""
    scores: dict[int, float] = {}
    shared: dict[int, list[str]] = {}
    for name in context.names["tags"][at]:
        members = tagged.get(fold(name), [])
        weight = log(1 + (at + 1) / (len(members) + 1))
        for other in members[-_WINDOW:]:
            if name not in shared.setdefault(other, []):
                scores[other] = scores.get(other, 0.0) + weight
                shared[other].append(name)
    best = sorted(scores, key=lambda o: (-round(scores[o], 9), context.items[o].id))[:_RELATED]
    return tuple(context.link(other, tuple(shared[other])) for other in best)
