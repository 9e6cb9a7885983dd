"""What a publication puts above and below every article: leaders and trailers, told by how often they recur.

How data flows, every step a pure function::

    body -- edges() --> Edges             each article alone: the blocks near both ends as digests
    all Edges of one source -- learn() --> Repeated   which digests are the publication's and not an article's
    body + Edges + Repeated -- fold() --> body        with the lines LEAD and TAIL where the article begins and ends

Folding hides, so precision comes first.
A block counts only in articles that differ otherwise: copies of one article, and announcements that are the same but for a
paragraph, are no witnesses.
Only an unbroken run from the very first or to the very last block is folded, and nothing of an article that would have
nothing left.
"""

from __future__ import annotations

from backfile.convert.boilerplate.blocks import Edges, edges, image_key
from backfile.convert.boilerplate.folding import Folded, fold
from backfile.convert.boilerplate.learning import Repeated, learn, merged

__all__ = ["Edges", "Folded", "Repeated", "edges", "fold", "image_key", "learn", "merged"]
