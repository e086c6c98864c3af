"""Whatever somebody writes, no script of it runs on the reader's page."""

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from web.hostile_texts import NAMES, TEXTS
from web.publishing import Publisher
from web.visiting import Operated, Visitor

pytestmark = pytest.mark.browser

INSPECT = """
  () => {
    const allowed = new Set("P BR EM STRONG S CODE PRE BLOCKQUOTE UL OL LI A".split(" "));
    const found = [];
    const root = document.querySelector("moderation-discussion").shadowRoot;
    for (const one of root.querySelectorAll(".text *")) {
      if (!allowed.has(one.tagName)) found.push(one.outerHTML);
      for (const { name } of one.attributes) if (!["dir", "href", "rel"].includes(name)) found.push(one.outerHTML);
      if (one.tagName === "A" && one.href && !/^(https?|mailto):/.test(one.href)) found.push(one.outerHTML);
      for (const type of ["mouseover", "click", "focus", "error", "load", "toggle"]) {
        one.addEventListener(type, (event) => event.preventDefault());
        one.dispatchEvent(new Event(type, { cancelable: true }));
      }
    }
    return { found, texts: root.querySelectorAll(".text").length, names: root.querySelectorAll(".name").length };
  }
"""


@pytest.fixture(scope="module")
def hostile_article(operated: Operated) -> str:
    """An article with every hostile text as a visible comment."""
    article = "hostile-<script>hit('article')</script>"
    made = [operated.post(article, text, by=f"Mallory {number}") for number, text in enumerate(TEXTS)]
    made += [operated.post(article, f"My name is number {n}.", by=name) for n, name in enumerate(NAMES)]
    for comment in made:
        if comment["status"] == "pending":
            operated.decide(comment["id"], "approve")
    return article


def _all_loaded(page: Page) -> None:
    more = page.get_by_role("button", name="Load more comments")
    page.locator("moderation-discussion .comment").first.wait_for()
    while more.count():
        shown = page.locator("moderation-discussion .comment").count()
        more.click()
        page.locator("moderation-discussion .comment").nth(shown).wait_for()


def _assert_inert(page: Page, comments: int) -> None:
    _all_loaded(page)
    seen = page.evaluate(INSPECT)
    assert seen["found"] == []
    assert (seen["texts"], seen["names"]) == (comments, comments)


def test_nothing_runs_on_a_page_with_a_strict_policy_and_the_policy_has_nothing_to_stop(
    visitor: Callable[..., Visitor], hostile_article: str
) -> None:
    page = visitor().open(hostile_article)

    _assert_inert(page, len(TEXTS) + len(NAMES))


def test_nothing_runs_on_a_publisher_page_without_any_policy(
    visitor: Callable[..., Visitor], publisher: Callable[[str], str], hostile_article: str
) -> None:
    page = _publisher_page(visitor(), publisher, hostile_article)

    _assert_inert(page, len(TEXTS) + len(NAMES))


def test_the_page_stays_safe_even_if_the_server_sent_markup_as_it_was_typed(
    visitor: Callable[..., Visitor], publisher: Callable[[str], str], hostile_article: str, operated: Operated
) -> None:
    page = _publisher_page(visitor(), publisher, hostile_article)
    loader = page.request.get(f"{operated.url}/embed.js").text()
    assets = loader.split('const ASSETS = "')[1].split('"')[0]

    left = page.evaluate(
        """async ([module, texts]) => {
          const { commentMarkup } = await import(module);
          const place = document.body.appendChild(document.createElement("div"));
          for (const text of texts) place.append(commentMarkup(text));
          await new Promise((resolve) => setTimeout(resolve, 300));
          return [...place.querySelectorAll("*")].flatMap((one) => [one.tagName, ...one.getAttributeNames()]);
        }""",
        [f"{operated.url}/{assets}shared/dom.js", _with_controls(TEXTS)],
    )

    assert set(left) <= {"P", "BR", "EM", "STRONG", "S", "CODE", "PRE", "BLOCKQUOTE", "UL", "OL", "LI", "A", "dir"}


def _with_controls(texts: Sequence[str]) -> list[str]:
    """The texts, and two that would run if markup were parsed where it counts: so the test can see one that does."""
    return [*texts, "<p><img src=x onerror=hit('control')></p>", "<a href=javascript:hit('control')>x</a>"]


def _publisher_page(visitor: Visitor, publisher: Callable[[str], str], article: str) -> Page:
    page: Page = visitor.blank()
    page.goto(publisher(f'<script src="{visitor.operated.url}/embed.js" data-article="{escape(article)}"></script>'))
    page.locator("moderation-discussion h2", has_text=": ").wait_for()
    return page


def test_what_moderators_write_to_a_reader_and_the_reader_to_them_stays_text(
    visitor: Callable[..., Visitor], operated: Operated, article: str
) -> None:
    whole = " ".join(TEXTS)
    text, rules = whole[:1900], [name[:100] for name in NAMES if name.strip()][:1] or ["Rule"]
    publisher = Publisher.of(operated, f"site-{article[-12:]}", house_rules=rules)
    mallory = publisher.token("mallory", "Mallory")
    hostile = "hostile-<script>hit('article')</script>"
    said = publisher.posts(quote(hostile, safe=""), "A calm remark.", mallory)["id"]
    publisher.rejects(said, reason=whole[:200], ground="rules", rule=rules[0])
    publisher.call("POST", f"/v1/comments/{said}/appeals", {"statement": text}, mallory)
    [appeal] = publisher.as_moderator("Mia", "GET", "appeals")["items"]
    answer = {"outcome": "upheld", "message": text}
    publisher.as_moderator("Mia", "POST", f"appeals/{appeal['id']}/outcome", answer)
    reported = publisher.posts(article, "Something else.")["id"]
    publisher.call("POST", f"/v1/comments/{reported}/reports", {"reason": "other", "detail": text}, mallory)
    publisher.warns("mallory", text)
    page = publisher.open(visitor(), article, mallory)

    page.get_by_role("button", name="Your comments").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Your reports", exact=True).click()
    dialog.get_by_text("What you wrote").click()
    for shown in (dialog.locator(".told").nth(0), dialog.locator(".told").nth(1), dialog.locator(".told").nth(2)):
        expect(shown).to_contain_text("<script>hit(0)</script>")
    page.keyboard.press("Escape")
    page.get_by_label("Write a comment").fill("And another thing.")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("dialog").locator("blockquote")).to_contain_text("<script>hit(0)</script>")

    assert page.evaluate(INSPECT)["found"] == []
    root = "document.querySelector('moderation-discussion').shadowRoot"
    assert page.evaluate(f"{root}.querySelectorAll('script, img, iframe, svg, object, embed, style').length") == 0
