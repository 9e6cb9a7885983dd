"""Which pages a generator wrote, by kind, and how many there must be of each: what makes the comparison one of equals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from corpus import Post

# The first pattern that a path matches names its kind. Hugo's pages by date lie below names of their own.
_PATTERNS = (
    ("article", r"\d{4}/\d\d/\d\d/[^/]+/index\.html"),
    ("day", r"(\d{4}/\d\d/\d\d|days/\d{4}-\d\d-\d\d)/index\.html"),
    ("month", r"(\d{4}/\d\d|months/\d{4}-\d\d)/index\.html"),
    ("year", r"(years/)?\d{4}/index\.html"),
    ("home", r"index\.html"),
    ("list part", r"(.+/)?p/\d+/index\.html"),
    ("index", r"(tags|authors|sources|dates|years)/(p/[a-z]+/(\d+/)?)?index\.html"),
    ("tag", r"tags/[^/]+/index\.html"),
    ("author", r"authors/[^/]+/index\.html"),
    ("source", r"sources/[^/]+/index\.html"),
    ("feed", r"(.+/)?(feed|index)\.xml"),
    ("sitemap", r"sitemap[^/]*\.xml"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
KINDS = (*(kind for kind, _ in _PATTERNS), "other")
# Each generator has its own way with these; they are shown, and not compared.
APART = ("index", "sitemap", "other")
# backfile makes a page of a tag that two articles share.
_LEAST = 2


def kind_of(path: str) -> str:
    """Return the kind of an output file by its path."""
    return next((kind for kind, pattern in _COMPILED if pattern.fullmatch(path)), "other")


def counted(paths: Iterable[str]) -> Counter[str]:
    """Return how many output files there are of each kind."""
    return Counter(map(kind_of, paths))


def expected(posts: Sequence[Post], size: int, *, from_oldest: bool) -> Counter[str]:
    """Return how many pages of each compared kind a site of these posts has, with so many articles in a part of a list.

    from_oldest is backfile's way: parts are full and numbered from the oldest, the root shows what is left over with the
    newest full part, so that n articles make n // size parts besides the root; and a tag of a single article has no page
    and no feed.
    Otherwise the root is the first part, and n articles make ceil(n / size) - 1 more.
    """
    tags = Counter(tag for post in posts for tag in post.tags)
    authors = Counter(author for post in posts for author in post.authors)
    sources = Counter(post.source for post in posts)
    if from_oldest:
        tags = Counter({tag: count for tag, count in tags.items() if count >= _LEAST})
    lists = [len(posts), *tags.values(), *authors.values(), *sources.values()]
    parts = sum(n // size if from_oldest else (n - 1) // size for n in lists)
    days = {post.date[:10] for post in posts}
    return Counter(
        {
            "article": len(posts),
            "day": len(days),
            "month": len({day[:7] for day in days}),
            "year": len({day[:4] for day in days}),
            "home": 1,
            "list part": parts,
            "tag": len(tags),
            "author": len(authors),
            "source": len(sources),
            "feed": len(lists),
        }
    )


def differences(found: Counter[str], wanted: Counter[str]) -> list[str]:
    """Return what is wrong with the pages a generator wrote, in words; nothing when all compared kinds are right."""
    kinds = [kind for kind in KINDS if kind not in APART and found[kind] != wanted[kind]]
    return [f"{kind}: {found[kind]} instead of {wanted[kind]}" for kind in kinds]
