"""The text of one block: emphasis, wraps, links, images, and whatever only looks like markup.

A text comes with "\\n" where the dump wrapped it and "\\r" where a line was meant to end.
It is cut into atoms, each strong, emphasised or neither; what stands between two atoms is decided from both, and then the
atoms are written again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from backfile.convert.repair.urls import BARE_URL, trim_url
from backfile.convert.repair.words import Words

# Possessive, for text that never closes its brackets must not be tried in every way.
_TARGET = r"\((?P<{0}>(?:[^()\s]|\([^()\s]*\))*)(?:\s+\"[^\"\n]*\")?\s*\)"
# html2text sometimes escapes the mark of an image that begins a line.
_IMAGE = r"\\?!\[(?P<alt>[^\[\]]*)\]" + _TARGET.format("src")
_LINK = r"\[(?P<text>(?:[^\[\]]|!\[[^\[\]]*\]\([^()\s]*\)|\[[^\[\]]*\])*+)\]" + _TARGET.format("href")
_TOKEN = re.compile(
    rf"{_IMAGE}|{_LINK}|(?P<stars>\*{{2,}})|(?P<auto><https?://[^<>\s]+>)|(?P<url>{BARE_URL.pattern})"
    r"|(?P<escape>\\[\\`*_{}\[\]()>#+.!|-])|(?P<code>`[^`\n\r]+`)|(?P<break> *\r *)"
    r"|(?P<em>(?<![A-Za-z0-9_\\])_(?=[^\s_])(?P<inner>[^_\n\r]*[^\s_\n\r])_(?=[\s\])(}{.!?]|\Z))",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"[*_<&`\[\]\\\n\r]|://")
_IMAGE_ONLY = re.compile(_IMAGE)
_BLANKS = re.compile(" {2,}")
_ENTITY = re.compile(r"&(?=[A-Za-z][A-Za-z0-9]{1,31};|#)")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_LITERAL = re.compile(r"[*`]|\\(?=[\\`*_{}\[\]()>#+.!-])|(?<![^\W_])_|_(?![^\W_])")
# Brackets keep theirs, for without it they would end the link.
_LINK_ESCAPE = re.compile(r"\\([\\`*_{}()>#+.!|-])")
_SENTENCE_END = "。！？!?：:；;…”」』）)】~～⬇️👇"
_NO_START = "，。、；：！？的和为是与及或，）)],.;:!?%"
_CLOSING = frozenset(",;:")
_CAPTION_START = "△▲▵▴↑"
_LINE_START = re.compile(r"(?:(#|>|[+-](?=\s|\Z)|```|~~~)|(\d{1,9})(\.(?=\s|\Z))|(-+|=+)(?= *\Z))")
_DEFINITION = re.compile(r"\[(?=[^\]\n]*\]:)")


class Atom:
    """A piece of text, or an image, a link, an address, code or a line end, with its emphasis."""

    __slots__ = ("emphasis", "kind", "strong", "target", "text")

    def __init__(self, kind: str, text: str, strong: bool, emphasis: bool = False, target: str = "") -> None:
        self.kind = kind
        self.text = text
        self.strong = strong
        self.emphasis = emphasis
        self.target = target


def repair_inline(text: str, words: Words, counts: Counter[str], *, plain: bool = False) -> list[str]:
    """Return the paragraphs that a text becomes: images stand alone, so that text around them is parted.

    plain: leave emphasis out, as in headings.
    """
    if _SPECIAL.search(text) is None:
        text = _BLANKS.sub(" ", text.strip())
        return [_guarded_line(text)] if text else []
    atoms = _spaced(_atoms(text, counts), words, counts)
    if plain:
        for atom in atoms:
            atom.strong = atom.emphasis = False
            if atom.kind == "break":
                atom.kind, atom.text = "text", " "
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


def _in_sentence(atoms: list[Atom], at: int, several: bool) -> bool:
    """Whether an image is part of a sentence, as pictures of formulas are.

    There is text on both sides, no sentence ends before, and what follows cannot begin one; or the paragraph has several images.
    """
    left, right = _last(atoms, at), _first(atoms, at)
    if not left or not right or left in _SENTENCE_END or atoms[at - 1].text.endswith("\n"):
        return False
    return right in _NO_START or (several and right not in _CAPTION_START)


def _atoms(text: str, counts: Counter[str]) -> list[Atom]:
    atoms: list[Atom] = []
    strong = False
    tokens = list(_TOKEN.finditer(text))
    stars = _stars(tokens)
    at = 0
    for match in tokens:
        if match.start() > at:
            atoms.append(Atom("text", text[at : match.start()], strong))
        at = match.end()
        if match["stars"]:
            kept = next(stars)
            if kept < 0:
                atoms.append(Atom("text", match["stars"], strong))
            elif kept % 2:
                strong = not strong
            elif atoms and atoms[-1].strong == strong:
                counts["adjacent_emphasis"] += 1
        elif match["src"] is not None:
            if match["src"]:
                atoms.append(Atom("image", f"![{match['alt']}]({match['src']})", strong))
        elif match["href"] is not None:
            atoms += _link(match["text"], match["href"], strong, counts)
        elif match["auto"]:
            atoms.append(Atom("url", match["auto"][1:-1], strong))
        elif match["url"]:
            url = trim_url(match["url"])
            counts["linked_urls"] += 1
            atoms.append(Atom("url", url, strong))
            if len(url) < len(match["url"]):
                atoms.append(Atom("text", match["url"][len(url) :], strong))
        elif match["escape"]:
            atoms.append(Atom("text", match["escape"][1], strong))
        elif match["code"]:
            atoms.append(Atom("code", match["code"], strong))
        elif match["em"]:
            atoms.append(Atom("text", match["inner"], strong, emphasis=True))
        else:
            atoms.append(Atom("break", "", strong))
    if at < len(text):
        atoms.append(Atom("text", text[at:], strong))
    return _merged(atoms)


def _stars(tokens: list[re.Match[str]]) -> Iterator[int]:
    """Yield for each run of stars how many marks of strong text it stands for, -1 for one that is text itself.

    Marks come in pairs; when one is over, a run of two or more gives it back, else the last one is text.
    """
    runs = [len(m["stars"]) for m in tokens if m["stars"]]
    marks = [n // 2 for n in runs]
    if sum(marks) % 2:
        double = next((i for i, n in enumerate(marks) if n > 1), None)
        if double is not None:
            marks[double] -= 1
        else:
            marks[-1] = -1
    return iter(marks)


def _link(text: str, href: str, strong: bool, counts: Counter[str]) -> list[Atom]:
    """Return a link's atoms: images in it stand by themselves, each with the link; one without text is left out."""
    if href.lower().startswith("javascript:"):
        href = ""
        counts["empty_links"] += 1
    atoms: list[Atom] = []
    at = 0
    for match in (*_IMAGE_ONLY.finditer(text), None):
        words = text[at : match.start() if match else len(text)]
        plain = _LINK_ESCAPE.sub(r"\1", " ".join(words.replace("**", "").split()))
        if plain:
            if not href:
                atoms.append(Atom("text", plain, strong or "**" in words))
            else:
                atoms.append(Atom("link", plain, strong or "**" in words, target=href))
        if match:
            image = f"![{match['alt']}]({match['src']})"
            atoms.append(Atom("image", f"[{image}]({href})" if href else image, strong))
            at = match.end()
    if not atoms:
        counts["empty_links"] += 1
    return atoms


def _merged(atoms: list[Atom]) -> list[Atom]:
    """Return atoms with neighbours of one kind made one."""
    merged: list[Atom] = []
    for atom in atoms:
        last = merged[-1] if merged else None
        if (
            last
            and last.kind == atom.kind == "text"
            and (last.strong, last.emphasis) == (atom.strong, atom.emphasis)
        ):
            last.text += atom.text
        elif atom.kind != "text" or atom.text:
            merged.append(atom)
    return merged


def _spaced(atoms: list[Atom], words: Words, counts: Counter[str]) -> list[Atom]:
    """Decide every blank that a mark or a wrap left, inside atoms and between them."""
    for at, atom in enumerate(atoms):
        if atom.kind == "text" and "\n" in atom.text:
            atom.text = _joined(
                atom.text, _last(atoms, at), _first(atoms, at), words, counts, _closes(atoms, at)
            )
    for at, atom in enumerate(atoms):
        if atom.kind != "text":
            continue
        text = _BLANKS.sub(" ", atom.text)
        if text.startswith(" ") and _closes(atoms, at):
            rest = text.lstrip(" ")
            # Two strong runs with a blank between them had that blank before: without one the dump glues their marks.
            right = rest[:1] or ("" if at + 1 < len(atoms) and atoms[at + 1].strong else _first(atoms, at))
            gap = words.between(_last(atoms, at), right, stood=False) if right else " "
            if right in _CLOSING or ((right.islower() or right.isdigit()) and _is_initial(atoms[at - 1])):
                gap = ""
            counts["emphasis_spaces"] += not gap
            text = gap + rest
        if (
            text.endswith(" ")
            and at + 1 < len(atoms)
            and atoms[at + 1].strong
            and not atom.strong
            and text.strip()
        ):
            rest = text.rstrip(" ")
            gap = words.between(rest[-1], _first(atoms, at), stood=True)
            counts["emphasis_spaces"] += not gap
            text = rest + gap
        atom.text = text
    return atoms


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


def _last(atoms: list[Atom], at: int) -> str:
    """Return the character that stands before an atom, blanks aside; "" at a line's start."""
    before = atoms[at - 1] if at else None
    return "" if before is None or before.kind in ("image", "break") else before.text.rstrip()[-1:]


def _first(atoms: list[Atom], at: int) -> str:
    """Return the character that stands after an atom, blanks aside; "" at a line's end."""
    after = atoms[at + 1] if at + 1 < len(atoms) else None
    return "" if after is None or after.kind in ("image", "break") else after.text.lstrip()[:1]


def _joined(text: str, before: str, after: str, words: Words, counts: Counter[str], closes: bool) -> str:
    """Return a text with its wraps undone."""
    pieces = text.split("\n")
    joined = pieces[0]
    for piece in pieces[1:]:
        left = joined.rstrip(" ")
        right = piece.lstrip(" ")
        counts["joined_lines"] += 1
        a = left[-1:] or before
        b = right[:1] or after
        if len(left) > 1 and left[-1] == "-" and left[-2].isalnum() and (b.isalnum()):
            gap = ""
        elif a in "([{" or b in ")]}" or (b in ",.;:!?%" and b):
            gap = "" if closes and not left else words.between(a, b, stood=True)
        else:
            gap = words.between(a, b, stood=bool(left) or not closes)
        joined = left + gap + right
    return joined


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


def _line(atoms: list[Atom]) -> str:
    out: list[str] = []
    marks = ""
    for atom in atoms:
        text = _piece(atom)
        inside = text.strip(" ")
        wanted = (
            "" if atom.kind == "image" else ("**" if atom.strong else "") + ("*" if atom.emphasis else "")
        )
        if not inside:
            out.append(text)
            continue
        if wanted != marks:
            _close(out, marks)
            lead = text[: len(text) - len(text.lstrip(" "))]
            out.append(lead + wanted)
            text = text.lstrip(" ")
            marks = wanted
        out.append(text)
    _close(out, marks)
    return _BLANKS.sub(" ", "".join(out)).strip()


def _close(out: list[str], marks: str) -> None:
    """Close emphasis before the blanks that end it: a mark after a blank closes nothing in most readers."""
    if not marks:
        return
    blanks = 0
    while out and not out[-1].strip(" "):
        blanks += len(out.pop())
    last = out.pop() if out else ""
    plain = last.rstrip(" ")
    out.append(plain + marks[::-1] + " " * (blanks + len(last) - len(plain)))


def _piece(atom: Atom) -> str:
    if atom.kind == "link":
        return f"[{_escaped(atom.text)}]({atom.target})"
    if atom.kind == "url":
        return f"<{atom.text}>"
    if atom.kind in ("code", "image"):
        return atom.text
    return _escaped(atom.text)


def _escaped(text: str) -> str:
    """Return text so that nothing in it is read as markup."""
    if "&" in text:
        text = _ENTITY.sub("&amp;", text)
    if "<" in text:
        text = _TAG_START.sub("&lt;", text)
    return (
        _LITERAL.sub(r"\\\g<0>", text) if "*" in text or "_" in text or "`" in text or "\\" in text else text
    )


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
