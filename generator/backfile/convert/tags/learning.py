"""What an archive learns from its articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from backfile.characters import CJK_LETTER, HAN
from backfile.config import TagSettings
from backfile.convert.tags.choosing import labels, pick
from backfile.convert.tags.discovery import discover
from backfile.convert.tags.fragments import longer_names, rare_versions, whole_names, with_generic_tails
from backfile.convert.tags.keys import key
from backfile.convert.tags.ranking import Ranked, rank
from backfile.convert.tags.scoring import SMALL_ARCHIVE, Lexicon, Tally, alias_table, tally
from backfile.convert.tags.values import KINDS, NO_DIGEST, Candidates, Kind, Vocabulary, Word

_BURST = 2.2
_REPEATED_AT_LEAST = 4
_REPEATED_SHARE = 0.01
_HUB_SHARE = 0.4
_ROUNDS = 4
# Persons, organisations, topics and works have edges of their own.
_MAYBE_HALF = frozenset(("nz", "nt", "ns", "nr", "n", "v", "span", "new", "gram"))
_SUBJECTS = frozenset(("topic", "nz", "n", "v", "span", "new", "gram"))
_HAN_ONLY = re.compile(f"[{HAN}]+")


class _Sum:
    """Counts of one key over articles."""

    __slots__ = ("articles", "count", "forms", "kinds", "set_off", "tight", "titles")

    def __init__(self) -> None:
        self.articles = self.titles = self.set_off = self.tight = 0
        self.count = 0.0
        self.kinds: dict[Kind, int] = {}
        self.forms: dict[str, int] = {}

    def add(self, one: Tally) -> None:
        self.articles += 1
        self.count += one.count
        self.titles += one.title > 0
        self.set_off += one.title > 0 or one.heading > 0 or one.bold > 0 or one.quoted > 0
        self.tight += one.tight
        self.kinds[one.kind] = self.kinds.get(one.kind, 0) + 1
        # A name is shown as those write it who take it for a name.
        written_small = one.form.islower() and one.form.isalpha()
        weight = 1000 if one.kind == "latin" and not written_small else 1
        self.forms[one.form] = self.forms.get(one.form, 0) + weight

    def kind(self) -> Kind:
        """The surest kind that a third of the articles agree on: one chance find does not make a person of a word."""
        if len(self.kinds) == 1:
            return next(iter(self.kinds))
        for kind in KINDS:
            if kind != "force" and 3 * self.kinds.get(kind, 0) >= self.articles:
                return kind
        return max(sorted(self.kinds), key=lambda kind: self.kinds[kind])

    def label(self) -> str:
        return min(self.forms, key=lambda form: (-self.forms[form], form))


def learn(
    articles: Sequence[Candidates],
    before: Vocabulary | None = None,
    settings: TagSettings | None = None,
) -> Vocabulary:
    """Return the vocabulary that the articles add to the one before; the same whatever their order.

    articles: those that are new, with tags or without; before: None for a fresh start.
    """
    return learn_and_choose(articles, before, settings)[0]


def learn_and_choose(
    articles: Sequence[Candidates],
    before: Vocabulary | None = None,
    settings: TagSettings | None = None,
) -> tuple[Vocabulary, tuple[tuple[str, ...], ...]]:
    """Return what learn() does and the tags that choose() would give by it, () for articles that have tags; faster than both."""
    before = before or Vocabulary()
    settings = settings or TagSettings()
    aliases = alias_table(settings)
    repeated = _repeated(articles) | {bytes.fromhex(each) for each in before.repeated}
    sums = _sums(articles, repeated, aliases, {word.key for word in before.words})
    total = before.articles + len(articles)
    words = _words(articles, sums, before, repeated, total)
    vocabulary = Vocabulary(
        articles=total,
        words=tuple(words[name] for name in sorted(words)),
        folded=tuple(sorted({**_folded(articles, words), **dict(before.folded)}.items())),
        repeated=tuple(sorted(digest.hex() for digest in repeated)),
        own=tuple(sorted({*before.own, *(name for each in articles for name in each.own[:1] if name)})),
        hand=_hand(articles, before),
    )
    vocabulary, rankings = _with_whole_names(vocabulary, articles, settings)
    learned = _with_living(vocabulary, rankings, before, settings)
    lexicon = Lexicon(learned, settings)
    if learned.own != vocabulary.own:
        # A word of the publication no longer stands in the way of what it is part of.
        for at, each in enumerate(articles):
            rankings[at] = [] if each.tags else rank(each, lexicon)
    return learned, tuple(labels(ranked, lexicon, settings) for ranked in rankings)


def _with_whole_names(
    vocabulary: Vocabulary, articles: Sequence[Candidates], settings: TagSettings
) -> tuple[Vocabulary, list[list[Ranked]]]:
    """Fold what articles want as a tag and what is but half a name, or a version that hardly any article is about.

    Return also the rankings by the new vocabulary, empty for articles that have tags.
    """
    lexicon = Lexicon(vocabulary, settings)
    rankings = [[] if each.tags else rank(each, lexicon) for each in articles]
    picked = [one for ranked in rankings for one in pick(ranked, None, settings, small=lexicon.small)]
    found = whole_names(
        articles,
        {
            one.key
            for one in picked
            if one.kind in _MAYBE_HALF and _HAN_ONLY.fullmatch(one.key) and not one.hand
        },
        lexicon.repeated,
    )
    halves = {half: lexicon.canonical(whole) for half, whole in found.items()}
    latin = [one for one in picked if one.kind in ("latin", "term") and not one.hand]
    labels = {one.key: one.label for one in latin}
    versions = rare_versions(Counter(one.key for one in latin), labels, lexicon)
    tails = with_generic_tails(Counter(one.key for one in picked if one.kind in _SUBJECTS and not one.hand))
    parts = longer_names(articles, labels, lexicon)
    if not (halves or versions or parts or tails):
        return vocabulary, rankings
    folded = {**versions, **parts, **tails, **halves, **lexicon.folded}
    folded = {part: folded.get(whole, whole) for part, whole in folded.items()}
    words = dict(lexicon.words)
    for half, whole in sorted(halves.items()):
        if half in words and whole not in words:
            words[whole] = msgspec.structs.replace(words[half], key=whole, label=whole)
    vocabulary = msgspec.structs.replace(
        vocabulary,
        folded=tuple(sorted(folded.items())),
        words=tuple(words[name] for name in sorted(words)),
    )
    changed = {name for pair in folded.items() ^ lexicon.folded.items() for name in pair}
    fresh = Lexicon(vocabulary, settings)
    for at, each in enumerate(articles):  # in place, for two rankings of all articles take much memory
        if rankings[at] and _holds(each, changed, fresh):
            rankings[at] = rank(each, fresh)
    return vocabulary, rankings


def _holds(article: Candidates, names: set[str], lexicon: Lexicon) -> bool:
    return any(lexicon.canonical(each.key) in names for each in article.evidence)


def _repeated(articles: Sequence[Candidates]) -> frozenset[bytes]:
    """Lines in four articles, or one of a hundred, are of the publication: campaigns, calls, signatures."""
    counts: Counter[bytes] = Counter()
    for each in articles:
        counts.update(set(each.line_digests()))
    del counts[NO_DIGEST]
    least = max(_REPEATED_AT_LEAST, _REPEATED_SHARE * len(articles))
    return frozenset(digest for digest, count in counts.items() if count >= least)


def _sums(
    articles: Sequence[Candidates], repeated: frozenset[bytes], aliases: Mapping[str, str], known: set[str]
) -> dict[str, _Sum]:
    """Count the keys that are known or that two articles have; most have one, and nothing is learned of those."""
    times: Counter[str] = Counter()
    for article in articles:
        times.update([each.key for each in article.evidence])
    for other, use in aliases.items():
        times[use] += times[other]
    wanted = known | {name for name, count in times.items() if count > 1}
    del times
    sums: dict[str, _Sum] = {}
    for article in articles:
        own = set(article.own)
        for name, one in tally(article, repeated, aliases, wanted).items():
            if name not in own:
                if name not in sums:
                    sums[name] = _Sum()
                sums[name].add(one)
    return sums


def _words(
    articles: Sequence[Candidates],
    sums: dict[str, _Sum],
    before: Vocabulary,
    repeated: frozenset[bytes],
    total: int,
) -> dict[str, Word]:
    known = {word.key: word for word in before.words}
    least = 2 if total < SMALL_ARCHIVE else 3
    possible = frozenset(
        name
        for name, one in sums.items()
        if one.articles >= least
        and one.count >= 2 * least
        and one.count / one.articles >= _BURST
        and one.set_off
        and one.kind() == "gram"
    )
    new = discover(articles, possible, repeated)
    words = dict(known)
    for name, one in sums.items():
        old = known.get(name)
        if old is None and one.articles < 2:
            continue
        kind = one.kind()
        if kind == "gram" and not (old or name in new):
            continue
        kind = old.kind if old else "new" if name in new else kind
        words[name] = Word(
            name,
            old.label if old else one.label(),
            kind,
            one.articles + (old.articles if old else 0),
            round(one.count) + (old.count if old else 0),
            one.titles + (old.titles if old else 0),
        )
    return _without_fragments(words)


def _without_fragments(words: dict[str, Word]) -> dict[str, Word]:
    """Drop a learned word that is nearly always part of one longer word."""
    longest: dict[str, int] = {}
    for name, word in words.items():
        if word.kind in ("new", "person", "organisation", "topic") and CJK_LETTER.search(name):
            for start in range(len(name)):
                for end in range(start + 2, len(name) + 1):
                    if end - start < len(name):
                        piece = name[start:end]
                        longest[piece] = max(longest.get(piece, 0), word.count)
    return {
        name: word
        for name, word in words.items()
        if word.kind not in ("new", "nr", "span") or longest.get(name, 0) < 0.7 * word.count
    }


def _folded(articles: Iterable[Candidates], words: Mapping[str, Word]) -> dict[str, str]:
    """Return part of a name -> full name, where 40 % of the articles with the part have the full name: Altman, Sam Altman."""
    full: dict[str, list[str]] = {}
    for name in sorted(words):
        pieces = words[name].label.split(" ")
        if words[name].kind == "latin" and len(pieces) == 2 and all(piece.isalpha() for piece in pieces):
            for piece in pieces:
                if key(piece) in words and len(piece) > 2:
                    full.setdefault(key(piece), []).append(name)
    both: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for article in articles:
        names = {each.key for each in article.evidence}
        for piece in names & full.keys():
            alone[piece] += 1
            both.update((piece, name) for name in full[piece] if name in names)
    found = {}
    for piece in sorted(alone):
        best = max(full[piece], key=lambda name: (both[piece, name], name))
        if both[piece, best] >= 0.4 * alone[piece] and best not in found:
            found[piece] = best
    return {piece: name for piece, name in found.items() if name not in found}


def _hand(articles: Iterable[Candidates], before: Vocabulary) -> tuple[tuple[str, int], ...]:
    """Count the tags people gave; of equal keys the most frequent spelling stands for all."""
    spellings = Counter(dict(before.hand))
    spellings.update(tag for each in articles for tag in each.tags)
    uses: Counter[str] = Counter()
    best: dict[str, str] = {}
    for tag in sorted(spellings, key=lambda each: (-spellings[each], each)):
        best.setdefault(key(tag), tag)
        uses[key(tag)] += spellings[tag]
    return tuple(sorted((best[name], count) for name, count in uses.items()))


def _with_living(
    vocabulary: Vocabulary,
    all_rankings: Sequence[list[Ranked]],
    before: Vocabulary,
    settings: TagSettings,
) -> Vocabulary:
    """Add the tags that at least two articles without tags want; one that lives already goes on living.

    What more than 40 % of a large archive wants tells no articles apart: it is a word of the publication from then on.
    """
    lexicon = Lexicon(vocabulary, settings)
    rankings = [ranked for ranked in all_rankings if ranked]
    earlier = dict(before.living)
    hand = frozenset(lexicon.hand)

    def given(living: frozenset[str] | None) -> Counter[str]:
        chosen = (pick(ranked, living, settings, small=lexicon.small) for ranked in rankings)
        return Counter(one.key for picked in chosen for one in picked if one.kind != "force")

    counts = given(None)
    own = frozenset(vocabulary.own)
    if not lexicon.small:
        most = _HUB_SHARE * vocabulary.articles
        own |= {name for name, count in counts.items() if count + earlier.get(name, 0) > most} - hand
        rankings = [
            [one for one in ranked if one.key not in own or one.kind == "force"] for ranked in rankings
        ]
        counts = given(None)
    living: frozenset[str] = frozenset()
    for _ in range(_ROUNDS):
        wanted = (
            frozenset(name for name, count in counts.items() if count >= 2) | earlier.keys() | hand
        ) - own
        if wanted == living:
            break
        living = wanted
        counts = given(living)
    kept = {name: counts[name] + earlier.get(name, 0) for name in living if counts[name] or name in earlier}
    return msgspec.structs.replace(vocabulary, own=tuple(sorted(own)), living=tuple(sorted(kept.items())))
