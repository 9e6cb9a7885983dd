"""The possible tags of one article in the order of their worth: names made whole, fragments dropped."""

from __future__ import annotations

import msgspec

from backfile.characters import CJK_LETTER
from backfile.convert.tags.keys import families, key
from backfile.convert.tags.scoring import LOOSE_BELOW, Lexicon, Tally, tally
from backfile.convert.tags.values import Candidates

_LENT = 0.7
_NEARLY_ALWAYS = 0.9


class Ranked(msgspec.Struct, frozen=True, gc=False):
    """One eligible tag of an article; leads: the article alone shows that it is its subject, whatever other articles do;

    hand: people gave it to other articles; known: other articles dwell on it too.
    """

    score: float
    key: str
    label: str
    kind: str
    leads: bool
    hand: bool
    known: bool
    tally: Tally


def rank(article: Candidates, lexicon: Lexicon) -> list[Ranked]:
    """Return the eligible tags of an article, best first; ties by key."""
    tallies = tally(article, lexicon.repeated, lexicon.aliases)
    _fold_names(tallies, lexicon)
    _lend_versions(tallies, lexicon)
    _complete_sequences(tallies, lexicon)
    own = frozenset(article.own)
    eligible = {
        name: each for name, each in tallies.items() if lexicon.is_eligible(name, each, own, article.chinese)
    }
    _drop_loose(eligible, lexicon)
    _drop_fragments(eligible)
    ranked = []
    for name, each in eligible.items():
        least = 2 if name in lexicon.hand else each.least(3)
        if each.title or each.count >= least or each.kind == "force":
            ranked.append(
                Ranked(
                    lexicon.score(name, each),
                    name,
                    lexicon.label(name, each.form),
                    each.kind,
                    lexicon.is_leading(name, each),
                    name in lexicon.hand,
                    name in lexicon.words,
                    each,
                )
            )
    return sorted(ranked, key=lambda one: (-one.score, one.key))


def _fold_names(tallies: dict[str, Tally], lexicon: Lexicon) -> None:
    """Count part of a name for the full name: where the archive does so, and where the article has both."""
    folded = {name: lexicon.canonical(lexicon.folded[name]) for name in tallies if name in lexicon.folded}
    products = _products(tallies)
    for name, each in sorted((name, each) for name, each in tallies.items() if each.kind == "latin"):
        pieces = each.form.split(" ")
        if len(pieces) == 2 and all(piece.isalpha() for piece in pieces):
            full = lexicon.words.get(name)
            for piece in map(key, pieces):
                if piece in products and piece != key(pieces[1]):
                    continue
                part = lexicon.words.get(piece)
                if part is None or part.articles <= 2 * (full.articles if full else 1):
                    folded.setdefault(piece, name)
                if folded.get(piece) not in tallies and piece in folded:
                    folded[piece] = name  # of two Amandas the one that the article names
    for name, full_name in sorted(folded.items()):
        if name in tallies and full_name not in folded:
            part_tally = tallies.pop(name)
            if full_name not in tallies:
                part_tally.form = full_name if CJK_LETTER.search(full_name) else part_tally.form
                tallies[full_name] = part_tally
            elif CJK_LETTER.search(name):
                # Every occurrence of the whole is one of the half.
                if tallies[full_name].kind == "gram" or part_tally.count > tallies[full_name].count:
                    part_tally.form = tallies[full_name].form
                    tallies[full_name] = part_tally
            else:
                tallies[full_name].take(part_tally)


def _products(tallies: dict[str, Tally]) -> frozenset[str]:
    """Return what several names of a Chinese article begin with, and it names oftener than they: Loom Editor, Loom Server."""
    heads: dict[str, list[float]] = {}
    for each in tallies.values():
        if each.kind != "latin" or not each.chinese:
            continue
        head, _, rest = each.form.partition(" ")
        if rest:
            heads.setdefault(key(head), []).append(each.count)
    return frozenset(
        head
        for head, counts in heads.items()
        if len(counts) > 1 and head in tallies and tallies[head].count > sum(counts)
    )


def _lend_versions(tallies: dict[str, Tally], lexicon: Lexicon) -> None:
    often = [(name, each) for name, each in tallies.items() if each.kind == "latin" and each.count >= 2]
    for name, each in sorted(often):
        for family in families(each.form):
            wider = lexicon.canonical(key(family))
            if wider != name and wider in lexicon.words:
                if wider not in tallies:
                    tallies[wider] = Tally(lexicon.words[wider].label, "latin")
                tallies[wider].take(each, _LENT)


def _complete_sequences(tallies: dict[str, Tally], lexicon: Lexicon) -> None:
    """Drop a sequence that stands nearly always in a longer one: 纠错电路 in 量子纠错电路, which then is as sure a word."""
    grams = [name for name, each in tallies.items() if each.kind == "gram" and each.title]
    ordered = sorted(((tallies[name].count, len(name), name) for name in grams), reverse=True)
    # One by one: to take the words of a vocabulary from a set is to go through all of them.
    unknown = [name for name in grams if name not in lexicon.words]
    for name in sorted(unknown, key=lambda each: (len(each), each)):
        each = tallies[name]
        least = _NEARLY_ALWAYS * each.count
        for count, _, longer in ordered:
            if count < least:
                break
            if name in longer and name != longer:
                tallies[longer].tight = max(tallies[longer].tight, each.tight)
                del tallies[name]
                break


def _drop_loose(tallies: dict[str, Tally], lexicon: Lexicon) -> None:
    """Drop a sequence that is perhaps no word where it holds a tag of other articles: that one leads somewhere."""
    words = lexicon.words
    known = [name for name in tallies if name in words]
    for name, each in list(tallies.items()):
        loose = each.kind == "gram" and each.tight < LOOSE_BELOW and name not in words
        if loose and any(other in name for other in known):
            del tallies[name]


def _drop_fragments(tallies: dict[str, Tally]) -> None:
    """Take from each name what longer names of the article account for; drop it when little of its own remains."""
    names = sorted(tallies, key=lambda name: (len(name), name))
    for at, name in enumerate(names):
        each = tallies[name]
        if each.kind == "latin" or not CJK_LETTER.search(name):
            continue
        inside = [tallies[longer] for longer in names[at + 1 :] if name in longer]
        if not inside:
            continue
        most = max(inside, key=lambda one: one.count)
        if most.count >= 0.6 * each.count:
            # A title has the short form of what the article calls by its whole name.
            most.title = max(most.title, each.title)
            del tallies[name]
        else:
            each.count -= most.count
            each.title = max(0, each.title - most.title)
