"""What the commands about tags found and did, as values."""

from __future__ import annotations

import msgspec

from backfile.errors import Problem


class TagCount(msgspec.Struct, frozen=True):
    """One tag: its most frequent spelling, the articles that have it, and how many of these tags are automatic or by hand."""

    name: str
    articles: int
    automatic: int
    by_hand: int


class Holder(msgspec.Struct, frozen=True):
    """An article that has a tag."""

    path: str
    title: str
    date: str
    by_hand: bool


class TagList(msgspec.Struct, frozen=True):
    """All tags, the most frequent first; near are groups of spellings that are perhaps one tag, the most frequent last.

    articles counts the archive, tagged those of its articles that have tags.
    """

    articles: int
    tagged: int
    tags: tuple[TagCount, ...]
    near: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...] = ()

    def at_least(self, articles: int) -> TagList:
        """Return the list with only the tags of at least so many articles."""
        tags = tuple(tag for tag in self.tags if tag.articles >= articles)
        return msgspec.structs.replace(self, tags=tags)


class Retagged(msgspec.Struct, frozen=True):
    """An article file whose tags change, or that keeps what it has: then before and after are the same."""

    path: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    by_hand: bool = False


class TagOutcome(msgspec.Struct, frozen=True):
    """What a command did, or would do unless written.

    changed and kept are article files; settings says in words what changes in site.toml; gone are addresses of tags' pages
    that the next build takes away; looked_at counts the articles that the command might have changed.
    """

    changed: tuple[Retagged, ...] = ()
    kept: tuple[Retagged, ...] = ()
    settings: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    looked_at: int = 0
    written: bool = False
    problems: tuple[Problem, ...] = ()
