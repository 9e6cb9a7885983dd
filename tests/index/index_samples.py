"""Invented archives for the tests of the index, and what is checked of any set of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import Any
from urllib.parse import unquote

import msgspec

from backfile.addresses import article_id
from backfile.config import PageSettings, Site
from backfile.digest import digest
from backfile.index import Holding, Planned, arrange, pages, pictures_needed
from backfile.index.places import comparable
from backfile.model import (
    AnyPage,
    Article,
    Capture,
    Card,
    DayGroup,
    Entry,
    Facts,
    FeedPage,
    Heading,
    ImageReference,
    Link,
    LostPicture,
    Picture,
    Variant,
    YearGroup,
    entry_of,
)

SITE = Site(
    title="旧闻馆",
    language="zh-Hans",
    timezone="Asia/Shanghai",
    base_url="https://archive.example/old/",
    pages=PageSettings(list=3, feed=4),
)


def entry(name: str, date: str = "2024-07-28", body: str = "text", **fields: Any) -> Entry:
    """One article file; fields named images and links belong to its body, all others to its front matter."""
    facts = Facts(
        images=tuple(ImageReference(url, "") for url in fields.pop("images", ())),
        links=tuple(fields.pop("links", ())),
        headings=(Heading(2, "s1", "Head"),),
        characters=fields.pop("characters", 100),
        deck=fields.pop("deck", f"About {name}."),
        lang="en",
    )
    values: dict[str, Any] = {
        "id": article_id(name),
        "title": name.title(),
        "date": date,
        "permalink": f"{date[:10].replace('-', '/') or 'undated'}/{name}",
        "capture": Capture(added="2026-11-20T02:10:00Z", file=f"sources/{name}.txt"),
    }
    article = Article(**{**values, **fields})
    return entry_of(
        f"content/articles/{name}.md", digest((article, facts, body)), body.encode(), article, facts
    )


def with_facts(one: Entry, facts: Facts) -> Entry:
    """Return an entry with other facts of its body."""
    return entry_of(one.path, one.digest, one.body, one.article, facts)


def picture(url: str, cover: bool, state: str = "kept", width: int = 1280, height: int = 800) -> Picture:
    """What is known of an image: as if it had been kept, unless its name says otherwise."""
    if state != "kept":
        return Picture(url=url, state=state, reason="HTTP 404", checked="2026-11-20")
    widths = (480,) if cover else (720, width)
    variants = tuple(Variant(w, height * w // width, f"images/{url}-{w}.webp", w) for w in widths)
    return Picture(url=url, state="kept", checked="2026-11-20", width=width, height=height, variants=variants)


def lookup(owner: Entry, url: str, cover: bool) -> Picture:
    """Images whose names begin with lost, damaged or unasked are so; "small" ones are too small to stand for a cover."""
    for state in ("lost", "damaged", "unasked"):
        if url.startswith(state):
            return picture(url, cover, state)
    return picture(url, cover, width=200, height=120) if url.startswith("small") else picture(url, cover)


def guarded(holding: Holding) -> Any:
    """A lookup that fails for what `pictures_needed` did not name."""
    needed = {(e.path, url, cover) for e, url, cover in pictures_needed(holding)}

    def look(owner: Entry, url: str, cover: bool) -> Picture:
        assert (owner.path, url, cover) in needed, (owner.path, url, cover)
        return lookup(owner, url, cover)

    return look


def plan(entries: Iterable[Entry], site: Site = SITE) -> dict[str, AnyPage]:
    """Return every page by its path; no two may share one."""
    return {path: made(one) for path, one in planned_of(entries, site).items()}


def planned_of(entries: Iterable[Entry], site: Site = SITE) -> dict[str, Planned]:
    """Return every page by its path before it is made."""
    holding, _ = arrange(entries, site)
    found: dict[str, Planned] = {}
    for one in pages(holding, guarded(holding), site):
        assert one.path not in found, one.path
        found[one.path] = one
    return found


def made(one: Planned) -> AnyPage:
    """Return a planned page, which must be what was planned."""
    page = one.make()
    assert (type(page), page.path, page.url) == (one.kind, one.path, one.url)
    return page


def changed(before: dict[str, AnyPage], after: dict[str, AnyPage]) -> set[str]:
    """Return the paths of pages that are new, gone or different."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def addresses(page: AnyPage) -> Iterator[str]:
    """Yield every address below the site's root that a page names."""
    for name, value in _fields(page):
        if name in {"url", "target", "home", "older", "newer", "newest"} and isinstance(value, str):
            yield value
        elif name == "links":
            yield from (address for _, address in value)
        elif name == "days":
            yield from (url for _, url, _ in value)


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Picture | LostPicture):
        return
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            own = getattr(value, name)
            yield name, own
            if not (isinstance(own, tuple) and name in {"links", "days"}):
                yield from _fields(own)
    elif isinstance(value, tuple):
        for each in value:
            yield from _fields(each)


def file_of(url: str) -> str:
    """Return the output file an address leads to."""
    path = unquote(url)
    return f"{path}index.html" if not path or path.endswith("/") else path


def check_whole(found: dict[str, AnyPage]) -> None:
    """Check what holds for any archive: paths differ on every file system, and no address leads nowhere."""
    keys = [comparable(path) for path in found]
    assert len(set(keys)) == len(keys)
    folders = {key[:at] for key in keys for at in range(len(key)) if key[at] == "/"}
    assert not folders & set(keys)
    for page in found.values():
        assert file_of(page.url) == page.path or isinstance(page, FeedPage) or page.path == "index.html"
        for address in addresses(page):
            assert file_of(address) in found, (page.path, address)


def cards_of(groups: Iterable[DayGroup | YearGroup]) -> list[Card]:
    """Return the cards of groups in their order."""
    return [card for group in groups for card in group.cards]


def titles(links: Iterable[Link | Card]) -> list[str]:
    """Return the titles of links or cards."""
    return [link.title for link in links]


def archive(count: int, seed: int = 1) -> list[Entry]:
    """Return an archive of so many articles over some years, with tags, people, pictures and links."""
    random = Random(seed)
    tags = [f"标签{n}" for n in range(max(4, count // 8))] + ["AI", "大模型", "机器人", "Chip"]
    people = [f"作者{n}" for n in range(max(3, count // 50))]
    sources = [f"示例报{n}" for n in range(max(2, count // 400))]
    names = [f"article-{n}" for n in range(count)]
    entries = []
    for n, name in enumerate(names):
        day = n * 3650 // count
        date = f"{2014 + day // 365}-{day % 365 // 31 + 1:02d}-{day % 28 + 1:02d}T{n % 24:02d}:{n % 60:02d}:00+08:00"
        entries.append(
            entry(
                name,
                date,
                title=f"第{n}篇文章的标题",
                tags=tuple(random.sample(tags, 5)),
                authors=(random.choice(people),) if n % 3 else (),
                source=random.choice(sources),
                cover=f"cover-{n}",
                images=tuple(f"{'lost' if random.random() < 0.05 else 'pic'}-{n}-{k}" for k in range(5)),
                links=(f"https://mp.example/s/{random.choice(names)}", "https://other.example/a?b=1"),
                original=f"https://mp.example/s/{name}",
            )
        )
    return entries
