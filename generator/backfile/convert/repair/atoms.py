"""The text of one block as atoms: pieces of text, images, links, addresses, code and line ends, each with its emphasis."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from backfile.characters import CJK
from backfile.convert.repair.pairs import AS_TEXT, paired_stars, paired_underscores
from backfile.convert.repair.urls import BARE_URL, TARGET, plain_target, trim_url
from backfile.convert.repair.words import Words

# Only whole addresses may hold blanks, as pages write them by mistake.
_ADDRESS = rf"<[^<>\n]*>|(?i:https?)://{TARGET}(?:[ \n](?![\"\s]){TARGET})*+|{TARGET}"
_TITLE = r"(?:\s+\"(?:[^\"]|\"(?!\s*\))){0,300}+\")?"
# html2text sometimes escapes the mark of an image that begins a line.
_IMAGE = rf"\\?!\[(?P<alt>(?:[^\[\]\\]|\\.)*+)\]\((?P<src>{_ADDRESS}){_TITLE}\s*\)"
_LINK = (
    r"\[(?P<text>(?:[^\[\]\\]|\\.|!\[[^\[\]]*\]\([^()\s]*\)|\[[^\[\]]*\])*+)\]"
    rf"\((?P<href>{_ADDRESS}){_TITLE}\s*\)"
)
# What a token begins with, so that the many alternatives are not tried at every letter.
_FIRST = re.compile(r"[!\[*<hH\\`\r_]")
_TOKEN = re.compile(
    rf"(?:{_IMAGE}|{_LINK}|(?P<stars>\*{{2,}})|(?P<auto><(?i:https?)://[^<>\s]+>)"
    rf"|(?P<url>{BARE_URL})|(?P<escape>\\[\\`*_{{}}\[\]()>#+.!|-])|(?P<code>`[^`\r]+`)|(?P<break>\r)"
    r"|(?P<under>(?<![A-Za-z0-9_\\])_(?!_)|(?<=[^\s_])_(?![A-Za-z0-9_])))",
    re.DOTALL,
)
_IMAGE_ONLY = re.compile(_IMAGE, re.DOTALL)
_BLANK = (" ", "\n")
_AFTER_MARK = re.compile(r"[*_]")
_NO_WORD_AFTER = frozenset("%％)）”’」』》】]")
_SENTENCE_MARKS = frozenset("，。；：！？、")
# A target that is no address: what stands in brackets behind brackets, as in "[note](see below)".
_NO_ADDRESS = re.compile(r"[^\x00-\x7f]|[^/.#?:]*\Z")


class Atom(msgspec.Struct, eq=False, gc=False):
    """A piece of text, or an image, a link, an address, code or a line end, with its emphasis.

    text is what readers see of it, code and images aside; inner are the atoms of a link's text.
    """

    kind: str
    text: str
    strong: bool
    emphasis: bool = False
    target: str = ""
    inner: list[Atom] | None = None


def atoms_of(text: str, words: Words, counts: Counter[str]) -> list[Atom]:
    """Return the atoms of a text; every mark of emphasis in it that is one became an attribute of atoms."""
    atoms: list[Atom] = []
    strong = emphasis = False
    tokens = _tokens(text)
    marks = _marks(text, tokens, words) if "**" in text or "_" in text else {}
    at = 0
    for match in tokens:
        if match.start() > at:
            atoms.append(Atom("text", text[at : match.start()], strong, emphasis))
        at = match.end()
        kind = match.lastgroup
        if kind == "break":
            atoms.append(Atom("break", "", strong, emphasis))
        elif kind == "stars":
            toggles = marks[match.start()]
            if toggles == AS_TEXT:
                atoms.append(Atom("text", _text_of_stars(match, counts), strong, emphasis))
                continue
            counts["adjacent_emphasis"] += toggles != 1 and strong
            # An odd star stands within the marks beside it.
            inside = strong or toggles == 1
            strong = strong != (toggles == 1)
            if len(match["stars"]) % 2:
                atoms.append(Atom("text", "*", inside, emphasis))
        elif kind == "under":
            if match.start() in marks:
                emphasis = not emphasis
            else:
                atoms.append(Atom("text", "_", strong, emphasis))
        else:
            piece = _piece(match, strong, words, counts)
            for atom in piece:
                atom.emphasis = emphasis
            atoms += piece
    if at < len(text):
        atoms.append(Atom("text", text[at:], strong, emphasis))
    return _merged(atoms)


def _tokens(text: str) -> list[re.Match[str]]:
    found = []
    at = 0
    while first := _FIRST.search(text, at):
        match = _TOKEN.match(text, first.start())
        if match:
            found.append(match)
        at = (match or first).end()
    return found


def _marks(text: str, tokens: list[re.Match[str]], words: Words) -> dict[int, int]:
    """Return what the marks of a text do, by their places; underscores that are none are not in it."""
    stars = [m.span() for m in tokens if m["stars"]]
    found: dict[int, int] = {}
    if stars:
        toggles = paired_stars(text, stars, strict=words.blank_after)
        found = {start: n for (start, _), n in zip(stars, toggles, strict=True)}
    if "_" in text and (places := [m.start() for m in tokens if m["under"]]):
        found |= dict.fromkeys(paired_underscores(text, places, strict=words.blank_after), 1)
    return found


def _text_of_stars(match: re.Match[str], counts: Counter[str]) -> str:
    """Return the text that stars are which mark nothing.

    Two at a place where no word can be missing are left over from a mark; beside Chinese they stand for a word that was
    not to be written out, and become the full-width stars of that script, which no reader takes for marks.
    """
    stars, text = match["stars"], match.string
    before, after = text[: match.start()].rstrip()[-1:], text[match.end() : match.end() + 1]
    if len(stars) == 2 and before in _NO_WORD_AFTER and after in _SENTENCE_MARKS:
        counts["stray_marks"] += 1
        return ""
    if CJK.match(before) or CJK.match(after):
        counts["fullwidth_stars"] += 1
        return "\uff0a" * len(stars)
    return stars


def _piece(match: re.Match[str], strong: bool, words: Words, counts: Counter[str]) -> list[Atom]:
    """Return the atoms of any token but a mark or a line end."""
    kind = match.lastgroup
    if kind == "src":
        return [Atom("image", _image(match), strong)] if match["src"] else []
    if kind == "href":
        return _link(match, strong, words, counts)
    if kind == "auto":
        return [Atom("url", match["auto"][1:-1], strong)]
    if kind == "escape":
        return [Atom("text", match["escape"][1], strong)]
    if kind == "code":
        return [Atom("code", match["code"].replace("\n", " "), strong)]
    counts["linked_urls"] += 1
    url = trim_url(match["url"])
    return [Atom("url", url, strong), Atom("text", match["url"][len(url) :], strong)]


def _image(match: re.Match[str]) -> str:
    return f"![{' '.join(match['alt'].split())}]({plain_target(match['src'])})"


def _link(match: re.Match[str], strong: bool, words: Words, counts: Counter[str]) -> list[Atom]:
    """Return a link's atoms: images in it stand by themselves, each with the link; one without text is left out."""
    text, href = match["text"], plain_target(match["href"])
    if href.lower().startswith("javascript:"):
        href = ""
        counts["empty_links"] += 1
    elif href and "](" not in text and "://" not in href and _NO_ADDRESS.match(href):
        return [Atom("text", match[0], strong)]
    atoms: list[Atom] = []
    at = 0
    if href and text[:1] in _BLANK and not _AFTER_MARK.match(match.string, match.start() - 1):
        atoms.append(Atom("text", " ", strong))
    for image in (*(_IMAGE_ONLY.finditer(text) if "![" in text else ()), None):
        atoms += _linked(text[at : image.start() if image else len(text)], href, strong, words, counts)
        if image:
            written = _image(image)
            atoms.append(Atom("image", f"[{written}]({href})" if href else written, strong))
            at = image.end()
    if not any(a.kind != "text" or a.text.strip() for a in atoms):
        counts["empty_links"] += 1
    if href and atoms and text[-1:] in _BLANK:
        right = match.string[match.end() : match.end() + 1]
        atoms.append(Atom("text", words.between(text.rstrip()[-1:], right, stood=True), strong))
    return atoms


def _linked(text: str, href: str, strong: bool, words: Words, counts: Counter[str]) -> list[Atom]:
    """Return the atoms of a link's text, in one atom where it has a target."""
    text = text.replace("\r", " ").strip()
    if not text.strip("*_ \n"):
        return []
    inner = atoms_of(text, words, Counter())
    for atom in inner:
        if atom.kind == "url":
            atom.kind = "text"
        atom.strong = atom.strong or strong
    if not href:
        return inner
    plain = "".join(a.text for a in inner)
    if plain == href and href.lower().startswith(("http://", "https://")):
        return [Atom("url", href, strong)]
    return [Atom("link", plain, all(a.strong for a in inner), target=href, inner=inner)]


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
