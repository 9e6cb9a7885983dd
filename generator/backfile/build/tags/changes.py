"""Tags listed, merged, renamed and blocked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from backfile import frontmatter
from backfile.addresses import term_url
from backfile.build import reading
from backfile.build.archive import Opened, replace_article, with_archive
from backfile.build.report import Outside
from backfile.build.tagging import load_vocabulary, save_vocabulary
from backfile.build.tags.counts import Tags, count_tags, holders_of, is_automatic, near_duplicates
from backfile.build.tags.report import Holder, Retagged, TagCount, TagList, TagOutcome
from backfile.build.tags.settings import blocked, differences, merged, write_settings
from backfile.build.tags.vocabulary import blocked_vocabulary, merged_vocabulary
from backfile.characters import clean_line, fold
from backfile.config import Site, TagSettings
from backfile.convert import tags as tagging
from backfile.convert.tags.keys import key, tidy
from backfile.convert.tags.scoring import alias_table
from backfile.errors import Problem, TagError
from backfile.frontmatter.retagging import with_tags
from backfile.model import Article

_LONGEST = 60
# The articles that were changed, before and after.
Pairs = list[tuple[Article, Article]]


class _Plan(msgspec.Struct, frozen=True):
    """A change of tags: their folded names, the settings after it, the new tags of an article, the vocabulary after it,

    tags that go.
    """

    names: frozenset[str]

    settings: TagSettings
    tags: Callable[[Article], tuple[str, ...]]
    vocabulary: Callable[[tagging.Vocabulary, Pairs], tagging.Vocabulary]
    gone: tuple[str, ...]
    notes: tuple[Problem, ...] = ()


def list_tags(folder: Path, outside: Outside) -> TagList:
    """Return all tags of the archive. Raises LockedError."""

    def act(opened: Opened) -> TagList:
        archive = opened.archive
        tags = count_tags(archive.entries).ordered()
        tagged = sum(1 for entry in archive.entries if entry.article.tags)
        return TagList(len(archive.entries), tagged, tags, near_duplicates(tags), _unread(archive))

    return with_archive(folder, outside, act)


def list_holders(folder: Path, outside: Outside, name: str) -> tuple[Holder, ...]:
    """Return the articles that have a tag. Raises LockedError, and TagError when there is no such tag."""

    def act(opened: Opened) -> tuple[Holder, ...]:
        entries = opened.archive.entries
        return holders_of(entries, count_tags(entries).named(name))

    return with_archive(folder, outside, act)


def merge_tags(
    folder: Path, site: Site, outside: Outside, sources: Sequence[str], target: str, *, dry_run: bool
) -> TagOutcome:
    """Give every article that has one of the sources the target in its place, and have later imports do the same.

    Raises LockedError, TagError when one of the tags does not exist, and ConfigError when site.toml cannot be changed.
    """

    def plan(tags: Tags) -> _Plan:
        return _merge(site, tags, [tags.named(name) for name in sources], tags.named(target).name)

    return _change(folder, site, outside, plan, dry_run=dry_run)


def rename_tag(
    folder: Path, site: Site, outside: Outside, old: str, new: str, *, dry_run: bool
) -> TagOutcome:
    """Give a tag another name, or another spelling; into one that exists it is merged. Raises as merge_tags does."""

    def plan(tags: Tags) -> _Plan:
        name = clean_line(new)
        if not tidy(name) or len(name) > _LONGEST:
            raise TagError(
                f'"{name}" cannot be a tag: it needs 1 to {_LONGEST} characters that say something'
            )
        if fold(name) in tags.counts and fold(name) != fold(old):
            name = tags.named(name).name
        return _merge(site, tags, [tags.named(old)], name)

    return _change(folder, site, outside, plan, dry_run=dry_run)


def block_tags(
    folder: Path, site: Site, outside: Outside, names: Sequence[str], *, by_hand: bool, dry_run: bool
) -> TagOutcome:
    """Take tags out of all articles whose tags are automatic, or, by_hand, of all articles; later imports never give them.

    Raises as merge_tags does.
    """

    def plan(tags: Tags) -> _Plan:
        found = [tags.named(name) for name in names]
        away = frozenset(fold(tag.name) for tag in found)

        def without(article: Article) -> tuple[str, ...]:
            if not by_hand and not is_automatic(article):
                return article.tags
            return tuple(tag for tag in article.tags if fold(tag) not in away)

        shown = list(dict.fromkeys(tag.name for tag in found))
        gone = tuple(tag.name for tag in found if by_hand or not tag.by_hand)
        table, notes = alias_table(site.tags), []
        for name in shown:
            use = table.get(key(name))
            if use is not None and name not in site.tags.aliases:
                message = f'"{name}" is another name of the tag "{use}", so that is not given any more either'
                notes.append(Problem("site.toml", 0, message, fatal=False))
        return _Plan(
            away,
            blocked(site.tags, shown),
            without,
            lambda before, pairs: blocked_vocabulary(before, shown, pairs),
            gone,
            tuple(notes),
        )

    return _change(folder, site, outside, plan, dry_run=dry_run)


def retag_article(
    folder: Path, one: Retagged, origin: str | None, *, dry_run: bool
) -> tuple[Article, Article] | Problem:
    """Give an article file other tags, or find out that it can be done; return the article before and after."""
    path = one.path
    try:
        data = (folder / path).read_bytes()
    except OSError as error:
        return Problem(path, 0, f"the file cannot be read: {error.strerror}", "check its rights", fatal=False)
    read = frontmatter.read_article(path, data)
    if isinstance(read, Problem):
        return read
    if read[0].tags != one.before:
        return Problem(path, 0, "the file changed meanwhile and is left alone", "try again", fatal=False)
    new = with_tags(path, data, read[0], one.after, origin)
    if isinstance(new, Problem):
        return new
    problem = None if dry_run else replace_article(folder, path, new)
    return problem or (read[0], msgspec.structs.replace(read[0], tags=one.after))


def _merge(site: Site, tags: Tags, sources: list[TagCount], target: str) -> _Plan:
    if fold(target) in {fold(name) for name in site.tags.stop}:
        raise TagError(f'"{target}" is blocked: take it out of stop in [tags] of site.toml first')
    names = frozenset(fold(tag.name) for tag in sources)
    # To merge a tag into itself makes its spellings one, but is no alias.
    others = list(dict.fromkeys(tag.name for tag in sources if tag.name != target))

    def renamed(article: Article) -> tuple[str, ...]:
        new = (target if fold(tag) in names else tag for tag in article.tags)
        return _each_once(new)

    return _Plan(
        names,
        merged(site.tags, others, target) if others else site.tags,
        renamed,
        lambda before, pairs: merged_vocabulary(before, others, target, pairs) if others else before,
        tuple(tag.name for tag in sources if term_url("tags", tag.name) != term_url("tags", target)),
        _notes(tags, others, target),
    )


def _each_once(tags: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(fold(tag), tag)
    return tuple(found.values())


def _notes(tags: Tags, sources: Sequence[str], target: str) -> tuple[Problem, ...]:
    """Say what an alias does beyond what was asked for: it is looked up without case, blanks, hyphens and plural s."""
    notes = []
    keys = {key(name) for name in sources} - {key(target)}
    for tag in tags.ordered():
        if key(tag.name) in keys and fold(tag.name) not in map(fold, sources):
            message = (
                f'later imports will write "{target}" for "{tag.name}" too, which stays as it is in articles'
            )
            notes.append(Problem("site.toml", 0, message, "merge it too", fatal=False))
    if tidy(target) != target:
        message = f'later imports will write "{tidy(target)}" for "{target}"'
        notes.append(Problem("site.toml", 0, message, "automatic tags have no wide letters", fatal=False))
    return tuple(notes)


def _change(
    folder: Path, site: Site, outside: Outside, make: Callable[[Tags], _Plan], *, dry_run: bool
) -> TagOutcome:
    """Change site.toml, then the article files, then the vocabulary."""

    def act(opened: Opened) -> TagOutcome:
        archive = opened.archive
        tags = count_tags(archive.entries)
        plan = make(tags)
        write_settings(folder, site, plan.settings, dry_run=dry_run)
        changed: list[Retagged] = []
        kept: list[Retagged] = []
        pairs: Pairs = []
        problems = [*plan.notes, *_unread(archive)]
        for entry in sorted(archive.entries, key=lambda e: e.path):
            old = entry.article
            if plan.names.isdisjoint(map(fold, old.tags)):
                continue
            new = plan.tags(old)
            one = Retagged(entry.path, old.title, old.tags, new, not is_automatic(old))
            if new == old.tags:
                kept.append(one)
                continue
            result = retag_article(folder, one, None, dry_run=dry_run)
            if isinstance(result, Problem):
                problems.append(result)
            else:
                changed.append(one)
                pairs.append(result)
        vocabulary, trouble = load_vocabulary(folder)
        if vocabulary is not None and not dry_run:
            save_vocabulary(folder, tagging.dump(plan.vocabulary(vocabulary, pairs)))
        return TagOutcome(
            changed=tuple(changed),
            kept=tuple(kept),
            settings=differences(site.tags, plan.settings),
            gone=tuple(term_url("tags", name) for name in plan.gone if tags.named(name).articles > 1),
            looked_at=len(archive.entries),
            written=not dry_run,
            problems=tuple(sorted({*problems, *trouble})),
        )

    return with_archive(folder, outside, act)


def _unread(archive: reading.Archive) -> tuple[Problem, ...]:
    return tuple(problem for problem in archive.problems if problem.fatal)
