"""What comes out of a text is ours, whatever went in; ticking a box writes one character."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.core import markdown
from workstate.core.errors import Conflict
from workstate.core.markdown import (
    Links,
    Person,
    Reference,
    boxes,
    checklist,
    handles_in,
    plain,
    render,
    task_numbers,
    tick,
)

LINKS = Links(
    prefix="NW",
    tasks={12: Reference("/acme/tasks/12/", 'Say "hello" <now>'), 13: Reference("/acme/tasks/13/", "Done", done=True)},
    people={"ana": Person("Ana Keller"), "jo.berg": Person("Jo Berg", is_reader=True)},
)
OURS = {"/acme/tasks/12/", "/acme/tasks/13/"}

VECTORS = """
<script>alert(1)</script>
<img src=x onerror=alert(1)>
<svg onload=alert(1)><script>alert(1)</script></svg>
<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>
<iframe src="javascript:alert(1)"></iframe>
<a href="javascript:alert(1)">x</a>
<p hx-get="/x" hx-trigger="load" x-data="{}" x-init="alert(1)" data-hx-get="/x" style="color:red">x</p>
<form action=//evil.example><button>x</button></form>
<base href=//evil.example>
<style>@import url(//evil.example)</style>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<input type=checkbox name=line value=1 onfocus=alert(1) autofocus>
<label class=tick><input type=text></label>
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](&#106;avascript:alert(1))
[x](javascript&colon;alert(1))
[x](java\tscript:alert(1))
[x](\u0001javascript:alert(1))
[x](data:text/html;base64,PHNjcmlwdD4=)
[x](vbscript:msgbox(1))
[x](file:///etc/passwd)
[x](//evil.example)
[x](/acme/tasks/1/)
[x](tel:123)
<javascript:alert(1)>
<data:text/html,x>
![x](javascript:alert(1))
![x](https://evil.example/pixel.png)
![x" onerror="alert(1)](https://evil.example/pixel.png)
[x](https://a.example "onmouseover=alert(1) ")
[x](https://a.example '"><img src=x onerror=alert(1)>')
[x](https://a.example/"onmouseover="alert(1))
[x]: javascript:alert(1)
[x][x]
```"><script>alert(1)</script>
`<script>`
<!-- --!><img src=x onerror=alert(1)>
<![CDATA[<script>alert(1)</script>]]>
<?php echo 1 ?>
|a|b|
|<script>|-|
&lt;script&gt;alert(1)&lt;/script&gt;
https://a.example/<script>alert(1)</script>
https://a.example/"onclick="alert(1)
@ana<img src=x> NW-12" onclick="alert(1)
- [ ] <input onfocus=alert(1) autofocus>
[ ](javascript:alert(1))
\\<script>
*<script>*alert(1)**</script>**
""".strip().split("\n")


class Gate(HTMLParser):
    """Fails on whatever is not on the list, which is written here a second time."""

    ALLOWED = {
        "a": {"href", "title", "target", "rel", "class"},
        "ol": {"start"},
        "input": {"type", "name", "value", "checked", "disabled", "aria-label"},
        "span": {"class"},
        "li": {"class"},
        "label": {"class"},
        "th": {"class"},
        "td": {"class"},
    }
    PLAIN = set("blockquote br code del em h3 h4 h5 h6 hr p pre s strong table tbody thead tr ul".split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.ALLOWED or tag in self.PLAIN, tag
        values = dict(attrs)
        assert set(values) <= self.ALLOWED.get(tag, set()), (tag, attrs)
        if tag == "a":
            address = values.get("href") or "https:"  # An address that nobody can read is taken away.
            assert address in OURS or urlsplit(address).scheme in {"http", "https", "mailto"}, address
            assert values["rel"] == "nofollow noopener noreferrer"
            assert (address in OURS) or values["target"] == "_blank"
        if tag == "input":
            assert values["type"] == "checkbox"
            assert values["name"] == "line"
            assert str(values["value"]).isdigit()

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def check(html: str) -> None:
    gate = Gate()
    gate.feed(html)
    gate.close()


MARKS = st.sampled_from(
    [
        *"[]()<>*_~`|-+#!&@\\:\"'/ \n\t.=",
        "- [ ] ",
        "* [x] ",
        "1. ",
        "> ",
        "```\n",
        "https://",
        "NW-12",
        "#13",
        "@ana",
        "javascript:",
    ]
    + VECTORS
)
TEXTS = st.lists(st.one_of(MARKS, st.text(max_size=6)), max_size=40).map("".join)


@pytest.mark.parametrize("vector", VECTORS)
def test_known_attacks_come_out_as_words(vector: str) -> None:
    for text in (
        vector,
        f"- {vector}",
        f"> {vector}\n\n{vector}",
        f"| a |\n|---|\n| {vector} |",
        f"# {vector}\n**{vector}**",
    ):
        html = render(text, links=LINKS, tickable=True)
        check(html)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_nothing_but_what_is_allowed_ever_comes_out(text: str) -> None:
    check(render(text, links=LINKS, tickable=True))
    check(render(text))
    plain(text)
    handles_in(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_a_tick_changes_one_character_and_one_box(text: str, data: st.DataObject) -> None:
    before = boxes(text)
    assert checklist(text) == (sum(before.values()), len(before))
    if not before:
        return
    line = data.draw(st.sampled_from(sorted(before)))
    after = tick(text, line, not before[line])
    assert len(after) == len(text)
    assert sum(old != new for old, new in zip(text, after, strict=True)) == 1
    if "]:" not in text:  # Else a box may have become the name of a link.
        assert boxes(after) == {**before, line: not before[line]}
        assert tick(after, line, before[line]).lower() == text.lower()
    assert tick(text, line, before[line]) == text


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_each_box_that_is_shown_is_one_that_can_be_ticked(text: str) -> None:
    html = render(text, tickable=True)
    assert html.count("<input") <= len(boxes(text))


def test_boxes_are_found_wherever_lists_have_them() -> None:
    text = "- [ ] a\n* [x] b\n+ [X] c\n1. [ ] d\n   1) [ ] e\n> - [ ] f\n- - [ ] g\n-\n  [ ] h\n"
    assert boxes(text) == {0: False, 1: True, 2: True, 3: False, 4: False, 5: False, 6: False, 8: False}
    assert checklist(text) == (2, 8)
    for line in boxes(text):
        assert f'value="{line}"' in render(text, tickable=True)


def test_what_only_looks_like_a_box_is_none() -> None:
    for text in (
        "```\n- [ ] a\n```",
        "    - [ ] a",
        "[ ] a",
        "- [ ]a",
        "- [] a",
        "- [y] a",
        "- \\[ ] a",
        "- `[ ] a`",
        "a - [ ] b",
    ):
        assert boxes(text) == {}, text
        assert "<input" not in render(text, tickable=True)
    linked = "- [x] a\n\n[x]: https://example.org"
    assert boxes(linked) == {}
    assert "<input" not in render(linked)


def test_a_box_that_is_gone_is_not_ticked() -> None:
    for line in (1, 2, 99, -1):
        with pytest.raises(Conflict):
            tick("- [ ] a\n- b\n", line, True)


def test_line_ends_of_every_kind_are_kept() -> None:
    assert tick("- [ ] a\r\n- [ ] b\r\n", 1, True) == "- [ ] a\r\n- [x] b\r\n"


def test_boxes_can_be_pressed_only_where_that_is_meant() -> None:
    assert "disabled" in render("- [ ] a")
    assert "disabled" not in render("- [ ] a", tickable=True)
    assert 'aria-label="Check box"' in render("- [ ]", tickable=True)


def test_tasks_and_people_are_named() -> None:
    html = render("See NW-12, #13 and @ana; @Jo.Berg.", links=LINKS)
    assert '<a href="/acme/tasks/12/" title="Say &quot;hello&quot; &lt;now&gt;" class="task-ref"' in html
    assert 'class="task-ref is-done"' in html
    assert '<span class="mention">@ana</span>' in html
    assert '<span class="mention is-me">@Jo.Berg</span>.' in html


def test_what_is_no_name_stays_as_it_is() -> None:
    for text in (
        "#99",
        "NW-99",
        "XNW-12",
        "NW-12a",
        "a#12",
        "`NW-12`",
        "ana@ana",
        "@nobody",
        "@@ana",
        "[NW-12](https://a.example)",
    ):
        html = render(text, links=LINKS)
        assert "task-ref" not in html, text
        assert "mention" not in html, text


def test_names_are_told_to_whoever_looks_them_up() -> None:
    assert task_numbers("NW-12 #13 nw-14 x#15 OTHER-16 #17a", "NW") == {12, 13, 14}
    assert handles_in("@Ana and (@jo) but `@code` not mail@example.org") == {"ana", "jo"}
    assert len(task_numbers(" ".join(f"#{n}" for n in range(1, 1000)), "NW")) == markdown.MOST_REFERENCES


def test_headings_stand_under_those_of_the_page() -> None:
    assert render("# a\n## b\n##### c") == "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>\n"


def test_a_bare_address_is_a_link_where_its_scheme_stands_by_itself() -> None:
    assert 'href="https://b.example"' in render("(https://b.example)")
    assert 'href="HTTP://C.example"' in render("HTTP://C.example")
    assert "<a" not in render("xhttp://d.example ftp://e")


def test_pictures_are_named_and_not_fetched() -> None:
    html = render("![a pixel](https://evil.example/p.png)")
    assert "<img" not in html
    assert ">a pixel</a>" in html


def test_snippets_are_words_on_one_line() -> None:
    assert plain("# Hi\n\n**Bold** [link](https://a.example) and `code`\n\n- [ ] box") == "Hi Bold link and code box"
    assert plain("word " * 100, 20) == "word word word word…"
    assert plain("") == ""


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "![" * 25_000, "*a_ " * 12_500, "|a" * 500 + "|\n" + "|-" * 500 + "|\n" + "|\n" * 20_000, "> " * 25_000]
    + ["- [ ] a\n" * 6_250, "a.com(" * 8_300, "`" * 50_000, "".join("`" * n + " " for n in range(1, 310)), "&" * 50_000]
    + ["a://" * 12_500, "http:// " * 6_250]
    + ["|a|b|\n|-|-|\n" + "|a|b|\n" * 8_000, "[a](" * 12_500, "\n" * 50_000, "- " * 25_000, "<" * 50_000, "1) " * 16_000, " @a" * 16_000],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    check(render(text, links=LINKS, tickable=True))
    checklist(text)
    # Half a second is the measure; five leave room for a busy machine, and what is not bounded takes minutes.
    assert time.process_time() - began < 5


def test_what_would_take_long_is_shown_as_typed() -> None:
    html = render("**b** <i>\n" + "[" * 10_000)
    assert html.startswith("<p>**b** &lt;i&gt;<br>")
    assert boxes("- [ ] a\n" + "[" * 10_000) == {}
