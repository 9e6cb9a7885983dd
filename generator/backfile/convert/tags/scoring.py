"""How well each possible tag names what an article is about."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence

import msgspec

from backfile.characters import CJK_LETTER
from backfile.config import TagSettings
from backfile.convert.tags.chinese import LONGEST_GRAM
from backfile.convert.tags.keys import key, tidy
from backfile.convert.tags.names import ALIASES, ORGANISATIONS, SHORT_FORMS, SURNAMES, TOPICS
from backfile.convert.tags.segmentation import is_common
from backfile.convert.tags.stopwords import BROAD_PLACES, GENERIC_NAMES, LATIN_NOISE, STOP_ZH, SUBJECTS
from backfile.convert.tags.values import Candidates, Kind, Vocabulary, Word

# Of the occurrences of its commonest part, so many percent are inside a sequence that is surely one word, or may well be.
LOOSE_BELOW = 80
_LOOSE = 25
# So often an article names what it is about and its title leaves out; a sequence must be that tight to be it.
_DOMINANT = 10
_TIGHT = 45
# An archive of fewer articles is small: its statistics say little, so titles and what is set off decide.
SMALL_ARCHIVE = 60
# Tags people gave at least so often are the archive's own scheme.
HAND_USES = 3
_HAND_TAGS = 5
# A text whose segments take fewer characters is brief: its subject is named but a few times.
_BRIEF = 1200
# A noun or place that so many articles dwell on is the archive's home or trade.
_HOME_SHARE = 0.25
_HOME_ARTICLES = 20
# A noun counted less often by the general dictionary is as good as a name.
_RARE = 330

_COMPARED = frozenset("大小长短高低快慢多少强弱远近新旧")

_WEIGHTS = {
    "force": 9.0,
    "person": 1.25,
    "organisation": 1.05,
    "topic": 1.2,
    "latin": 1.15,
    "work": 1.0,
    "nz": 0.9,
    "nt": 1.0,
    "ns": 0.55,
    "nr": 0.7,
    "n": 0.6,
    "v": 0.45,
    "span": 0.9,
    "new": 1.2,
    "gram": 1.0,
    "term": 0.9,
}


class Tally(msgspec.Struct, gc=False):
    """Counts of one key in one article; private to a call, therefore mutable."""

    form: str
    kind: Kind
    count: float = 0
    title: float = 0
    heading: float = 0
    lead: float = 0
    bold: float = 0
    quoted: float = 0
    tight: int = 100
    brief: bool = False
    chinese: bool = True

    def least(self, count: int) -> int:
        """Return how often a text of this length has to say what a long one says so often."""
        return (count + 1) // 2 if self.brief else count

    def take(self, other: Tally, share: float = 1.0) -> None:
        self.count += share * other.count
        self.title += share * other.title
        self.heading += share * other.heading
        self.lead += share * other.lead
        self.bold += share * other.bold
        self.quoted += share * other.quoted


class Lexicon:
    """A vocabulary and settings made ready for look-ups; never changes after it is made."""

    def __init__(self, vocabulary: Vocabulary, settings: TagSettings) -> None:
        self.articles = max(1, vocabulary.articles)
        self.small = self.articles < SMALL_ARCHIVE
        self.words: Mapping[str, Word] = {word.key: word for word in vocabulary.words}
        self.aliases = alias_table(settings)
        self.folded = dict(vocabulary.folded)
        self.repeated = frozenset(bytes.fromhex(each) for each in vocabulary.repeated)
        self.own = frozenset(vocabulary.own)
        self.stop = frozenset(self.canonical(key(each)) for each in settings.stop) | {
            key(each) for each in settings.stop
        }
        self.labels = {key(each): tidy(each) for each in (*settings.aliases.values(), *settings.force)}
        self.hand = {key(tag): tag for tag, uses in vocabulary.hand if uses >= HAND_USES}
        self.closed = len(self.hand) >= _HAND_TAGS
        self.living = frozenset(name for name, _ in vocabulary.living) | self.hand.keys()

    def canonical(self, name: str) -> str:
        return self.aliases.get(name, name)

    def label(self, name: str, form: str) -> str:
        if name in self.labels:
            return self.labels[name]
        if name in self.hand:
            return self.hand[name]
        word = self.words.get(name)
        if name in _ALIAS_TARGETS and CJK_LETTER.search(name):
            return name
        return word.label if word else form

    def is_eligible(self, name: str, tally: Tally, own: frozenset[str], chinese: bool) -> bool:
        if name in self.stop or name in self.own or name in own:
            return False
        if tally.kind == "force" or name in self.hand:
            return True
        if self.closed and not chinese:
            return False
        word = self.words.get(name)
        if word is not None and self._is_home(word):
            return False
        if name in LATIN_NOISE or name in BROAD_PLACES or (name in GENERIC_NAMES and not chinese):
            return False
        if tally.kind == "organisation" and tally.title and tally.quoted and tally.count <= 2:
            return False  # “奥斯卡” of something else
        if (name in STOP_ZH and name not in SUBJECTS) or (
            tally.kind in ("gram", "new") and name in _BEGINNINGS
        ):
            return False
        # A plain noun or verb is a subject only where a title or heading says so; a name may be one anywhere.
        plain = tally.kind in ("n", "v") and tally.count < tally.least(3 if tally.title else 6)
        plain = plain or (tally.kind in ("n", "v") and not tally.title and not tally.heading)
        if word is not None and word.articles >= 2 and not plain and self._is_known(word):
            return True
        return self.is_leading(name, tally)

    def is_leading(self, name: str, tally: Tally) -> bool:
        """Decide on a name that perhaps no other article dwells on: it must lead this one and be a name beyond doubt."""
        kind, count, least = tally.kind, tally.count, tally.least
        if not tally.title:
            if self._dominates(name, tally):
                return True
            set_off = tally.heading + tally.bold + (tally.quoted + tally.lead if self.small else 0)
            if kind == "latin":
                # What an article presents has a name of its own making, which titles often leave out.
                unsure = len(name) <= 3 or tally.form[1:].islower()
                return count >= (8 if unsure else 5) and set_off > 0 and tally.lead > 0
            if kind == "gram":
                return tally.heading > 0 and tally.lead > 0 and count >= least(8) and tally.tight >= 50
            return kind in ("person", "organisation", "topic") and set_off > 0 and count >= least(5)
        if count < 2:
            return False
        if kind in ("person", "organisation") or (kind == "nr" and _is_full_name(name)):
            return kind != "nr" or count >= 3
        if kind == "latin" and tally.form[1:].islower():
            return count >= 5 and len(name) > 2  # perhaps a plain English word
        if kind in ("topic", "latin", "work"):
            return count >= least(3) and (kind == "topic" or len(name) > 2)
        if kind in ("gram", "term"):
            if (
                kind == "gram"
                and count >= max(4, least(6))
                and tally.tight >= _LOOSE
                and len(name) < LONGEST_GRAM
            ):
                return True
            whole = tally.tight >= LOOSE_BELOW or tally.quoted > 0 if kind == "gram" else " " in tally.form
            return count >= max(3, least(4)) and whole
        if kind in ("nz", "nt", "span"):
            return count >= least(4) and not is_common(name) and not name[0].isdigit()
        if kind == "n" and (name in SUBJECTS or not self.small):
            return count >= max(3, least(4 if name in SUBJECTS else 6)) and not is_common(name, _RARE)
        return self.small and kind in ("n", "ns", "nr") and count >= max(3, least(4)) and not is_common(name)

    def _dominates(self, name: str, tally: Tally) -> bool:
        """Decide on what the title leaves out, but the article begins with and names as often as nothing but a subject is."""
        kind, count = tally.kind, tally.count
        if self.small or not tally.chinese or not tally.lead:
            return False
        if kind == "latin":
            if tally.form[1:].islower():  # Gemma, but perhaps an English word
                return count >= 2 * _DOMINANT and tally.lead > 1 and name in self.words
            return count >= _DOMINANT and len(name) > 3
        if kind == "gram":
            # 短路径 is what is left of 最短路径.
            free = name[0] not in _COMPARED
            return free and tally.lead > 1 and count >= _DOMINANT + 2 and tally.tight >= _TIGHT
        if kind in ("person", "organisation", "topic") or name in SUBJECTS:
            return count >= _DOMINANT - 2 and (kind != "n" or tally.lead > 1)
        # Foreign names that the dictionary has for a place: 西蒙斯.
        return kind in ("ns", "nr") and len(name) > 2 and count >= 2 * _DOMINANT and not is_common(name)

    def _is_home(self, word: Word) -> bool:
        """A place or noun that a quarter of the archive dwells on tells no articles apart."""
        return (
            word.kind in ("nz", "nr", "ns", "n", "v")
            and self.articles >= _HOME_ARTICLES
            and word.articles > _HOME_SHARE * self.articles
        )

    def _is_known(self, word: Word) -> bool:
        """Decide on what several articles dwell on: a name, or a word that some articles use again and again."""
        kind, burst = word.kind, word.count / word.articles
        titles = 1 if self.small else 2
        if kind in ("person", "organisation", "topic", "new"):
            return True
        if kind == "latin":
            return word.titles >= (2 if len(word.key) <= 2 else 0) and (burst >= 1.3 or word.titles > 0)
        if kind == "gram":
            return False
        if kind == "term":
            return " " in word.label and word.articles >= 3 and word.titles >= 2 and burst >= 2
        if kind in ("work", "span", "nt", "nz"):
            return (word.titles > 0 or kind == "work") and burst >= 1.5 and not is_common(word.key)
        if kind == "nr":
            return (
                (_is_full_name(word.key) or word.titles >= titles)
                and burst >= 1.5
                and not is_common(word.key)
            )
        if kind == "ns":
            return word.titles >= titles and burst >= 2.5
        if kind == "n":
            return word.titles >= titles + 1 and burst >= 2.5 and not is_common(word.key)
        return word.titles >= titles + 2 and burst >= 4 and not is_common(word.key)

    def score(self, name: str, tally: Tally) -> float:
        """Return kind x rarity x prominence; a tag of people's own counts half as much again."""
        word = self.words.get(name)
        known = word.articles if word else 1
        # A name of one article is not three times as good as one of three: rarity saturates.
        rarity = math.log((self.articles + 1) / (max(known, 3 if not self.small else 1) + 0.5))
        rarity = max(rarity, 0.1)
        if known > 0.1 * self.articles and not self.small:
            rarity *= 0.5
        prominence = math.log2(1 + tally.count) + 3 * min(tally.title, 1) + 0.8 * min(tally.heading, 2)
        prominence += 0.4 * min(tally.bold, 3) + 0.8 * min(tally.lead, 1) + 0.4 * min(tally.quoted, 1)
        if not tally.title:
            prominence *= (
                0.85 if self._dominates(name, tally) else 0.6 if tally.heading or tally.lead else 0.4
            )
        kind = word.kind if word and tally.kind != "force" else tally.kind
        return _WEIGHTS[kind] * rarity * prominence * (1.5 if name in self.hand else 1.0)


def _is_full_name(name: str) -> bool:
    return len(name) == 3 and name[0] in SURNAMES


def alias_table(settings: TagSettings) -> dict[str, str]:
    """Return spelling key -> key of the tag to use; the site's aliases go before ours, chains are followed, circles end."""
    site = {key(other): key(use) for other, use in settings.aliases.items()}
    chosen = set(site.values())
    table = {other: use for other, use in ALIASES.items() if other not in chosen} | site
    resolved = {}
    for other in table:
        seen, use = {other}, table[other]
        while use in table and use not in seen:
            seen.add(use)
            use = table[use]
        if use != other:
            resolved[other] = use
    return resolved


_ALIAS_TARGETS = frozenset(ALIASES.values())
_KNOWN = ORGANISATIONS | TOPICS | ALIASES.keys()
# 具身 of 具身智能, 大型语言 of 大型语言模型.
_BEGINNINGS = frozenset(name[:end] for name in _KNOWN for end in range(2, len(name))) - _KNOWN


def tally(
    article: Candidates,
    repeated: frozenset[bytes],
    aliases: Mapping[str, str],
    wanted: Container[str] | None = None,
) -> dict[str, Tally]:
    """Return the counts of an article by key, spellings merged, without the lines that belong to the publication.

    wanted: the keys that are asked for, None for all.
    """
    kinds: Sequence[str] = article.kinds
    digests = article.line_digests()
    if not repeated.isdisjoint(digests):
        kinds = ["" if digest in repeated else kind for kind, digest in zip(kinds, digests, strict=True)]
    kind_of = kinds.__getitem__
    keys = {each.key for each in article.evidence}
    brief = article.chinese and len(article.sample) < _BRIEF
    found: dict[str, Tally] = {}
    for each in article.evidence:
        name = aliases.get(each.key, each.key)
        if not article.chinese and ALIASES.get(each.key) == name:
            name = each.key  # an English text calls Google Google
        if wanted is not None and name not in wanted:
            continue
        if each.key in SHORT_FORMS and SHORT_FORMS[each.key] not in keys:
            continue
        seen = "".join(map(kind_of, each.lines))
        if not seen:
            continue
        one = Tally(
            each.form or each.key,
            each.kind,
            len(seen),
            seen.count("T"),
            seen.count("H"),
            seen.count("L"),
            each.bold,
            each.quoted,
            each.tight,
            brief,
            article.chinese,
        )
        if name not in found:
            found[name] = one
        else:
            found[name].take(one)
            if name == each.key:
                found[name].form, found[name].kind = one.form, one.kind
    return found
