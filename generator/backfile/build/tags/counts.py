"""Which tags an archive has, and which of them are perhaps one."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from backfile.build.tags.report import Holder, TagCount
from backfile.characters import CJK_LETTER, fold
from backfile.convert.tags.keys import key
from backfile.errors import TagError
from backfile.model import Article, Entry

_JOINTS = re.compile(r"[\s\-_·.]+")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
# Shorter names differ by one letter and mean two things.
_LEAST_LATIN, _LEAST_CHINESE = 6, 5
_LONGEST = 60


class Tags(msgspec.Struct, frozen=True):
    """All tags of an archive by folded name."""

    counts: dict[str, TagCount]

    def named(self, name: str) -> TagCount:
        """Return a tag in whatever spelling it is asked for. Raises TagError, with the nearest one, when there is none."""
        found = self.counts.get(fold(name))
        if found is None:
            near = difflib.get_close_matches(fold(name), self.counts, n=1)
            hint = f'did you mean "{self.counts[near[0]].name}"?' if near else "`backfile tags` lists them"
            raise TagError(f'no article has the tag "{name}"; {hint}')
        return found

    def ordered(self) -> tuple[TagCount, ...]:
        """Return the tags, the most frequent first."""
        return tuple(sorted(self.counts.values(), key=lambda tag: (-tag.articles, tag.name)))


def is_automatic(article: Article) -> bool:
    """Return whether the tags of an article were chosen by the tool."""
    return article.capture.tags == "auto"


def count_tags(entries: Iterable[Entry]) -> Tags:
    """Return the tags of an archive; spellings that fold to one name are one tag."""
    spellings: dict[str, Counter[str]] = {}
    automatic: Counter[str] = Counter()
    by_hand: Counter[str] = Counter()
    for entry in entries:
        own = {fold(tag): tag for tag in reversed(entry.article.tags)}
        (automatic if is_automatic(entry.article) else by_hand).update(own.keys())
        for name, tag in own.items():
            spellings.setdefault(name, Counter())[tag] += 1
    counts = {}
    for name, forms in spellings.items():
        shown = min(forms, key=lambda form: (-forms[form], form))
        counts[name] = TagCount(shown, automatic[name] + by_hand[name], automatic[name], by_hand[name])
    return Tags(counts)


def holders_of(entries: Iterable[Entry], tag: TagCount) -> tuple[Holder, ...]:
    """Return the articles that have a tag, the newest first."""
    name = fold(tag.name)
    found = [
        Holder(e.path, e.article.title, e.article.date, not is_automatic(e.article))
        for e in entries
        if name in map(fold, e.article.tags)
    ]
    return tuple(sorted(found, key=lambda h: (h.date, h.path), reverse=True))


def near_duplicates(tags: Sequence[TagCount]) -> tuple[tuple[str, ...], ...]:
    """Return groups of tags that are perhaps one: equal without blanks, hyphens and plural s, or one letter apart.

    The most frequent of a group is its last; groups of frequent tags come first.
    """
    counts = {tag.name: tag.articles for tag in tags}
    plain = {name: _JOINTS.sub("", key(name)) for name in counts if len(name) <= _LONGEST}
    groups = {name: {name} for name in plain}

    def join(one: str, other: str) -> None:
        if groups[one] is not groups[other]:
            groups[one] |= groups[other]
            for name in groups[other]:
                groups[name] = groups[one]

    for names in _alike(plain):
        for name in names[1:]:
            join(names[0], name)
    found = {id(group): group for group in groups.values() if len(group) > 1}
    ordered = [tuple(sorted(group, key=lambda name: (counts[name], name))) for group in found.values()]
    return tuple(sorted(ordered, key=lambda group: (-sum(counts[name] for name in group), group)))


def _alike(plain: Mapping[str, str]) -> list[list[str]]:
    """Return lists of names whose plain forms are equal, or one letter apart: these share a form without one letter."""
    equal: dict[str, list[str]] = {}
    for name in sorted(plain):
        equal.setdefault(plain[name], []).append(name)
    lists = list(equal.values())
    shorter: dict[str, set[str]] = {}
    for form in sorted(equal):
        if len(form) >= (_LEAST_CHINESE if CJK_LETTER.search(form) else _LEAST_LATIN):
            for at in range(len(form)):
                shorter.setdefault(form[:at] + form[at + 1 :], set()).add(form)
    for form, longer in sorted(shorter.items()):
        near = sorted(longer | ({form} if form in equal else set()))
        for at, one in enumerate(near):
            lists += [[equal[one][0], equal[other][0]] for other in near[at + 1 :] if _is_near(one, other)]
    return lists


def _is_near(one: str, other: str) -> bool:
    """Decide on two forms that share one without a letter: GPT-4 and GPT-5 are two, and so are 北京大学 and 南京大学."""
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    if CJK_LETTER.search(one + other):
        return abs(len(one) - len(other)) == 1
    short, long = sorted((one, other), key=len)
    # Llama 3 and Llama 3V are two.
    return len(short) >= _LEAST_LATIN - 1 and not (long.startswith(short) and short[-1].isdigit())
