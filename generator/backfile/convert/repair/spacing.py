"""The blanks of a block: which of those that a mark or a wrap left belong there."""

from __future__ import annotations

import re
from collections import Counter

from backfile.convert.repair.atoms import Atom
from backfile.convert.repair.words import PUNCTUATION, Words, kind, wrapped_at_hyphen

_BLANKS = re.compile(" {2,}")
_CLOSING = frozenset(",;:")
# Before these html2text adds no blank after a mark: one that stands there was typed.
_TYPED_BEFORE = frozenset("][(){}.!?")
_END = frozenset(",.;:!?)")
_APOSTROPHE = re.compile(r"['’](?:s|t|d|m|o|re|ve|ll)\b")
_REFERENCES = frozenset("&<>")


def spaced(atoms: list[Atom], words: Words, counts: Counter[str]) -> list[Atom]:
    """Decide every blank that a mark or a wrap left, inside atoms and between them."""
    for at, atom in enumerate(atoms):
        if atom.inner is not None:
            atom.text = "".join(a.text for a in spaced(atom.inner, words, counts)).strip()
        elif atom.kind == "text" and "\n" in atom.text:
            atom.text = _joined(atoms, at, words, counts)
    for at, atom in enumerate(atoms):
        if atom.kind != "text":
            continue
        text = _BLANKS.sub(" ", atom.text) if "  " in atom.text else atom.text
        if text.startswith(" ") and _closes(atoms, at):
            rest = text.lstrip(" ")
            gap = _gap_after(atoms, at, rest, words)
            counts["emphasis_spaces"] += not gap
            text = gap + rest
        elif (
            text.startswith(" ")
            and text.strip()
            and _opens(atoms, at)
            and (left := last_character(atoms, at))
        ):
            rest = text.lstrip(" ")
            text = words.between(left, rest[0], stood=True) + rest
        if text.endswith(" ") and text.strip() and at + 1 < len(atoms):
            text = _before_mark(atoms, at, text, words, counts)
        elif text == " " and _between_two_marks(atoms, at):
            text = ""
        if (atom.strong or atom.emphasis) and " " in text.strip():
            text = _after_first_piece(atoms, at, text, words, counts)
        atom.text = text
    return atoms


def last_character(atoms: list[Atom], at: int) -> str:
    """Return the character that stands before an atom, blanks aside; "" at a line's start."""
    for before in range(at - 1, max(at - 4, -1), -1):
        if atoms[before].kind in ("image", "break"):
            break
        if text := atoms[before].text.rstrip():
            return text[-1]
    return ""


def first_character(atoms: list[Atom], at: int) -> str:
    """Return the character that stands after an atom, blanks aside; "" at a line's end."""
    for after in range(at + 1, min(at + 4, len(atoms))):
        if atoms[after].kind in ("image", "break"):
            break
        if text := atoms[after].text.lstrip():
            return text[0]
    return ""


def _gap_after(atoms: list[Atom], at: int, rest: str, words: Words) -> str:
    """Return what stands between emphasis that ended and the text after it, where the dump has a blank."""
    left, right = last_character(atoms, at), rest[:1]
    stood = right in _TYPED_BEFORE
    if not right and at + 1 < len(atoms):
        after = atoms[at + 1]
        right = first_character(atoms, at)
        if right and after.strong and atoms[at - 1].strong and not words.blank_before:
            # Two strong runs with a blank between them had that blank before: without one the dump glues their marks.
            return "" if PUNCTUATION in (kind(left), kind(right)) else " "
        stood = after.kind in ("link", "code")
    if (
        right in _CLOSING
        or (left.isalpha() and _APOSTROPHE.match(rest))
        or ((right.islower() or right.isdigit()) and _is_initial(atoms[at - 1]))
    ):
        return ""
    return words.between(left, right, stood=stood) if right else " "


def _before_mark(atoms: list[Atom], at: int, text: str, words: Words, counts: Counter[str]) -> str:
    """Return a text with the blank before a mark of emphasis that belongs there."""
    atom, after = atoms[at], atoms[at + 1]
    opens_emphasis = after.emphasis and not atom.emphasis
    if not opens_emphasis and not (after.strong and not atom.strong):
        return text
    rest = text.rstrip(" ")
    # Before other emphasis html2text adds a blank itself.
    stood = not (words.blank_before or (opens_emphasis and not after.strong))
    right = first_character(atoms, at)
    gap = "" if right in _END and opens_emphasis else words.between(rest[-1], right, stood=stood)
    counts["emphasis_spaces"] += not gap
    return rest + gap


def _between_two_marks(atoms: list[Atom], at: int) -> bool:
    """Whether a blank stands between the mark that opens strong text and one that opens other emphasis in it."""
    opened = atoms[at].strong and not (at and atoms[at - 1].strong)
    return opened and at + 1 < len(atoms) and atoms[at + 1].emphasis and not atoms[at].emphasis


def _after_first_piece(atoms: list[Atom], at: int, text: str, words: Words, counts: Counter[str]) -> str:
    """Return the text of emphasis without a blank that html2text put after its first piece.

    It puts one there, and none after the closing mark, when the emphasis was written in pieces.
    """
    if at and (atoms[at - 1].strong, atoms[at - 1].emphasis) == (atoms[at].strong, atoms[at].emphasis):
        return text
    first, _, rest = text.partition(" ")
    if not first or not rest:
        return text
    left, right = first[-1], rest[0]
    if (right in _REFERENCES and rest[1:2].strip()) or (left.isalpha() and _APOSTROPHE.match(rest)):
        counts["emphasis_spaces"] += 1
        return first + rest  # the character was written as a reference, which counts as a piece
    typed = right in _TYPED_BEFORE or not _glued(atoms, at)
    if not words.blank_after or (typed and PUNCTUATION not in (kind(left), kind(right))):
        return text
    gap = words.between(left, right, stood=typed)
    counts["emphasis_spaces"] += not gap
    return first + gap + rest


def _glued(atoms: list[Atom], at: int) -> bool:
    """Whether a letter follows the closing mark of an atom's emphasis without a blank."""
    strong, emphasis = atoms[at].strong, atoms[at].emphasis
    end = at + 1
    while end < len(atoms) and (atoms[end].strong, atoms[end].emphasis) == (strong, emphasis):
        end += 1
    if end == len(atoms) or atoms[end].kind not in ("text", "url"):
        return False
    after = atoms[end].text[:1]
    return (after.isalnum() or kind(after) != 0) if after else False


def _is_initial(atom: Atom) -> bool:
    """Whether an atom is one letter, as where **T**hree **L**etter words are explained, or ends within a word."""
    return (len(atom.text) == 1 and atom.text.isalpha()) or (
        atom.text[-1:] == "-" and atom.text[-2:-1].isalnum()
    )


def _closes(atoms: list[Atom], at: int) -> bool:
    """Whether emphasis ends right before an atom."""
    before = atoms[at - 1] if at else None
    if before is None or before.kind == "image":
        return False
    return (before.strong and not atoms[at].strong) or (before.emphasis and not atoms[at].emphasis)


def _opens(atoms: list[Atom], at: int) -> bool:
    """Whether emphasis begins right before an atom."""
    before = atoms[at - 1] if at else None
    return before is not None and (
        (atoms[at].strong and not before.strong) or (atoms[at].emphasis and not before.emphasis)
    )


def _joined(atoms: list[Atom], at: int, words: Words, counts: Counter[str]) -> str:
    """Return the text of an atom with its wraps undone."""
    before, after, closes = last_character(atoms, at), first_character(atoms, at), _closes(atoms, at)
    pieces = atoms[at].text.split("\n")
    joined = pieces[0]
    for piece in pieces[1:]:
        left = joined.rstrip(" ")
        right = piece.lstrip(" ")
        counts["joined_lines"] += 1
        a = left[-1:] or before
        b = right[:1] or after
        if left and (left[-1] == "-" or right[:2] == "--") and wrapped_at_hyphen(left, right or after):
            gap = ""
        elif not left and closes:
            gap = _gap_after(atoms, at, right, words)
        elif not right:
            gap = words.between(a, b, stood=True) if not _marks_begin(atoms, at) else " "
        else:
            gap = words.between(a, b, stood=True)
        joined = left + gap + right
    return joined


def _marks_begin(atoms: list[Atom], at: int) -> bool:
    """Whether emphasis begins right after an atom."""
    after = atoms[at + 1] if at + 1 < len(atoms) else None
    return after is not None and (after.strong, after.emphasis) != (atoms[at].strong, atoms[at].emphasis)
