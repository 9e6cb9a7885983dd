"""What the makers of pages share: cards, terms, groups, all derived once from a holding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from backfile.addresses import encode, identity, term_url
from backfile.characters import fold
from backfile.config import Site
from backfile.index.holding import Holding, Item
from backfile.model import Card, DayGroup, Entry, Link, Picture, Term, TermCount, YearGroup

Lookup = Callable[[Entry, str, bool], Picture]

KINDS = ("tags", "authors", "sources")


class Terms:
    """The tags, authors or sources of a holding: key -> positions of its articles, and the name its page shows."""

    def __init__(self, kind: str, names: Sequence[tuple[str, ...]], least: int) -> None:
        self.kind = kind
        self.members: dict[str, list[int]] = {}
        spellings: dict[str, Counter[str]] = {}
        for at, each in enumerate(names):
            for name in each:
                key = fold(name)
                if not key:
                    continue
                members = self.members.setdefault(key, [])
                if not members or members[-1] != at:
                    members.append(at)
                spellings.setdefault(key, Counter())[name] += 1
        self.names = {k: min(c.items(), key=lambda x: (-x[1], x[0]))[0] for k, c in spellings.items()}
        self.least = least

    def has_page(self, key: str) -> bool:
        """Return whether a term has a page of its own."""
        return len(self.members.get(key, ())) >= self.least

    def term(self, name: str) -> Term:
        """Return a term as an article shows it: in the article's own spelling."""
        key = fold(name)
        return Term(name, term_url(self.kind, key) if self.has_page(key) else "")

    def count(self, key: str, count: int) -> TermCount:
        """Return a term with a number of articles."""
        return TermCount(self.names[key], term_url(self.kind, key), count)

    def most(
        self, positions: Iterable[int], names: Sequence[tuple[str, ...]], size: int, but: str = ""
    ) -> tuple[TermCount, ...]:
        """Return the terms that most of the given articles have, among those with pages."""
        found: Counter[str] = Counter()
        for at in positions:
            found.update({fold(n) for n in names[at]})
        ranked = sorted(
            ((k, n) for k, n in found.items() if k != but and self.has_page(k)), key=lambda x: (-x[1], x[0])
        )
        return tuple(self.count(k, n) for k, n in ranked[:size])


class Context:
    """A holding with everything that pages are made from; positions count from the oldest article."""

    STAND_INS = 2

    def __init__(self, holding: Holding, lookup: Lookup, site: Site) -> None:
        self.items, self.site, self.lookup = holding.items, site, lookup
        articles = [i.entry.article for i in self.items]
        self.names: dict[str, list[tuple[str, ...]]] = {
            "tags": [a.tags for a in articles],
            "authors": [a.authors or ((a.source,) if a.source else ()) for a in articles],
            "sources": [(a.source,) if a.source else () for a in articles],
        }
        self.terms = {kind: Terms(kind, self.names[kind], 2 if kind == "tags" else 1) for kind in KINDS}
        self.dates = [a.date for a in articles]
        self.pictures = [self._count(item) for item in self.items]
        self.cards = [
            self._card(item, lost) for item, (_, lost) in zip(self.items, self.pictures, strict=True)
        ]
        self.targets = {
            identity(a.original): at for at, a in reversed(list(enumerate(articles))) if a.original
        }
        self.targets.pop("", None)
        self.folders = {item.folder: at for at, item in enumerate(self.items)}

    def picture(self, item: Item, url: str, *, cover: bool = False, alt: str = "") -> Picture:
        """Return what is known of an image of an article."""
        picture = self.lookup(item.entry, url, cover)
        if picture.alt == alt:
            return picture
        return Picture(
            url=picture.url,
            alt=alt,
            state=picture.state,
            reason=picture.reason,
            checked=picture.checked,
            width=picture.width,
            height=picture.height,
            colour=picture.colour,
            animated=picture.animated,
            variants=picture.variants,
        )

    def link(self, at: int, note: tuple[str, ...] = ()) -> Link:
        """Return a link to an article."""
        card = self.cards[at]
        return Link(card.title, card.url, card.day, card.time, card.lang, note)

    def by_day(self, positions: Sequence[int]) -> tuple[DayGroup, ...]:
        """Group articles, given from the oldest, by day, newest first."""
        groups: list[tuple[str, list[Card]]] = []
        for at in reversed(positions):
            card = self.cards[at]
            if not groups or groups[-1][0] != card.day:
                groups.append((card.day, []))
            groups[-1][1].append(card)
        return tuple(DayGroup(day, day_url(day), tuple(cards)) for day, cards in groups)

    def by_year(self, positions: Sequence[int]) -> tuple[YearGroup, ...]:
        """Group articles, given from the oldest, by year, newest first."""
        groups: list[tuple[str, list[Card]]] = []
        for at in reversed(positions):
            card = self.cards[at]
            if not groups or groups[-1][0] != card.day[:4]:
                groups.append((card.day[:4], []))
            groups[-1][1].append(card)
        return tuple(
            YearGroup(year, f"{year}/" if year else "undated/", tuple(cards)) for year, cards in groups
        )

    def encoded(self, folder: str) -> str:
        """Return the address of a folder."""
        return encode(folder) + "/"

    def images(self, positions: Iterable[int]) -> tuple[int, int]:
        """Return how many images of the given articles are kept, and how many are lost."""
        found = [self.pictures[at] for at in positions]
        return sum(kept for kept, _ in found), sum(lost for _, lost in found)

    def _count(self, item: Item) -> tuple[int, int]:
        cover = item.entry.article.cover
        urls = dict.fromkeys(u for u in (cover, *(i.url for i in item.entry.facts.images)) if u)
        states = [self.lookup(item.entry, url, url == cover).state for url in urls]
        return states.count("kept"), states.count("lost") + states.count("damaged")

    def _card(self, item: Item, lost: int) -> Card:
        article, facts = item.entry.article, item.entry.facts
        date = article.date
        return Card(
            id=item.id,
            url=item.url,
            title=article.title,
            lang=article.lang or facts.lang,
            date=date,
            day=date[:10],
            time=date[11:16],
            authors=tuple(self.terms["authors"].term(name) for name in article.authors),
            source=self.terms["sources"].term(article.source) if article.source else None,
            deck=article.summary or facts.deck,
            minutes=facts.minutes,
            lost=lost,
            thumb=self._thumb(item),
        )

    def _thumb(self, item: Item) -> Picture | None:
        """Return the cover, else the first picture of the body that is large enough to stand in for one."""
        entry = item.entry
        if entry.article.cover:
            picture = self.lookup(entry, entry.article.cover, True)
            if picture.state == "kept":
                return picture
        for image in entry.facts.images[: self.STAND_INS]:
            picture = self.lookup(entry, image.url, True)
            if picture.state == "kept" and picture.width >= 300 and picture.height >= 160:
                return picture
        return None


def day_url(day: str) -> str:
    """Return the address of the page of a day, month or year; "" for undated."""
    return day.replace("-", "/") + "/" if day else ""
