"""Shortcodes that stand for images and addresses."""

from __future__ import annotations

from collections import Counter

import pytest

from backfile.convert.shortcodes import replace_shortcodes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{% image "assets/a b.png" "Two [people]" %}', "![Two \\[people\\]](/assets/a%20b.png)"),
        ('{% image_with_class "assets/a.png" "wide" "Alt" %}', "![wide](/assets/a.png)"),
        ('[x]({{ "/about/" | url }})', "[x](/about/)"),
        ("[x]({{ '/2024/07/28/Some-Post.html' | url }})", "[x](/2024/07/28/some-post/)"),
        ("{{ site.baseurl }}/a", "/a"),
        ('{{< legacy-img src="2014/a\\_b.jpg" alt="A \\"b\\"" >}}', '![A "b"](2014/a_b.jpg)'),
        ('{{< figure src="/a.png" caption="C" >}}', "![](/a.png)\nC"),
        ('{{< figure src="/a.png" title="T" caption="C" >}}', "![](/a.png)\nT\nC"),
        ('{{< figure src="/a.png" caption="C" title="C" >}}', "![](/a.png)\nC"),
        ('{{< figure src="/a.png" caption="C" attr="By A" attrlink="/b" >}}', "![](/a.png)\nC\nBy A"),
        ('{{< img src="a-name-only" >}}', '{{< img src="a-name-only" >}}'),
        ('[x]({{< ref "/news/2024-07-28-some-post.md" >}})', "[x](/2024/07/28/some-post/)"),
        ('[x]({{< ref "/about/index.md#who" >}})', "[x](/about#who)"),
        ("{{< youtube id=x >}}", "{{< youtube id=x >}}"),
        ("{{< youtube abc-1_d >}}", "<https://www.youtube.com/watch?v=abc-1_d>"),
        ('{{< vimeo id="12" title="A [film]" >}}', "[A \\[film\\]](https://vimeo.com/12)"),
        ('{{< tweet user="ann" id="12" >}}', "<https://twitter.com/ann/status/12>"),
        ('{{< tweet user="../x" id="12" >}}', '{{< tweet user="../x" id="12" >}}'),
        ("{% include %} {{7*7}}", "{% include %} {{7*7}}"),
        ('`{% image "a.png" %}`', '`{% image "a.png" %}`'),
        ('```\n{% image "a.png" %}\n```\n{% image "/a.png" %}', '```\n{% image "a.png" %}\n```\n![](/a.png)'),
        ("plain", "plain"),
    ],
)
def test_shortcodes(text: str, expected: str) -> None:
    counts: Counter[str] = Counter()
    assert replace_shortcodes(text, counts) == expected
    assert bool(counts["shortcodes"]) == (text != expected)
