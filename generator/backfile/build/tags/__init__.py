"""The commands about tags: what an archive has, and changes that a person asks for.

Article files are changed one by one; site.toml goes first, so that a change that was interrupted can be asked for again.
"""

from __future__ import annotations

from backfile.build.tags.changes import block_tags, list_holders, list_tags, merge_tags, rename_tag
from backfile.build.tags.refit import refit_tags
from backfile.build.tags.report import Holder, Retagged, TagCount, TagList, TagOutcome

__all__ = [
    "Holder",
    "Retagged",
    "TagCount",
    "TagList",
    "TagOutcome",
    "block_tags",
    "list_holders",
    "list_tags",
    "merge_tags",
    "refit_tags",
    "rename_tag",
]
