"""Names that stand for another: a half name for the whole one, a rare version for the product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from backfile.convert.tags.chinese import LONGEST_GRAM, can_extend
from backfile.convert.tags.discovery import sampled_runs
from backfile.convert.tags.keys import families, key
from backfile.convert.tags.scoring import Lexicon
from backfile.convert.tags.segmentation import LINE_END, RUN_END, segment
from backfile.convert.tags.values import Candidates

# So often at least a name must be seen, and this share of it beside one and the same word.
_SEEN = 4
_SHARE = 0.8
_ROUNDS = 2
# Of the articles with part of a name, this share has the whole.
_TOGETHER = 0.6
# A version that so many articles want has a page of its own beside its product's.
_OWN_PAGE = 5
# What may follow a subject without making another of it.
_TAILS = (
    "机制",
    "技术",
    "方法",
    "算法",
    "系统",
    "产业",
    "行业",
    "市场",
    "模式",
    "问题",
    "现象",
    "理论",
    "领域",
)

Parts = tuple[str, ...]


def whole_names(
    articles: Sequence[Candidates], wanted: Iterable[str], repeated: frozenset[bytes]
) -> dict[str, str]:
    """Return fragment -> whole name, both keys, for the wanted keys in Han letters: 华晨 -> 华晨精密.

    Of four occurrences or more, four in five must stand beside the same word.
    """
    parts = {
        name: tuple(word for word in segment([name]) if word not in (RUN_END, LINE_END))
        for name in sorted(wanted)
    }
    concerned = [each for each in articles if any(one.key in parts for one in each.evidence)]
    runs = [words for words in sampled_runs(concerned, repeated) if len(words) > 1]
    whole: dict[str, str] = {}
    for _ in range(_ROUNDS):
        longer = _extended(parts, runs)
        for name, found in list(whole.items()):
            if found in longer:
                whole[name] = "".join(longer[found])
        whole.update((name, "".join(found)) for name, found in longer.items() if name in parts)
        parts = {"".join(found): found for found in longer.values()}
    return {name: found for name, found in whole.items() if name != found}


def _extended(names: dict[str, Parts], runs: Sequence[list[str]]) -> dict[str, Parts]:
    by_first: dict[str, list[tuple[str, Parts]]] = {}
    for name, parts in names.items():
        if parts and "".join(parts) == name:
            by_first.setdefault(parts[0], []).append((name, parts))
    firsts = frozenset(by_first)
    before: dict[str, Counter[str]] = {name: Counter() for name in names}
    after: dict[str, Counter[str]] = {name: Counter() for name in names}
    for words in runs:
        if firsts.isdisjoint(words):
            continue
        for at, word in enumerate(words):
            if word not in by_first:
                continue
            for name, parts in by_first[word]:
                end = at + len(parts)
                if len(parts) == 1 or tuple(words[at:end]) == parts:
                    before[name][words[at - 1] if at else ""] += 1
                    after[name][words[end] if end < len(words) else ""] += 1
    longer = {}
    for name, parts in names.items():
        right, left = _constant(after[name]), _constant(before[name])
        if right and can_extend(right, after=True):
            found = (*parts, right)
        elif left and can_extend(left, after=False):
            found = (left, *parts)
        else:
            continue
        if sum(map(len, found)) <= LONGEST_GRAM:
            longer[name] = found
    return longer


def _constant(neighbours: Counter[str]) -> str:
    total = sum(neighbours.values())
    if total < _SEEN:
        return ""
    word = min(neighbours, key=lambda each: (-neighbours[each], each))
    return word if neighbours[word] >= _SHARE * total else ""


def with_generic_tails(wanted: Mapping[str, int]) -> dict[str, str]:
    """Return the rarer -> the commoner, both keys, of a subject and the same with a tail: 注意力机制 and 注意力."""
    same = {}
    for name in sorted(wanted):
        for tail in _TAILS:
            short = name.removesuffix(tail)
            if short != name and short in wanted:
                rarer, commoner = sorted((name, short), key=lambda each: (wanted[each], -len(each)))
                same[rarer] = commoner
    return same


def longer_names(
    articles: Sequence[Candidates], wanted: Mapping[str, str], lexicon: Lexicon
) -> dict[str, str]:
    """Return part -> longer name, both keys, of names in Latin letters: Innovation Fellows -> Presidential Innovation Fellows.

    Of the articles with the part, six in ten must have the longer name. wanted: labels by key.
    """
    longer: dict[str, list[str]] = {}
    for name, word in lexicon.words.items():
        if word.kind == "latin" and " " in word.label:
            for part in _parts(word.label):
                # What is written small is no name, but a subject of its own: civil rights, Civil Rights Division.
                if part != name and not wanted.get(part, "").islower() and part in wanted:
                    longer.setdefault(part, []).append(name)
    alone: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    for article in articles:
        names = {each.key for each in article.evidence}
        for part in names & longer.keys():
            alone[part] += 1
            both.update((part, name) for name in longer[part] if name in names)
    found = {}
    for part, names_of_part in longer.items():
        best = max(names_of_part, key=lambda name: (both[part, name], len(name), name))
        if alone[part] > 1 and both[part, best] >= _TOGETHER * alone[part]:
            found[part] = best
    return {part: found.get(whole, whole) for part, whole in found.items()}


def _parts(label: str) -> set[str]:
    """Return the keys of the runs of words of a label, the whole among them."""
    words = label.split(" ")
    return {
        key(" ".join(words[start:end]))
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    }


def rare_versions(wanted: Mapping[str, int], labels: Mapping[str, str], lexicon: Lexicon) -> dict[str, str]:
    """Return version -> product, both keys, of the versions that few articles want while the product is a tag too.

    wanted: keys with the number of articles that want them; labels: by key.
    """
    products = {}
    for name, count in wanted.items():
        if count < _OWN_PAGE:
            wider = {lexicon.canonical(key(family)) for family in families(labels[name])} - {name}
            best = max(sorted(wider), key=lambda each: wanted.get(each, 0), default="")
            if wanted.get(best, 0) >= max(2, count):
                products[name] = best
    return {name: products.get(wider, wider) for name, wider in products.items()}
