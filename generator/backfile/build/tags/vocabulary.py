"""content/tags.json kept in step when tags are merged, renamed or blocked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from backfile.build.tags.counts import is_automatic
from backfile.convert.tags import Vocabulary
from backfile.convert.tags.keys import key, tidy
from backfile.convert.tags.values import Word
from backfile.model import Article


def merged_vocabulary(
    before: Vocabulary, sources: Sequence[str], target: str, changed: Iterable[tuple[Article, Article]]
) -> Vocabulary:
    """Return the vocabulary after every source became the target; changed are the articles before and after."""
    goal = key(target)
    keys = {key(name) for name in sources}
    away = keys - {goal}
    automatic = by_hand = 0
    for old, new in changed:
        gained = goal in map(key, new.tags) and goal not in map(key, old.tags)
        automatic += gained and is_automatic(new)
        by_hand += gained and not is_automatic(new)
    living = dict(before.living)
    wanted = living.get(goal, 0) + automatic
    lives = goal in living or automatic or not away.isdisjoint(living)
    living = {name: uses for name, uses in living.items() if name not in away}
    if lives:
        living[goal] = wanted
    hand = {name: uses for name, uses in before.hand if key(name) not in keys and key(name) != goal}
    uses = by_hand + sum(uses for name, uses in before.hand if key(name) == goal)
    spelling = next((n for n, _ in before.hand if key(n) == goal and goal not in keys), target)
    if uses:
        hand[spelling] = uses
    folded = ((part, goal if full in away else full) for part, full in before.folded if part not in away)
    return replace(
        before,
        words=_words(before, away, goal, tidy(target)),
        folded=tuple(sorted((part, full) for part, full in folded if part != full)),
        hand=tuple(sorted(hand.items())),
        living=tuple(sorted(living.items())),
    )


def blocked_vocabulary(
    before: Vocabulary, names: Sequence[str], changed: Iterable[tuple[Article, Article]]
) -> Vocabulary:
    """Return the vocabulary after tags were blocked: none of them lives, and people's uses that are gone are not counted."""
    keys = {key(name) for name in names}
    hand = dict(before.hand)
    for old, new in changed:
        if not is_automatic(old):
            for gone in {key(tag) for tag in old.tags} - {key(tag) for tag in new.tags}:
                for name in [name for name in hand if key(name) == gone]:
                    hand[name] -= 1
    return replace(
        before,
        hand=tuple(sorted((name, uses) for name, uses in hand.items() if uses > 0)),
        living=tuple((name, uses) for name, uses in before.living if name not in keys),
    )


def _words(before: Vocabulary, away: set[str], goal: str, label: str) -> tuple[Word, ...]:
    """Return the words with those that went away counted for the goal, which is shown by the label."""
    kept = {word.key: word for word in before.words}
    gone = [kept.pop(name) for name in sorted(away) if name in kept]
    own = kept.get(goal)
    if own is None and not gone:
        return tuple(kept[name] for name in sorted(kept))
    sums = [own, *gone] if own else gone
    first = sums[0]
    # An article may dwell on both names: the sum is the most that is known without reading them all again.
    kept[goal] = Word(
        goal,
        label or first.label,
        first.kind,
        min(sum(word.articles for word in sums), before.articles),
        sum(word.count for word in sums),
        sum(word.titles for word in sums),
    )
    return tuple(kept[name] for name in sorted(kept))
