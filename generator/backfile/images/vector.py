"""SVG: a filtered copy that can neither run nor load anything.

Two filters: our own, narrow one first, which drops whole what names a foreign address, then py-svg-hush, then ours again.
Ours comes first because py-svg-hush rewrites addresses into relative ones and cuts suspicious pieces out of style sheets,
and what is left of those means something nobody wrote.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.parsers import expat

import msgspec

_MAX_BYTES = 2_000_000
_MAX_ELEMENTS = 20_000
# py-svg-hush indents its output by depth, so that nesting costs quadratic memory.
_MAX_DEPTH = 64
_MAX_SIDE = 20_000
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
# Without a prefix of its own ElementTree would write ns0:svg, which py-svg-hush does not know.
ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)
_RASTER = {"image": ["png", "jpeg", "gif", "webp"]}
_ELEMENT_NAMES = (
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath image switch "
    "linearGradient radialGradient stop pattern clipPath mask marker style a view animate animateTransform animateMotion "
    "mpath set filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
    "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge "
    "feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
)
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
_ANIMATIONS = frozenset(("animate", "animateTransform", "animateMotion", "set"))
_ANIMATION_VALUES = frozenset(("from", "to", "by", "values"))
_LOCAL = re.compile(r"\s*#[\w.:-]+\s*\Z")
_DATA_IMAGE = re.compile(r"\s*data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z")
_URL = re.compile(r"url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\\|@|expression\s*\(|image-set|src\s*\(|behavior|-moz-binding|<|javascript:", re.IGNORECASE
)
_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(px|pt|pc|mm|cm|in|em|ex)?\s*\Z")
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}


class DrawingError(Exception):
    """The drawing cannot be made safe; the message says why."""


class Drawing(msgspec.Struct, frozen=True):
    """A filtered SVG and its size in CSS pixels."""

    width: int
    height: int
    data: bytes


def sanitise(data: bytes) -> Drawing:
    """Return a drawing without scripts, event handlers, foreign content and external references.

    Raises DrawingError when it is not well-formed, declares entities, is too large or too deep, or has nothing to show.
    """
    if len(data) > _MAX_BYTES:
        raise DrawingError(f"it has more than {_MAX_BYTES // 1_000_000} MB")
    _check_structure(data)
    import py_svg_hush

    try:
        text = ElementTree.tostring(_filtered(data), encoding="utf-8", xml_declaration=True)
        root = _filtered(py_svg_hush.filter_svg(text, keep_data_url_mime_types=_RASTER))
    except (ValueError, ElementTree.ParseError) as error:
        raise DrawingError(str(error)) from None
    if not any(_name(element) not in ("svg", "g", "defs", "title", "desc") for element in root.iter()):
        raise DrawingError("nothing is left to show")
    width, height = _size(root)
    root.set("width", str(width))
    root.set("height", str(height))
    return Drawing(width, height, ElementTree.tostring(root, encoding="utf-8") + b"\n")


def _check_structure(data: bytes) -> None:
    depth = elements = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > _MAX_DEPTH or elements > _MAX_ELEMENTS:
            raise DrawingError("it is nested too deeply or has too many elements")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def entity(*declared: object) -> None:
        raise DrawingError("it declares entities")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DrawingError(str(error)) from None
    except ValueError as error:  # an encoding that Python does not know
        raise DrawingError(str(error)) from None


def _filtered(data: bytes) -> ElementTree.Element:
    root = ElementTree.fromstring(data)
    if root.tag != f"{{{_SVG}}}svg":
        raise DrawingError("its root is not svg")
    _filter(root)
    return root


def _filter(element: ElementTree.Element) -> None:
    for child in list(element):
        if _name(child) not in _ELEMENTS or not _keep(child):
            element.remove(child)
        else:
            _filter(child)
    for key, value in list(element.attrib.items()):
        if not _keep_attribute(element, key, value):
            del element.attrib[key]


def _keep(element: ElementTree.Element) -> bool:
    name = _name(element)
    if name in _ANIMATIONS:
        target = element.get("attributeName", "")
        return name in ("animateMotion", "animateTransform") or (
            bool(target) and "href" not in target.lower() and not target.lower().startswith("on")
        )
    if name == "style":
        text = "".join(element.itertext())
        return not len(element) and not _URL.search(text) and not _FOREIGN.search(text)
    return True


def _keep_attribute(element: ElementTree.Element, key: str, value: str) -> bool:
    namespace, _, name = key[1:].rpartition("}") if key.startswith("{") else ("", "", key)
    lower = name.lower()
    if lower.startswith("on") or namespace not in ("", _XLINK, "http://www.w3.org/XML/1998/namespace"):
        return False
    if lower == "base":
        return False
    if lower in ("href", "src"):
        picture = _name(element) == "image" and _DATA_IMAGE.match(value)
        return bool(_LOCAL.match(value) or picture)
    if lower in _ANIMATION_VALUES and ":" in value:
        return False
    return not _URL.search(value) and not (
        (lower == "style" and _FOREIGN.search(value)) or "javascript:" in value.lower()
    )


def _name(element: ElementTree.Element) -> str:
    tag = element.tag
    return tag.removeprefix(f"{{{_SVG}}}") if isinstance(tag, str) else ""


def _size(root: ElementTree.Element) -> tuple[int, int]:
    """The size a browser would give it: attributes, else the viewBox, else 300 x 150 (CSS 2.2, 10.3.2)."""
    width, height = (_pixels(root.get(name, "")) for name in ("width", "height"))
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    ratio = 0.0
    if len(box) == 4:
        try:
            across, down = float(box[2]), float(box[3])
        except ValueError:
            across = down = 0.0
        if 0 < across < 1e6 and 0 < down < 1e6:
            ratio = down / across
            if not width and not height:
                width = across
    if width and not height:
        height = width * ratio if ratio else 150.0
    if height and not width:
        width = height / ratio if ratio else 300.0
    return _side(width or 300.0), _side(height or 150.0)


def _pixels(text: str) -> float:
    found = _LENGTH.match(text)
    return float(found[1]) * _UNITS[found[2] or ""] if found else 0.0


def _side(length: float) -> int:
    return min(max(round(length), 1), _MAX_SIDE)
