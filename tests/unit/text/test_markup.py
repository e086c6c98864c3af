"""Comments as HTML: what Markdown may do, and what nothing may do."""

import pytest
from unit.text.dom import assert_harmless

from moderation.text.markup import plain_text, render_markup, to_html

RENDERED = [
    ("", ""),
    ("\n\n", ""),
    ("hello", '<p dir="auto">hello</p>'),
    ("one\ntwo\n\nthree", '<p dir="auto">one<br>\ntwo</p>\n<p dir="auto">three</p>'),
    (
        "*a* _b_ **c** __d__ ~~e~~",
        '<p dir="auto"><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <s>e</s></p>',
    ),
    ("snake_case_name 2*3*4", '<p dir="auto">snake_case_name 2<em>3</em>4</p>'),
    ("`a < b`", '<p dir="auto"><code>a &lt; b</code></p>'),
    ("```html\n<b>\n```", '<pre dir="auto"><code>&lt;b&gt;\n</code></pre>'),
    ("> said\n\nno", '<blockquote dir="auto">\n<p dir="auto">said</p>\n</blockquote>\n<p dir="auto">no</p>'),
    ("- a\n- b", '<ul>\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ul>'),
    ("3. a\n4. b", '<ol start="3">\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ol>'),
    ("# LOUD", '<p dir="auto"><strong>LOUD</strong></p>'),
    ("title\n=====", '<p dir="auto">title<br>\n=====</p>'),
    ("a\n\n---\n\nb", '<p dir="auto">a</p>\n<p dir="auto">---</p>\n<p dir="auto">b</p>'),
    ("#1 fan", '<p dir="auto">#1 fan</p>'),
    (
        "[x](https://a.example/b?c=1&d=2)",
        '<p dir="auto"><a href="https://a.example/b?c=1&amp;d=2" rel="nofollow ugc noopener">x</a></p>',
    ),
    (
        "see https://a.example/b_c_d.",
        '<p dir="auto">see <a href="https://a.example/b_c_d" rel="nofollow ugc noopener">https://a.example/b_c_d</a>.</p>',
    ),
    (
        "![cat](http://a.example/c.png)",
        '<p dir="auto"><a href="http://a.example/c.png" rel="nofollow ugc noopener">cat</a></p>',
    ),
    (
        "[![cat](http://a.example/c.png)](http://b.example)",
        '<p dir="auto"><a href="http://b.example" rel="nofollow ugc noopener">cat</a></p>',
    ),
    ("[a]() ![b]()", '<p dir="auto">a b</p>'),
    (
        "[](http://a.example)",
        '<p dir="auto"><a href="http://a.example" rel="nofollow ugc noopener">http://a.example</a></p>',
    ),
    ("<b>bold?</b> AT&T &amp; &#97;", '<p dir="auto">&lt;b&gt;bold?&lt;/b&gt; AT&amp;T &amp;amp; &amp;#97;</p>'),
    ("    indented", '<p dir="auto">indented</p>'),
    ("x\ud800y", '<p dir="auto">x\ufffdy</p>'),
]

VECTORS = """
<script>alert(1)</script>
<ScRiPt>alert(1)</sCrIpT>
<script src=//evil.example></script>
<script\x00>alert(1)</script>
<<script>alert(1)//<</script>
</p><script>alert(1)</script>
--><script>alert(1)</script>
]]><script>alert(1)</script>
<!--<img src="--><img src=x onerror=alert(1)//">
<![CDATA[<script>alert(1)</script>]]>
<?xml version="1.0"?><script>alert(1)</script>
<!DOCTYPE html><script>alert(1)</script>
<img src=x onerror=alert(1)>
<img src="x"onerror="alert(1)">
<img/src=x/onerror=alert(1)>
<img src=`x`onerror=alert(1)>
<svg onload=alert(1)>
<svg/onload=alert(1)
<svg><script>alert&#40;1)</script>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a>
<svg><animate onbegin=alert(1) attributeName=x>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>
<math href="javascript:alert(1)">x</math>
<body onload=alert(1)>
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>">
<object data="data:text/html,<script>alert(1)</script>">
<embed src="javascript:alert(1)">
<a href="javascript:alert(1)">x</a>
<a href="jav&#x09;ascript:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a onclick=alert(1)>x</a>
<form action="javascript:alert(1)"><input type=submit>
<button formaction=javascript:alert(1)>x
<input autofocus onfocus=alert(1)>
<details open ontoggle=alert(1)>
<video><source onerror=alert(1)>
<audio src=x onerror=alert(1)>
<marquee onstart=alert(1)>
<meta http-equiv=refresh content="0;url=javascript:alert(1)">
<link rel=stylesheet href="javascript:alert(1)">
<base href="javascript:alert(1)//">
<style>@import 'javascript:alert(1)';</style>
<style>*{background:url(javascript:alert(1))}</style>
<div style="width:expression(alert(1))">
<table background="javascript:alert(1)">
<template><script>alert(1)</script></template>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<textarea><script>alert(1)</script></textarea>
<title><script>alert(1)</script></title>
<xmp><script>alert(1)</script></xmp>
<plaintext><script>alert(1)</script>
<custom-element onclick=alert(1)>
<p dir="rtl" onmouseover=alert(1)>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](  javascript:alert(1))
[x](java\tscript:alert(1))
[x](javascript&colon;alert(1))
[x](&#106;avascript:alert(1))
[x](\\javascript:alert(1))
[x](<javascript:alert(1)>)
[x](\x01javascript:alert(1))
[x](%6aavascript:alert(1))
[x](vbscript:msgbox(1))
[x](data:text/html,<script>alert(1)</script>)
[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)
[x](data:image/svg+xml,<svg onload=alert(1)>)
[x](file:///etc/passwd)
[x](//evil.example)
[x](/logout)
[x](?logout)
[x](#top)
[x](\\\\evil.example)
[x](http://a.example" onclick="alert(1))
[x](http://a.example' onclick='alert(1))
[x](http://a.example "title" onclick=alert(1))
[x](http://a.example "<script>alert(1)</script>")
[x](http://a.example/"onmouseover="alert(1)")
[x](<http://a.example/ onmouseover=alert(1) >)
[x](http://user:javascript@a.example)
["><script>alert(1)</script>](http://a.example)
[<img src=x onerror=alert(1)>](http://a.example)
[x][1]\\n\\n[1]: javascript:alert(1)
![x](javascript:alert(1))
![x](data:image/svg+xml,<svg/onload=alert(1)>)
![x" onerror="alert(1)](http://a.example/x.png)
![x](http://a.example/x.png" onerror="alert(1))
<javascript:alert(1)>
<http://a.example/"onclick="alert(1)>
<http://a.example/'onclick='alert(1)>
<data:text/html,x>
<mailto:a@b.example"onclick="alert(1)>
http://a.example/"onmouseover="alert(1)"
http://a.example/<script>alert(1)</script>
http://a.example/&quot;onclick=alert(1)
`<script>alert(1)</script>`
```<script>\\nalert(1)\\n</script>```
```"><script>alert(1)</script>\\nx\\n```
``` " onclick="alert(1)\\nx\\n```
> <script>alert(1)</script>
- <img src=x onerror=alert(1)>
# <svg onload=alert(1)>
*<script>*alert(1)*</script>*
**[x](javascript:alert(1)**)
~~<b onclick=alert(1)>~~
&lt;script&gt;alert(1)&lt;/script&gt;
\\<script>alert(1)\\</script>
\ufeff<script>alert(1)</script>
\u202e<script>alert(1)</script>
＜script＞alert(1)＜/script＞
<\u200bscript>alert(1)</script>
{{constructor.constructor('alert(1)')()}}
${alert(1)}
1. <ol start="javascript:alert(1)">
99999999999999999999. x
<a href="http://a.example" rel="opener" target="_blank">x</a>
[a](http://a.example)<base href=//evil.example>
""".strip("\n").split("\n")

HOSTILE = {
    "quotes": ">" * 10_000,
    "spaced quotes": "> " * 10_000,
    "quote lines": ">\n" * 10_000,
    "stars": "*" * 10_000,
    "brackets": "[" * 10_000,
    "images": "![" * 5_000,
    "open links": "[a](" * 5_000,
    "lists": "- " * 10_000,
    "nested lists": "".join(" " * (2 * depth) + "- a\n" for depth in range(140)),
    "backticks": "`a" * 10_000,
    "tags": "<a " * 5_000,
    "addresses": "http://" * 3_000,
    "escapes": "\\*" * 10_000,
    "overrides": "\u202e" * 10_000,
    "deep and long": ">" * 20 + " a\n" + "b\n" * 1_000,
}


@pytest.mark.parametrize(("text", "markup"), RENDERED)
def test_markdown_is_rendered(text: str, markup: str) -> None:
    assert to_html(text) == markup
    if text.strip("\n"):
        assert render_markup(text) == markup
    assert_harmless(markup)


@pytest.mark.parametrize("vector", VECTORS)
def test_an_attack_is_inert(vector: str) -> None:
    for text in (vector, vector.replace("\\n", "\n"), f"*a* {vector}", f"> {vector}", f"[a]({vector})", f"<{vector}>"):
        assert_harmless(to_html(text))
        assert_harmless(render_markup(text))


def test_there_are_many_attacks() -> None:
    assert len(VECTORS) >= 110


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_built_to_exhaust_the_parser_is_rendered_and_keeps_its_letters(name: str) -> None:
    _, words = assert_harmless(to_html(HOSTILE[name]))
    letters = [c for c in HOSTILE[name] if c.isalnum()]
    assert [c for c in words if c.isalnum()] == letters
    assert isinstance(plain_text(HOSTILE[name]), str)


def test_a_text_nested_too_deep_is_shown_as_typed() -> None:
    assert to_html(">" * 30 + " a") == f'<p dir="auto">{"&gt;" * 30} a</p>'


def test_a_direction_override_stays_in_its_block() -> None:
    elements, _ = assert_harmless(to_html("\u202eevil\n\n> \u202equoted\n\n- \u2067listed\n\n```\n\u202ecode\n```"))
    assert {tag for tag, attributes in elements if attributes.get("dir") == "auto"} == {"p", "blockquote", "li", "pre"}


def test_plain_text_is_what_a_reader_reads() -> None:
    assert plain_text("# Hi\n\nbad**wo**rd [is](http://a.example) `x`\n\n- one\n- two") == "Hi\nbadword is x\none\ntwo"
    assert plain_text("nothing special") == "nothing special"
