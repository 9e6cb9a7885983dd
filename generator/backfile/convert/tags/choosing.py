"""The tags of articles, from what they offer and what the archive has learned."""

from __future__ import annotations

from collections.abc import Sequence

from backfile.characters import CJK_LETTER, fold
from backfile.config import TagSettings
from backfile.convert.tags.keys import families, key
from backfile.convert.tags.ranking import Ranked, rank
from backfile.convert.tags.scoring import Lexicon
from backfile.convert.tags.values import Candidates, Vocabulary

_ALWAYS = 3
_SHARE_OF_BEST = 0.35
_SHARE_OF_NAME = 0.15
_SHARE_AT_ALL = 0.1
_OFTEN = 5
_SINGLES = 3


def choose(
    articles: Sequence[Candidates], vocabulary: Vocabulary, settings: TagSettings
) -> tuple[tuple[str, ...], ...]:
    """Return the tags of each article, best first; an article's tags follow from it, the vocabulary and the settings alone."""
    lexicon = Lexicon(vocabulary, settings)
    return tuple(labels(rank(article, lexicon), lexicon, settings) for article in articles)


def labels(ranked: Sequence[Ranked], lexicon: Lexicon, settings: TagSettings) -> tuple[str, ...]:
    """Return the tags of an article from its ranking, best first."""
    return tuple(one.label for one in pick(ranked, lexicon.living, settings, small=lexicon.small))


def pick(
    ranked: Sequence[Ranked], living: frozenset[str] | None, settings: TagSettings, *, small: bool
) -> list[Ranked]:
    """Choose among ranked tags; living is None while it is not known which tags the archive keeps.

    A small archive has few tags that live: there all may be an article's own.
    """
    own_most = settings.max if small else _SINGLES
    taken = [one for one in ranked if one.kind == "force"]
    passed = []
    # A name that the title leaves out is no measure for those it has.
    best = next((one.score for one in ranked if one.tally.title), ranked[0].score if ranked else 0.0)
    for one in ranked:
        if one.kind == "force":
            continue
        shared = sum(other.known for other in taken)
        if not _is_allowed(one, living) or not (one.hand or _is_prominent(one, best, shared)):
            passed.append(one)
        elif (
            len(taken) < settings.max
            and _fits(one, taken, living)
            and (_lives(one, living) or sum(not _lives(other, living) for other in taken) < own_most)
        ):
            taken.append(one)
    for one in passed:
        if len(taken) < min(settings.min, settings.max) and _fits(one, taken, living):
            taken.append(one)
    return taken


def _is_allowed(one: Ranked, living: frozenset[str] | None) -> bool:
    return one.leads or _lives(one, living)


def _lives(one: Ranked, living: frozenset[str] | None) -> bool:
    return living is None or one.key in living


def _is_prominent(one: Ranked, best: float, taken: int) -> bool:
    if one.tally.title:
        return True
    if taken and one.score < _SHARE_AT_ALL * best:
        return False
    named = one.kind in ("person", "organisation", "topic") and one.tally.count >= one.tally.least(_OFTEN)
    if taken >= _ALWAYS and one.score < (_SHARE_OF_NAME if named else _SHARE_OF_BEST) * best:
        return False
    count, least = one.tally.count, one.tally.least
    early = one.tally.heading > 0 or one.tally.lead > 0
    if " " in one.label or not one.tally.chinese:
        return count >= least(4) or early  # nobody drops a name of several words in passing
    return count >= least(6) or (count >= least(4) and early)


def _fits(one: Ranked, taken: Sequence[Ranked], living: frozenset[str] | None) -> bool:
    """No tag is inside another, a version of another, a longer form of another, or shown like another."""
    shown = fold(one.label) if taken else ""
    for other in taken:
        if shown == fold(other.label):
            return False
        # DPO, which others write about, goes with Step-DPO, which only this article does.
        shared = [each for each in (one, other) if each.known and _lives(each, living)]
        both = one.kind == other.kind == "latin" and one.known != other.known and len(shared) == 1
        if not both and (one.key in other.key or other.key in one.key):
            return False
        if _are_parts_of_one_product(one, other):
            return False
        if _is_shortening(one, other) or _is_shortening(other, one):
            return False
        if one.key in map(key, families(other.label)) or other.key in map(key, families(one.label)):
            return False
    return True


def _are_parts_of_one_product(one: Ranked, other: Ranked) -> bool:
    """Loom Editor and Loom Server, when no other article writes about either."""
    if one.known or other.known or one.kind != "latin" or other.kind != "latin":
        return False
    first, _, rest = one.label.partition(" ")
    return bool(rest) and other.label.startswith(first + " ")


def _is_shortening(short: Ranked, long: Ranked) -> bool:
    """Tell whether a topic is another one with letters left out between its ends: 大模型 and 大语言模型.

    Not of organisations and persons: 香港大学 and 香港中文大学 are two.
    """
    if not 3 <= len(short.key) < len(long.key) or not CJK_LETTER.match(short.key):
        return False
    if {short.kind, long.kind} & {"organisation", "person"}:
        return False
    if short.key[0] != long.key[0] or short.key[-2:] != long.key[-2:]:
        return False
    letters = iter(long.key)
    return all(letter in letters for letter in short.key)
