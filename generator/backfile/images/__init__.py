"""Pictures: bytes to facts, and bytes to the variants a page shows.

The bytes decide what a file is; its name and declared type are not asked.
Everything here is untrusted: sizes are checked before anything is decoded, only a few formats are opened at all, and a
file that breaks a decoder is a `Refused` value, never an exception.
Originals are never published: every variant is encoded anew from pixels (or, for SVG, from a filtered tree), so that EXIF,
XMP, comments, colour profiles and whatever hides behind the end of a file stay behind.

Functions keep no state and may run in threads: Pillow releases the interpreter lock while it works.
"""

from __future__ import annotations

from backfile.images.inspection import ImageFacts, Refused, inspect
from backfile.images.variants import Recipe, Rendition, VariantFile, make_variants, recipe_key

__all__ = [
    "ImageFacts",
    "Recipe",
    "Refused",
    "Rendition",
    "VariantFile",
    "inspect",
    "make_variants",
    "recipe_key",
]
