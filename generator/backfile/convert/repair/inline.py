"""The text of one block: emphasis, wraps, links, images, and whatever only looks like markup.

A text comes with "\\n" where the dump wrapped it and "\\r" where a line was meant to end.
It is cut into atoms, each strong, emphasised or neither; what stands between two atoms is decided from both, and then the
atoms are written again.
"""

from __future__ import annotations

import re
from collections import Counter

from backfile.convert.repair.atoms import Atom, atoms_of
from backfile.convert.repair.spacing import first_character, last_character, spaced
from backfile.convert.repair.words import Words

_SPECIAL = re.compile(r"[*_<&`\[\]\\\n\r]")
# An image by itself that needs no repair.
_LONE_IMAGE = re.compile(r"!\[\]\([^\s()<>\[\]\\]+\)")
# A line of strong text that needs none either: without blanks nothing is to be decided about them.
_LONE_STRONG = re.compile(r"\*\*[^\s*_<&`\[\]\\:]+\*\*")
_BLANKS = re.compile(" {2,}")
_ENTITY = re.compile(r"&(?=[A-Za-z][A-Za-z0-9]{1,31};|#)")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_LITERAL = re.compile(r"[*`]|\\(?=[\\`*_{}\[\]()>#+.!-])|(?<![^\W_])_|_(?![^\W_])")
_BRACKET = re.compile(r"[\[\]]")
_SENTENCE_END = "。！？!?：:；;…”」』）)】~～⬇️👇"
_NO_START = "，。、；：！？的和为是与及或，）)],.;:!?%"
_CAPTION_START = "△▲▵▴↑"
_LINE_START = re.compile(r"(?:(#|>|[+-](?=\s|\Z)|```|~~~)|(\d{1,9})(\.(?=\s|\Z))|(-+|=+)(?= *\Z))")
_DEFINITION = re.compile(r"\[(?=[^\]\n]*\]:)")


def repair_inline(text: str, words: Words, counts: Counter[str], *, plain: bool = False) -> list[str]:
    """Return the paragraphs that a text becomes: images stand alone, so that text around them is parted.

    plain: leave emphasis out, as in headings.
    """
    if _SPECIAL.search(text) is None and "://" not in text:
        text = text.strip()
        text = _BLANKS.sub(" ", text) if "  " in text else text
        return [_guarded_line(text)] if text else []
    if not plain and (_LONE_IMAGE if text[0] == "!" else _LONE_STRONG).fullmatch(text):
        return [text]
    atoms = spaced(atoms_of(text, words, counts), words, counts)
    if plain:
        for atom in atoms:
            _make_plain(atom)
    elif "_" in text and any(atom.emphasis for atom in atoms):
        _without_touching_emphasis(atoms)
    if "![" not in text:
        written = _written(atoms)
        return [written] if written else []
    paragraphs: list[str] = []
    run: list[Atom] = []
    glued = False
    several = sum(1 for a in atoms if a.kind == "image") > 1
    for at, atom in enumerate(atoms):
        if atom.kind != "image" or _in_sentence(atoms, at, several):
            run.append(atom)
            continue
        before = _written(run)
        glued = glued or bool(before or paragraphs)
        paragraphs += [before] if before else []
        paragraphs.append(atom.text)
        run = []
    rest = _written(run)
    if rest:
        glued = glued or bool(paragraphs)
        paragraphs.append(rest)
    if glued and len(paragraphs) > 1:
        counts["separated_images"] += sum(1 for a in atoms if a.kind == "image")
    return paragraphs


def _without_touching_emphasis(atoms: list[Atom]) -> None:
    """Take emphasis away within strong text and right beside it, where its stars would run into those of the other."""
    for _ in range(2):
        before: Atom | None = None
        for atom in (a for a in atoms if a.text or a.kind != "text"):
            if atom.emphasis and (atom.strong or (before and before.strong and _touch(before, atom))):
                atom.emphasis = False
            elif before and before.emphasis and atom.strong and _touch(before, atom):
                before.emphasis = False
            before = atom


def _touch(left: Atom, right: Atom) -> bool:
    return not left.text.endswith(" ") and not right.text.startswith(" ") and right.kind != "break"


def _make_plain(atom: Atom) -> None:
    for inner in atom.inner or ():
        _make_plain(inner)
    atom.strong = atom.emphasis = False
    if atom.kind == "break":
        atom.kind, atom.text = "text", " "


def _in_sentence(atoms: list[Atom], at: int, several: bool) -> bool:
    """Whether an image is part of a sentence, as pictures of formulas are.

    There is text on both sides, no sentence ends before, and what follows cannot begin one; or the paragraph has several images.
    """
    left, right = last_character(atoms, at), first_character(atoms, at)
    if not left or not right or left in _SENTENCE_END or atoms[at - 1].text.endswith("\n"):
        return False
    return right in _NO_START or (several and right not in _CAPTION_START)


def _written(run: list[Atom]) -> str:
    """Return a run of atoms as markdown, one line for each that ends in a hard break."""
    lines: list[list[Atom]] = [[]]
    for atom in run:
        if atom.kind == "break":
            lines.append([])
        else:
            lines[-1].append(atom)
    written = [_line(line) for line in lines]
    return "  \n".join(_guarded_line(line) for line in written if line)


def _line(atoms: list[Atom], *, linked: bool = False) -> str:
    out: list[str] = []
    marks = ""
    for atom in atoms:
        text = _piece(atom, linked)
        inside = text.strip(" ")
        wanted = "" if atom.kind == "image" else "**" if atom.strong else "*" if atom.emphasis else ""
        if not inside:
            out.append(text)
            continue
        if out and (wanted != marks or atom.kind != "text"):
            out[-1] = _settled(out[-1])
        if wanted != marks:
            _close(out, marks)
            lead = text[: len(text) - len(text.lstrip(" "))]
            out.append(lead + wanted)
            text = text.lstrip(" ")
            marks = wanted
        out.append(text)
    _close(out, marks)
    line = "".join(out)
    return (_BLANKS.sub(" ", line) if "  " in line else line).strip()


def _close(out: list[str], marks: str) -> None:
    """Close emphasis before the blanks that end it: a mark after a blank closes nothing in most readers."""
    if not marks:
        return
    blanks = 0
    while out and not out[-1].strip(" "):
        blanks += len(out.pop())
    last = out.pop() if out else ""
    plain = last.rstrip(" ")
    out.append(_settled(plain) + marks[::-1] + " " * (blanks + len(last) - len(plain)))


def _settled(text: str) -> str:
    """Return text whose last backslash escapes nothing that follows."""
    return text + "\\" if text[-1:] == "\\" and (len(text) - len(text.rstrip("\\"))) % 2 else text


def _piece(atom: Atom, linked: bool) -> str:
    if atom.kind == "link":
        inner = atom.inner or []
        if atom.strong:
            for piece in inner:
                piece.strong = False
        return f"[{_line(inner, linked=True)}]({atom.target})"
    if atom.kind == "url":
        return f"<{atom.text}>"
    if atom.kind in ("code", "image"):
        return atom.text
    text = _escaped(atom.text)
    return _BRACKET.sub(r"\\\g<0>", text) if linked else text


def _escaped(text: str) -> str:
    """Return text so that nothing in it is read as markup."""
    if "&" in text:
        text = _ENTITY.sub("&amp;", text)
    if "<" in text:
        text = _TAG_START.sub("&lt;", text)
    if "*" in text or "_" in text or "`" in text or "\\" in text:
        text = _LITERAL.sub(r"\\\g<0>", text)
    return text.replace("](", "]\\(") if "](" in text else text


def _guarded_line(line: str) -> str:
    """Return a line whose beginning is not read as a heading, a quotation, a list, a rule or a definition."""
    first = line[:1]
    if first == "[":
        return _DEFINITION.sub(r"\\[", line, count=1) if _DEFINITION.match(line) else line
    if first and first in "#>+-=`~0123456789" and (match := _LINE_START.match(line)):
        if match[2]:
            return f"{match[2]}\\{line[match.start(3) :]}"
        if match[4] and first == "=":
            return f"&#61;{line[1:]}"
        return f"&#126;{line[1:]}" if first == "~" else f"\\{line}"
    return line
