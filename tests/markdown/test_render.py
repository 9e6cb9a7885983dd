"""render(): marks, headings, footnotes, the tail."""

from __future__ import annotations

import pickle

import pytest

from backfile.markdown import plain_text, render
from backfile.model import Heading, ImageReference


def html(body: str) -> str:
    return render(body).html


def test_paragraphs_with_only_images_become_figures() -> None:
    body = render("one\n\n![a](x.png)\n\n![b &amp; c](https://e.com/y.jpg?a=1&amp;b=2)\n![](z.gif)\n\ntwo")
    assert body.html == "<p>one</p>\n<!--figure 0-->\n<!--figure 1-->\n<!--figure 2-->\n<p>two</p>"
    assert body.facts.images == (
        ImageReference("x.png", "a"),
        ImageReference("https://e.com/y.jpg?a=1&b=2", "b & c"),
        ImageReference("z.gif", ""),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a ![x](i.png) b", "<p>a <!--image 0--> b</p>"),
        ("**![x](i.png)**", "<!--figure 0-->"),
        ("![x](i.png)  \n![x](i.png)", "<!--figure 0-->\n<!--figure 1-->"),
        ("[![x](i.png)](big.JPG?w=9)", "<!--figure 0-->"),
        ("[![x](https://e.com/i?wx_fmt=png)](https://e.com/i?wx_fmt=png)", "<!--figure 0-->"),
        ("[![x](i.png)](https://e.com/film)", '<p><a href="https://e.com/film"><!--image 0--></a></p>'),
        ("# ![x](i.png)", "<h2><!--image 0--></h2>"),
        ("- ![x](i.png)\n- b", "<ul>\n<li><!--figure 0--></li>\n<li>b</li>\n</ul>"),
        ("> ![x](i.png)", "<blockquote>\n<!--figure 0-->\n</blockquote>"),
        ("<div><a href='https://e.com/film'><p><img src=i.png></p></a></div>",
         '<div><a href="https://e.com/film"><p><!--image 0--></p></a></div>'),
        ("<figure><img src=i.png><figcaption>cap</figcaption></figure>",
         "<figure><!--figure 0--><figcaption>cap</figcaption></figure>"),
        ("![x]() and ![y](javascript:alert(1))", "<p> and </p>"),
        ("![x](data:image/png;base64,AA)", ""),
        ("[![x](i.png)]()", "<!--figure 0-->"),
        ("[a]()", "<p><a>a</a></p>"),
        ("a ![x](i.png)\n\n<div><img src=j.png></div>", "<p>a <!--image 0--></p>\n<div><!--figure 1--></div>"),
        ("`![x](i.png)`", "<p><code>![x](i.png)</code></p>"),
    ],
)  # fmt: skip
def test_images(body: str, expected: str) -> None:
    assert html(body) == expected


def test_tail() -> None:
    body = render(
        "# t\n\none ![](a.png)\n\n<!-- backfile:tail -->\n\n## more\n\n![](b.png)\n\n[x](https://e.com)\n"
    )
    assert body.html == (
        '<h2 id="s1">t</h2>\n<p>one <!--image 0--></p>\n<!--tail-->\n<h3 id="s2">more</h3>\n<!--figure 1-->\n'
        '<p><a href="https://e.com">x</a></p>'
    )
    facts = body.facts
    assert facts.folded
    assert facts.headings == (Heading(2, "s1", "t"),)
    assert [image.url for image in facts.images] == ["a.png", "b.png"]
    assert facts.links == ("https://e.com",)
    assert facts.characters == 4


def test_leader() -> None:
    body = render(
        "## banner\n\n![](a.png)\n\n<!-- backfile:lead -->\n\n## t\n\nown ![](b.png)\n\n<!-- backfile:tail -->\n\n![](c.png)\n"
    )
    assert body.html == (
        '<h2 id="s2">banner</h2>\n<!--figure 2-->\n<!--lead-->\n<h2 id="s1">t</h2>\n<p>own <!--image 0--></p>\n'
        "<!--tail-->\n<!--figure 1-->"
    )
    facts = body.facts
    assert facts.folded and facts.folded_images == 2
    assert facts.headings == (Heading(2, "s1", "t"),)
    assert [image.url for image in facts.images] == ["b.png", "c.png", "a.png"]
    assert facts.deck == "" and facts.characters == 4


def test_only_a_leader_before_the_tail_counts() -> None:
    assert html("a\n\n<!-- backfile:lead -->\nb") == "<p>a</p>\n<!--lead-->\n<p>b</p>"
    assert html("a <!-- backfile:lead --> b") == "<p>a  b</p>"
    assert "<!--lead-->" not in html("a\n\n<!-- backfile:tail -->\n\nb\n\n<!-- backfile:lead -->\n\nc")


def test_only_the_first_tail_line_counts_and_only_alone_on_its_line() -> None:
    assert html("a <!-- backfile:tail --> b") == "<p>a  b</p>"
    assert html("a\n\n<!-- backfile:tail -->\nb\n\n<!-- backfile:tail -->\n\nc").count("<!--tail-->") == 1
    assert html("<!-- backfile:tail -->\nb") == "<!--tail-->\n<p>b</p>"


def test_headings_begin_at_level_two() -> None:
    assert html("## a\n\n### b") == '<h2 id="s1">a</h2>\n<h3 id="s2">b</h3>'
    assert html("# a\n\n###### b") == '<h2 id="s1">a</h2>\n<h6 id="s2">b</h6>'
    assert render("## *x* & `y`").facts.headings == (Heading(2, "s1", "x & y"),)


def test_footnotes_link_to_each_other() -> None:
    body = render("one[^a] two[^a] three[^b]\n\n[^a]: first\n\n[^b]: second\n\n[^c]: never asked for\n")
    for piece in (
        '<sup id="fnref1"><a href="#fn1">1</a></sup>',
        '<sup id="fnref1-2"><a href="#fn1">1</a></sup>',
        '<li id="fn1">',
        '<a href="#fnref1-2">',
        '<li id="fn3">',
    ):
        assert body.html.count(piece) == 1
    assert body.facts.links == ()
    assert body.facts.deck == "one two three"


def test_footnotes_of_the_tail_have_ids_of_their_own() -> None:
    text = "one[^a]\n\n[^a]: first\n"
    found = html(text + "\n<!-- backfile:tail -->\n\n" + text)
    assert found.count('id="fn1"') == found.count('id="tfn1"') == 1


def test_links_are_listed_once_and_decoded() -> None:
    body = render(
        "[a](https://e.com/?x=1&y=2) [b](/p/q) [c](https://e.com/?x=1&amp;y=2) [d](#here) <mailto:a@e.com>"
    )
    assert body.facts.links == ("https://e.com/?x=1&y=2", "/p/q", "mailto:a@e.com")
    assert "#here" not in body.html


def test_obsolete_and_landmark_tags_are_replaced() -> None:
    assert html("<center>a</center>\n\nb <strike>c</strike>") == "<div>a</div>\n\n<p>b <s>c</s></p>"


def test_plain_text_of_marked_html() -> None:
    body = render("# a\n\nb  \nc &lt;d&gt; &amp;amp;\n\n![](x.png)\n\n<!-- backfile:tail -->\n\ne")
    assert plain_text(body.html).split() == ["a", "b", "c", "<d>", "&amp;", "e"]


def test_a_body_can_be_sent_to_another_process_and_is_the_same_again() -> None:
    body = render("a ![b](c.png)")
    assert pickle.loads(pickle.dumps(body)) == body == render("a ![b](c.png)")


def test_empty_bodies() -> None:
    for text in ("", "\n\n", " \t", "\ufeff"):
        assert html(text) == ""
        assert render(text).facts.minutes == 1
