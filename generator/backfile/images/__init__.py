"""Pictures: bytes to facts, and bytes to the variants a page shows.

The bytes decide what a file is; its name and declared type are not asked.
Everything here is untrusted: sizes are checked before anything is decoded, only a few formats are opened at all, and a
file that breaks a decoder is a `Refused` value, never an exception.
Originals are never published: every variant is encoded anew from pixels (or, for SVG, from a filtered tree), so that EXIF,
XMP, comments, colour profiles and whatever hides behind the end of a file stay behind.

Functions keep no state and may run in threads or processes. What a decoder's own faults can do to a process, and how much
time and memory it may take, is the caller's care: the build calls them in bounded workers.
"""

from __future__ import annotations

from backfile.images.fingerprint import alike, groups
from backfile.images.inspection import LARGE, ImageFacts, Refused, declared_memory, inspect, memory_of
from backfile.images.variants import Recipe, Rendition, VariantFile, make_variants, recipe_key

__all__ = [
    "LARGE",
    "ImageFacts",
    "Recipe",
    "Refused",
    "Rendition",
    "VariantFile",
    "alike",
    "declared_memory",
    "groups",
    "inspect",
    "make_variants",
    "memory_of",
    "recipe_key",
]
