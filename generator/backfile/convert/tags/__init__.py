"""Automatic tags: what the articles of an archive are about, in the archive's own words.

How data flows, every step a pure function::

    Article -- candidates() --> Candidates        each article alone: in worker processes, cached by content and settings
    all Candidates -- learn() --> Vocabulary      what is a word, what is rare, which tags live; committed as content/tags.json
    Candidates + Vocabulary -- choose() --> tags  each article alone

`candidates` reads the text once: segments of the general dictionary, sequences of segments that the article dwells on,
persons, names in Latin letters, what stands in quotation marks or bold; for each the numbers of the lines where it occurs.
`learn` sees which lines are the publication's (they recur) and no longer counts them, and which sequences are words of this
archive: they cohere, they have many neighbours, and an article that uses them uses them often. So a text need not be
segmented twice. It also sees which names are half of another, a rare version of a product, or another spelling. `choose`
scores what is left by kind, rarity and prominence.

An article that has tags is not given others; `learn` counts its tags as tags by hand, and those used three times or more go
before all others. Tags of earlier articles are never changed: later articles are tagged against the committed vocabulary.
"""

from __future__ import annotations

from backfile.convert.tags.choosing import choose
from backfile.convert.tags.discovery import with_few_samples
from backfile.convert.tags.learning import learn, learn_and_choose
from backfile.convert.tags.reading import candidates
from backfile.convert.tags.values import Candidates, Vocabulary, dump, load

__all__ = [
    "Candidates",
    "Vocabulary",
    "candidates",
    "choose",
    "dump",
    "learn",
    "learn_and_choose",
    "load",
    "with_few_samples",
]
