"""Shortcodes of other generators that stand for an image or an address; all others stay the text they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from backfile.convert.slugs import slug

_LIQUID_IMAGE = re.compile(
    r"\{%-?\s*+(?:image|image_with_class)\s++((?:\"[^\"\n]*\"|'[^'\n]*'|[\s,])++)-?%\}"
)
_QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_URL_FILTER = re.compile(
    r"\{\{\s*(?:\"([^\"\n{}]*)\"|'([^'\n{}]*)')\s*\|\s*(?:url|relative_url|absolute_url)\s*\}\}"
)
_BASE_URL = re.compile(r"\{\{\s*site\.(?:baseurl|url)\s*\}\}")
_HUGO_IMAGE = re.compile(
    r"\{\{[<%]\s*+(?:legacy-img(?:-right|-left)?|figure|img(?:-right|-left)?|image)\s([^{}]*+)(?<=[>%])\}\}"
)
_HUGO_REF = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s\"'{}]+))\s*[>%]\}\}")
# Addresses of posts by date, and files of posts by their names.
_POST = re.compile(r"(/(?:\d{4})/(?:\d{2})/(?:\d{2})/)([^/#?]+?)(?:\.html)?/?(#.*)?")
_POST_FILE = re.compile(r"(?:^|/)(\d{4})-(\d{2})-(\d{2})-([^/]+)\.md\Z")
_HUGO_VIDEO = re.compile(r"\{\{[<%]\s*+(youtube|vimeo)\s([^{}]*+)(?<=[>%])\}\}")
_HUGO_POST = re.compile(r"\{\{[<%]\s*+(?:tweet|twitter|x)\s([^{}]*+)(?<=[>%])\}\}")
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_ATTRIBUTE = re.compile(r"([a-z-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^'\n]*)')")
_CODE = re.compile(
    r"^(?: {0,3})(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)|(`+)(?!`).+?(?<!`)\2(?!`)",
    re.MULTILINE | re.DOTALL,
)
_PICTURE = re.compile(r"/|\.(?:jpe?g|png|gif|webp|avif|svg|bmp)\Z", re.IGNORECASE)


def replace_shortcodes(text: str, counts: Counter[str]) -> str:
    """Return a text whose image and address shortcodes are markdown; code is left alone."""
    if "{{" not in text and "{%" not in text:
        return text
    out: list[str] = []
    at = 0
    for code in _CODE.finditer(text):
        out += (_replaced(text[at : code.start()], counts), code[0])
        at = code.end()
    out.append(_replaced(text[at:], counts))
    return "".join(out)


def _replaced(text: str, counts: Counter[str]) -> str:
    for pattern, write in (
        (_LIQUID_IMAGE, _liquid_image),
        (_URL_FILTER, _address),
        (_BASE_URL, _nothing),
        (_HUGO_IMAGE, _hugo_image),
        (_HUGO_REF, _hugo_ref),
        (_HUGO_VIDEO, _hugo_video),
        (_HUGO_POST, _hugo_post),
    ):
        text = pattern.sub(_counted(write, counts), text)
    return text


def _counted(write: Callable[[re.Match[str]], str], counts: Counter[str]) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        written = write(match)
        counts["shortcodes"] += written != match[0]
        return written

    return replaced


def _address(match: re.Match[str]) -> str:
    return _of_post(match[1] or match[2] or "")


def _nothing(match: re.Match[str]) -> str:
    return ""


def _of_post(path: str) -> str:
    """Return an address of a post as its article has it here, any other path as it is."""
    match = _POST.fullmatch(path)
    return f"{match[1]}{slug(match[2], match[2])}/{match[3] or ''}" if match else path


def _liquid_image(match: re.Match[str]) -> str:
    values = [a or b for a, b in _QUOTED.findall(match[1])]
    if not values or not _PICTURE.search(values[0]):
        return match[0]
    path = values[0] if values[0].startswith(("/", "http://", "https://")) else f"/{values[0]}"
    return _image(path, values[1] if len(values) > 1 else "")


def _hugo_image(match: re.Match[str]) -> str:
    values = {name: a or b for name, a, b in _ATTRIBUTE.findall(match[1])}
    source = values.get("src", "").replace("\\", "")
    if not _PICTURE.search(source):
        return match[0]
    image = _image(source, values.get("alt", "").replace('\\"', '"'))
    # In the order of the capture, for that is how readers of the source know them.
    shown = (values[name].strip() for name in values if name in ("title", "caption", "attr"))
    return "\n".join((image, *dict.fromkeys(filter(None, shown))))


def _hugo_ref(match: re.Match[str]) -> str:
    """A reference to a file of the same site becomes the address of its slug; what it cannot find stays text."""
    target = match[1] or match[2] or match[3] or ""
    if target.startswith(("http://", "https://", "#")):
        return target
    name, _, fragment = target.partition("#")
    fragment = f"#{fragment}" if fragment else ""
    file = _POST_FILE.search(name)
    if file:
        return f"/{file[1]}/{file[2]}/{file[3]}/{slug(file[4], file[4])}/{fragment}"
    return "/" + re.sub(r"(?:/_?index)?\.md\Z", "", name.lstrip("/")) + fragment


def _hugo_video(match: re.Match[str]) -> str:
    values = {name: a or b for name, a, b in _ATTRIBUTE.findall(match[2])}
    plain = re.match(r"\s*[\"']?([\w-]+)[\"']?\s*[>%]\Z", match[2])
    number = values.get("id", "") or (plain[1] if plain else "")
    if not re.fullmatch(r"[\w-]+", number):
        return match[0]
    url = _VIDEOS[match[1]] + number
    title = " ".join(values.get("title", "").replace("[", "\\[").replace("]", "\\]").split())
    return f"[{title}]({url})" if title else f"<{url}>"


def _hugo_post(match: re.Match[str]) -> str:
    values = {name: a or b for name, a, b in _ATTRIBUTE.findall(match[1])}
    user, number = values.get("user", ""), values.get("id", "")
    if not re.fullmatch(r"\w+", user) or not number.isdigit():
        return match[0]
    return f"<https://twitter.com/{user}/status/{number}>"


def _image(path: str, alt: str) -> str:
    alt = " ".join(alt.split()).replace("[", "\\[").replace("]", "\\]")
    path = path.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    return f"![{alt}]({path})"
