"""The site's policy, settled in the browser: everything that can be set, and nobody's change written over."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from web.console_room import Newsroom
from web.visiting import Visitor

from moderation.services.policies import KEYS
from moderation.services.policy_keys import keys_document
from moderation.web import assets, pages

PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
Come = Callable[..., Visitor]


def test_every_key_of_a_policy_stands_in_one_group_of_the_form() -> None:
    groups = assets.ASSETS["settings/keys.js"].body.decode().partition("GROUPS = [")[2].partition("\n];")[0]
    listed = re.findall(r'"(\w+)"', " ".join(re.findall(r"keys: \[(.*?)\]", groups, re.DOTALL)))
    assert sorted(listed) == sorted(KEYS)


@pytest.mark.parametrize("language", list(pages.DEMO_TITLES))
def test_every_key_and_choice_has_its_words(language: str) -> None:
    said = set(json.loads(assets.ASSETS[f"settings/{language}.json"].body))
    choices = {choice for key in keys_document()["keys"] if key["kind"] == "choice" for choice in key["choices"]}
    assert said >= {f"policy.{key}" for key in KEYS} | {f"policy.{key}.means" for key in KEYS}
    assert {name.removeprefix("choice.") for name in said if name.startswith("choice.")} == choices


def administrator(room: Newsroom, name: str = "Ada") -> str:
    wanted = {"name": name, "role": "admin"}
    return str(room.operated.call("POST", f"/v1/sites/{room.site}/tokens", wanted, admin=True)["token"])


def policy_of(room: Newsroom) -> Any:
    return room.operated.call("GET", f"/v1/sites/{room.site}/policy", admin=True)


def sets(room: Newsroom, **changes: object) -> None:
    room.operated.call("PUT", f"/v1/sites/{room.site}/policy", changes, admin=True)


def form(visitor: Visitor, room: Newsroom, language: str = "en") -> Page:
    page = visitor.blank()
    page.goto(f"{room.operated.url}/console/settings?site={room.site}&language={language}")
    page.locator("#token").fill(administrator(room))
    page.keyboard.press("Enter")
    page.locator("#policy details").first.wait_for()
    return page


def opened(page: Page, group: str) -> Locator:
    found = page.locator("#policy details", has=page.locator("summary", has_text=group))
    found.locator("summary").click()
    return found


def save(group: Locator) -> None:
    group.get_by_role("button", name="Save").click()


@pytest.mark.browser
def test_nothing_that_can_be_set_is_left_out(visitor: Come, newsroom: Newsroom) -> None:
    page = form(visitor(), newsroom)

    names = page.locator("#policy [name]").evaluate_all("all => all.map(one => one.name)")
    texts = page.locator("#policy legend, #policy .field > b").all_text_contents()
    words = json.loads(assets.ASSETS["settings/en.json"].body)
    for key in KEYS:
        assert key in names or words[f"policy.{key}"] in texts, key


@pytest.mark.browser
def test_an_administrator_changes_a_policy_and_the_log_tells_before_and_after(
    visitor: Come, newsroom: Newsroom
) -> None:
    page = form(visitor(), newsroom)
    commenting = opened(page, "Commenting")
    expect(commenting.get_by_label("When comments appear")).to_have_value("pre")
    expect(commenting.get_by_text("Default: Publish first, look afterwards")).to_be_visible()

    commenting.get_by_label("When comments appear").select_option("post")
    commenting.get_by_label("Guests may write").uncheck()
    commenting.get_by_label("Most characters").fill("300")
    save(commenting)

    expect(commenting.get_by_role("status")).to_have_text("Saved. It applies from now on.")
    kept = policy_of(newsroom)
    assert (kept["mode"], kept["guests"], kept["body_max"]) == ("post", False, 300)
    [entry] = newsroom.as_moderator(newsroom.moderator("Max"), "GET", "audit?action=set_policy&actor=Ada")["items"]
    assert {each["name"]: (each["before"], each["after"]) for each in entry["changed"]} == {
        "mode": ("pre", "post"),
        "guests": (None, False),
        "body_max": (None, 300),
    }

    commenting.get_by_label("Most characters").fill("")
    save(commenting)
    expect(commenting.get_by_label("Most characters")).to_have_value("5000")
    expect(commenting.get_by_label("Guests may write")).not_to_be_checked()
    save(commenting)
    expect(commenting.get_by_role("status")).to_have_text("Nothing was different.")


@pytest.mark.browser
def test_thresholds_words_and_lists_are_set(visitor: Come, newsroom: Newsroom) -> None:
    page = form(visitor(), newsroom)
    classifier = opened(page, "Scores of the classifier")
    hold = classifier.get_by_role("group", name="Hold from this score on")
    expect(hold.get_by_label("Toxic", exact=True)).to_have_value("0.8")
    hold.get_by_label("Toxic", exact=True).fill("0.65")
    hold.get_by_label("Insult", exact=True).fill("")
    classifier.get_by_role("group", name="Reject from this score on").get_by_label("Threat", exact=True).fill("0.95")
    classifier.get_by_label("If the classifier is away").select_option("hold")
    classifier.get_by_label("Languages of the site").fill("de\nen\n")
    save(classifier)
    expect(classifier.get_by_role("status")).to_contain_text("Saved.")
    kept = policy_of(newsroom)
    assert kept["hold"] == {"TOXICITY": 0.65, "SEVERE_TOXICITY": 0.4, "IDENTITY_ATTACK": 0.5, "THREAT": 0.4}
    assert (kept["reject"], kept["on_classifier_failure"]) == ({"THREAT": 0.95}, "hold")
    assert kept["languages"] == ["de", "en"]

    words = opened(page, "Words, links and rules")
    words.get_by_label("Banned words").fill("casino\n\n  free money  ")
    words.get_by_label("German").check()
    save(words)
    expect(words.get_by_role("status")).to_contain_text("Saved.")
    kept = policy_of(newsroom)
    assert (kept["banned_words"], kept["word_lists"]) == (["casino", "free money"], ["de"])
    sets(newsroom, mode="post")
    [answer] = newsroom.receives("Come to the C-A-S-I-N-O.")
    assert answer["comment"]["status"] == "rejected"


@pytest.mark.browser
def test_what_the_service_says_is_wrong_stands_at_its_field(visitor: Come, newsroom: Newsroom) -> None:
    page = form(visitor(), newsroom)
    before = policy_of(newsroom)
    commenting = opened(page, "Commenting")
    commenting.get_by_label("Fewest characters").fill("6000")
    save(commenting)
    wrong = commenting.get_by_label("Fewest characters")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(commenting.get_by_text("The fewest must not be more than the most.")).to_be_visible()

    classifier = opened(page, "Scores of the classifier")
    threat = classifier.get_by_role("group", name="Hold from this score on").get_by_label("Threat", exact=True)
    threat.fill("1.5")
    save(classifier)
    expect(threat).to_be_focused()
    expect(classifier.get_by_text("Threat: Must be from 0 to 1.")).to_be_visible()
    classifier.get_by_label("Languages of the site").fill("en\nklingon")
    threat.fill("0.5")
    save(classifier)
    expect(classifier.get_by_text("2: This is not a language we can tell.")).to_be_visible()

    links = opened(page, "Words, links and rules")
    links.get_by_label("Links that hold a comment").press_sequentially("e")
    save(links)
    expect(links.get_by_text("This is no number.")).to_be_visible()
    assert policy_of(newsroom) == before


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "said", "outside_said"),
    [
        (
            "de",
            "Muss zwischen 1 und 50.000 liegen.",
            {
                "origins": "Schreiben Sie https://news.example.org, wie Browser es senden",
                "jwt_secret": "Das ist ein öffentlicher Schlüssel, also kein Geheimnis.",
                "jwks": "Das ist kein JSON Web Key Set.",
            },
        ),
        (
            "ar",
            "يجب أن يكون بين 1 و50,000.",
            {
                "origins": "كما ترسله المتصفحات، بلا مسار",
                "jwt_secret": "هذا مفتاح عام وليس سرًّا",
                "jwks": "ليس هذا JSON Web Key Set.",
            },
        ),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(
    visitor: Come, newsroom: Newsroom, language: str, said: str, outside_said: dict[str, str]
) -> None:
    page = form(visitor(), newsroom, language)
    group = page.locator("#policy details", has=page.locator("[name='body_max']"))
    group.locator("summary").click()
    most = group.locator("[name='body_max']")
    wrong = group.locator(".wrong", has_text=said)

    most.fill("0")
    group.locator(".primary").click()

    expect(wrong).to_be_visible()
    assert wrong.get_attribute("lang") == language
    outside = page.locator("#policy details", has=page.locator("[name='origins']"))
    outside.locator("summary").click()
    outside.locator("[name='origins']").fill("https://news.example.org/sport")
    outside.locator("[name='jwt_secret']").fill(PUBLIC_KEY)
    outside.locator("[name='jwks']").fill("none")
    outside.locator(".primary").click()
    for name, sentence in outside_said.items():
        at_it = outside.locator(".field", has=page.locator(f"[name='{name}']")).get_by_role("alert")
        expect(at_it).to_contain_text(sentence)
        expect(at_it).to_have_attribute("lang", language)


@pytest.mark.browser
def test_a_colleagues_change_is_shown_and_not_written_over(visitor: Come, newsroom: Newsroom) -> None:
    page = form(visitor(), newsroom)
    commenting = opened(page, "Commenting")
    commenting.get_by_label("Most characters").fill("300")
    sets(newsroom, body_max=800, guests=False)

    save(commenting)

    expect(
        commenting.get_by_role("alert").filter(has_text="Somebody else has saved this policy meanwhile")
    ).to_contain_text("Guests may write and Most characters")
    assert policy_of(newsroom)["body_max"] == 800
    expect(commenting.get_by_label("Most characters")).to_have_value("300")
    expect(commenting.get_by_text("Meanwhile somebody else set it to: 800")).to_be_visible()
    expect(commenting.get_by_label("Guests may write")).not_to_be_checked()

    save(commenting)
    expect(commenting.get_by_role("status")).to_contain_text("Saved.")
    expect(commenting.get_by_text("Meanwhile somebody else set it to")).to_have_count(0)
    kept = policy_of(newsroom)
    assert (kept["body_max"], kept["guests"]) == (300, False)


@pytest.mark.browser
def test_a_secret_is_set_kept_and_removed_and_never_shown(visitor: Come, newsroom: Newsroom) -> None:
    page = form(visitor(), newsroom)
    outside = opened(page, "Pages, sign-in and other programs")
    secret = outside.get_by_label("Secret of readers' tokens")
    secret.fill("a secret that is long enough for it")
    save(outside)
    expect(outside.get_by_role("status")).to_contain_text("Saved.")
    expect(secret).to_have_value("")
    assert policy_of(newsroom)["jwt_secret"] == "********"

    outside.get_by_label("Issuer of readers' tokens").fill("https://news.example")
    save(outside)
    expect(outside.get_by_label("Issuer of readers' tokens")).to_have_value("https://news.example")
    expect(outside.get_by_role("status")).to_contain_text("Saved.")
    assert policy_of(newsroom)["jwt_secret"] == "********"
    outside.get_by_label("Remove it").check()
    save(outside)
    expect(outside.get_by_label("Remove it")).to_have_count(0)
    assert policy_of(newsroom)["jwt_secret"] == ""


@pytest.mark.browser
def test_a_threshold_leads_to_what_it_would_have_come_to(visitor: Come, newsroom: Newsroom) -> None:
    page = form(visitor(), newsroom)
    opened(page, "Scores of the classifier").get_by_role("link", name="Which threshold?: Spam").click()

    page.locator("#explorer").wait_for()
    expect(page.locator("#attribute")).to_have_value("SPAM")
    expect(page.locator("#explorer")).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize(("scheme", "language"), [("light", "ar"), ("dark", "en")])
def test_mistakes_and_a_colleagues_change_are_seen_by_everybody(
    visitor: Come, newsroom: Newsroom, width: int, scheme: str, language: str
) -> None:
    sets(newsroom, banned_words=["w" * 90, "كازينو"], jwt_issuer="w" * 200, house_rules=["Be kind."])
    who = visitor(viewport={"width": width, "height": 700}, color_scheme=scheme, reduced_motion="reduce")
    page = form(who, newsroom, language)
    for summary in page.locator("#policy summary").all():
        summary.click()
    page.locator("#policy [name='body_min']").fill("9999")
    page.locator("#policy [name='body_max']").locator("xpath=ancestor::form").locator(".primary").click()
    expect(page.locator("#policy [aria-invalid='true']").first).to_be_focused()
    sets(newsroom, banned_words=["casino " * 14], jwt_secret="a secret that is long enough for it")
    page.locator("#policy [name='hold_links']").fill("7")
    page.locator("#policy [name='hold_links']").locator("xpath=ancestor::form").locator(".primary").click()
    page.locator(".news-of-it").first.wait_for()

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
