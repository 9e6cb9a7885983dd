"""Which spellings are one tag."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from backfile.characters import CJK_LETTER, CONTROL, fold

_EDGES = " \t\n-–—·・.,:;!?'\"“”‘’「」《》()（）[]【】*_`~|/\\"
_JOINTS = re.compile(r"[\s\-_·.]+(?=[^\W\d])|[\s\-_·]+(?=\d)")
# Ideographs that have but one form: such a name is its own key.
_PLAIN_HAN = re.compile("[\u4e00-\u9fff]+")
_PLURAL_ACRONYM = re.compile(r"\b([A-Z]{2,})s\b")
_VERSION = re.compile(
    r"[-\s]?(?:\d+(?:\.\d+)?[BbMmKk]|[Ii]nstruct|[Cc]hat|[Bb]ase|[Pp]review|[Tt]urbo|[Ll]arge|[Ss]mall|[Mm]edium|[Ll]ite|[Mm]ini|Pro|Max|Plus|"
    r"Ultra|Next|Vision|VL|[vV]?\d+(?:\.\d+)*[a-z]?)$"
)
_GLUED_VERSION = re.compile(r"(?<=[A-Za-z]{2})\d+(?:\.\d+)*[a-z]?$")


def tidy(text: str) -> str:
    """Return a name as a tag shows it: NFKC, one line, without control characters and punctuation at its edges."""
    return text if _PLAIN_HAN.fullmatch(text) else _tidy(text)


@lru_cache(1 << 15)
def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", CONTROL.sub("", text)).split()).strip(_EDGES)


def key(text: str) -> str:
    """Return the key of a spelling: without case and width, and in Latin names without blanks, hyphens and plural s."""
    return text if _PLAIN_HAN.fullmatch(text) else _key(text)


@lru_cache(1 << 15)
def _key(text: str) -> str:
    name = fold(_PLURAL_ACRONYM.sub(r"\1", tidy(text)))
    if CJK_LETTER.search(name):
        return name.replace(" ", "")
    words = [singular(word) for word in name.split(" ")]
    return _JOINTS.sub("", " ".join(words))


def singular(word: str) -> str:
    """Return an English noun, folded, without its plural ending; names such as Redis and Paris keep theirs."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "os")):
        return word[:-1]
    return word


@lru_cache(1 << 12)
def families(name: str) -> tuple[str, ...]:
    """Return what a version of a product belongs to, nearest first: GPT-4 Turbo -> GPT-4, GPT."""
    found: list[str] = []
    while len(found) < 4:
        shorter = _VERSION.sub("", name)
        if shorter == name:
            shorter = _GLUED_VERSION.sub("", name)
        if shorter == name or len(shorter) < 3:
            break
        found.append(shorter)
        name = shorter
    return tuple(found)
