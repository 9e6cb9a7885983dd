"""SVG: what is left of it can neither run nor load anything. Promise 5."""

from __future__ import annotations

import time
import xml.etree.ElementTree as ET

import pytest

from backfile.images import ImageFacts, Recipe, Refused, Rendition, inspect, make_variants

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def drawing(inside: str, attributes: str = 'width="20" height="10"') -> bytes:
    return f"<svg {NS} {attributes}>{inside}</svg>".encode()


def cleaned(inside: str) -> str:
    found = make_variants(drawing(inside + '<rect width="5" height="5"/>'), Recipe((480,), 78))
    assert isinstance(found, Rendition), found
    assert found.files[0].suffix == ".svg"
    ET.fromstring(found.files[0].data)
    return found.files[0].data.decode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>HARM()</script>",
        "<script href='https://harm.example/x.js'/>",
        '<rect onclick="HARM()" ONLOAD="HARM()"/>',
        '<a href="javascript:HARM()"><rect/></a>',
        '<a xlink:href=" java&#x0a;script:HARM()"><rect/></a>',
        '<a href="data:text/html,HARM"><rect/></a>',
        '<a href="https://harm.example/"><rect/></a>',
        '<image href="https://harm.example/x.png"/>',
        '<image xlink:href="//harm.example/x.png"/>',
        '<image href="data:image/svg+xml;base64,HARM"/>',
        '<image href="x/HARM.png"/>',
        '<use href="https://harm.example/x.svg#a"/>',
        '<use xlink:href="HARM.svg#a"/>',
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><p>HARM</p></body></foreignObject>",
        '<animate attributeName="href" values="javascript:HARM()"/>',
        '<set attributeName="xlink:href" to="https://harm.example/"/>',
        '<set attributeName="onclick" to="HARM()"/>',
        "<style>@import url(https://harm.example/x.css);</style>",
        "<style>rect { fill: url( 'https://harm.example/x' ) }</style>",
        "<style>rect { background: \\75rl(https://harm.example/x) }</style>",
        '<rect style="fill:url(https://harm.example/x)"/>',
        '<rect style="background:\\75 rl(//harm.example)"/>',
        '<rect fill="url(https://harm.example/x#a)"/>',
        '<rect filter="URL( HARM.svg#f )"/>',
        '<feImage href="https://harm.example/x.png"/>',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://harm.example/"/>',
        "<metadata>HARM</metadata><!-- HARM --><?HARM x?>",
        '<g xml:base="https://harm.example/"><use href="#a"/></g>',
        '<handler xmlns="http://www.w3.org/2001/xml-events">HARM</handler>',
    ],
)
def test_nothing_runs_and_nothing_is_loaded(inside: str) -> None:
    text = cleaned(inside)
    assert "harm" not in text.lower()
    assert "<rect" in text


def test_what_draws_stays() -> None:
    text = cleaned(
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#f00"/></linearGradient></defs>'
        '<style>.a { fill: url(#g); stroke: red }</style><path class="a" d="M0 0h10" fill="url(#g)"/>'
        f'<use href="#g"/><image href="{PIXEL}"/><text font-size="3">汉字</text>'
        '<animate attributeName="opacity" values="0;1" dur="2s"/>'
    )
    for piece in (
        "linearGradient",
        "url(#g)",
        "M0 0h10",
        '="#g"',
        PIXEL,
        "汉字",
        'attributeName="opacity"',
        "stroke",
    ):
        assert piece in text


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
        drawing("<g>" * 200_000 + "</g>" * 200_000),
        drawing("<g>" * 1000 + "</g>" * 1000),
        drawing("<rect/>" * 30_000),
        drawing("<g>"),
        b"<svg><rect/></svg>",
        drawing(""),
        drawing("<script>1</script>"),
    ],
)
def test_what_cannot_be_made_safe_is_refused(data: bytes) -> None:
    start = time.process_time()
    assert isinstance(make_variants(data, Recipe((480,), 78)), Refused)
    found = inspect(data)
    assert isinstance(found, Refused) and found.damaged
    assert time.process_time() - start < 4


def test_laughs_do_not_multiply() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]><svg {NS}><text>&l11;</text></svg>'.encode()
    assert isinstance(make_variants(data, Recipe((480,), 78)), Refused)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="20" height="10"', (20, 10)),
        ('width="20px"  viewBox="0 0 4 8"', (20, 40)),
        ('height="1in" viewBox="0,0,2,1"', (192, 96)),
        ('viewBox="0 0 64.4 32"', (64, 32)),
        ('width="100%" height="100%" viewBox="0 0 30 40"', (30, 40)),
        ("", (300, 150)),
        ('width="0" height="0"', (300, 150)),
        ('width="1e99" height="-5"', (300, 150)),
        ('width="999999" height="1"', (20000, 1)),
    ],
)
def test_size(attributes: str, size: tuple[int, int]) -> None:
    facts = inspect(drawing("<rect/>", attributes))
    assert facts == ImageFacts("image/svg+xml", *size, 1)


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"\xef\xbb\xbf",
        b'<?xml version="1.0"?>\n',
        b"<!-- a > b -->\n",
        b"<?xml version='1.0'?><!DOCTYPE svg PUBLIC 'a' 'b'>",
    ],
)
def test_svg_is_known_by_its_first_element(start: bytes) -> None:
    assert isinstance(inspect(start + drawing("<rect/>")), ImageFacts)


def test_a_web_page_with_a_drawing_is_no_drawing() -> None:
    assert inspect(b"<html><body>" + drawing("<rect/>") + b"</body></html>") == Refused(
        "it is a web page, not an image of a known type", False
    )
