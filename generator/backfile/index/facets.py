"""What lists may know of an article: its card, and how many of its pictures are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from backfile.addresses import is_web
from backfile.index.catalogue import Catalogue, time_of
from backfile.index.holding import Item
from backfile.model import Article, Card, CardFacts, Entry, Facts, LostPicture, Picture, card_of

# (entry, image reference, as cover?) -> what is known of the image.
Lookup = Callable[[Entry, str, bool], Picture]

# So many pictures of a body are made ready to stand in for a cover that was never named.
_STAND_INS = 3
# A picture that may stand in for a cover is at least so wide and high, and not a ribbon.
_WIDE, _HIGH, _RIBBON = 300, 160, 4
# Of an address longer than this, such as a picture written into its own address, only the beginning is told.
_LONGEST, _CUT = 1_000, 300


class Facet(msgspec.Struct, frozen=True, gc=False):
    """An article's card, how many of its different pictures are kept, and those that are lost or damaged."""

    card: Card
    kept: int
    lost: tuple[LostPicture, ...]


class Shown(msgspec.Struct, frozen=True, gc=False):
    """What one article shows: its facet, its cover if it names one, and the pictures of its body by number."""

    facet: Facet
    cover: Picture | None
    pictures: tuple[Picture, ...]


def pictures_needed(items: Iterable[Item]) -> Iterator[tuple[Entry, str, bool]]:
    """Yield every image reference that `show` may ask for; True for covers and for what may stand in for one.

    `show` must ask for nothing else: whether a variant exists that nobody asked for depends on what was built before.
    """
    for item in items:
        entry = item.entry
        if not entry.images:
            if entry.article.cover:
                yield entry, entry.article.cover, True
            continue
        facts = entry.facts
        images = facts.images
        urls = tuple(dict.fromkeys(image.url for image in images))
        own = tuple(dict.fromkeys(image.url for image in images[: len(images) - facts.folded_images]))
        for url in urls:
            yield entry, url, False
        for url in (entry.article.cover,) if entry.article.cover else own[:_STAND_INS]:
            yield entry, url, True


def show(catalogue: Catalogue, at: int, lookup: Lookup) -> Shown:
    """Look up the pictures of an article, each once, and return what its page and its card show."""
    item = catalogue.items[at]
    entry = item.entry
    facts = entry.facts
    known = {url: lookup(entry, url, False) for url in dict.fromkeys(i.url for i in facts.images)}
    cover = lookup(entry, entry.article.cover, True) if entry.article.cover else None
    pictures = tuple(_described(known[image.url], image.alt) for image in facts.images)
    different = list(known.values())
    if cover is not None and entry.article.cover not in known:
        different.append(cover)
    thumb = _thumb(entry, facts, cover, known, lookup)
    card = _card(catalogue, at, facts, thumb, sum(_is_lost(p.state) for p in pictures))
    kept = sum(picture.state == "kept" for picture in different)
    lost = tuple(_lost(picture) for picture in different if _is_lost(picture.state))
    return Shown(Facet(card, kept, lost), cover, pictures)


def deck_of(article: Article, facts: Facts) -> str:
    """Return the summary of an article, else the beginning of its text."""
    return article.summary or facts.deck


def _card(catalogue: Catalogue, at: int, known: Facts, thumb: Picture | None, lost: int) -> Card:
    item = catalogue.items[at]
    article = item.entry.article
    authors, sources = catalogue.terms["authors"], catalogue.terms["sources"]
    facts = CardFacts(
        id=item.id,
        url=item.url,
        title=article.title,
        lang=catalogue.languages[at],
        date=article.date if article.date.startswith(item.day) and item.day else item.day,
        day=item.day,
        time=time_of(item),
        authors=tuple(authors.term(name) for name in article.authors),
        source=sources.term(article.source) if article.source else None,
        deck=deck_of(article, known),
        minutes=known.minutes,
        lost=lost,
        thumb=thumb,
    )
    return card_of(facts)


def _thumb(
    entry: Entry, facts: Facts, cover: Picture | None, known: dict[str, Picture], lookup: Lookup
) -> Picture | None:
    """Return the cover if it is kept, else the first picture of the body that is fit to stand in for it."""
    if cover is not None and cover.state == "kept":
        return cover
    own = facts.images[: len(facts.images) - facts.folded_images]
    for number, url in enumerate(dict.fromkeys(image.url for image in own)):
        picture = known[url]
        if _is_fit(picture):
            # Only for articles that name no cover are variants of cover size made of the body's first pictures.
            small = lookup(entry, url, True) if cover is None and number < _STAND_INS else picture
            return small if small.state == "kept" else picture
    return None


def _is_fit(picture: Picture) -> bool:
    ribbon = picture.width > picture.height * _RIBBON
    return picture.state == "kept" and picture.width >= _WIDE and picture.height >= _HIGH and not ribbon


def _is_lost(state: str) -> bool:
    return state in ("lost", "damaged")


def _lost(picture: Picture) -> LostPicture:
    url = picture.url
    whole = len(url) <= _LONGEST
    shown = url if whole else f"{url[:_CUT]}…"
    return LostPicture(shown, whole and is_web(url), picture.state, picture.reason, picture.checked)


def _described(picture: Picture, alt: str) -> Picture:
    return picture if picture.alt == alt else msgspec.structs.replace(picture, alt=alt)
