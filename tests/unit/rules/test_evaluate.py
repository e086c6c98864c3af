"""What rules find in a case."""

from pathlib import Path

import pytest
from unit.rules.cases import a_case, found, holds

from moderation import rules as package
from moderation.domain.author import Standing
from moderation.rules.case import MOST_HOSTS
from moderation.rules.evaluate import compile_rules
from moderation.rules.vocabulary import FIELDS
from moderation.text.words import WordList


def test_the_read_me_names_every_field_with_its_meaning():
    text = (Path(package.__file__).parent / "README.md").read_text(encoding="utf-8")

    missing = [
        field.name
        for field in FIELDS.values()
        if not field.name.startswith("score.") and f"| `{field.name}` | {field.type} | {field.meaning} |" not in text
    ]

    assert missing == []


@pytest.mark.parametrize(
    "condition",
    [
        "text.length = 27",
        "text.words = 7",
        'text.body contains "walk"',
        'text.body contains ["sea", "walk"]',
        "text.body matches /f.ne/",
        'text.plain = "what a fine day for a walk."',
        "links.count = 0",
        "score.TOXICITY < 5%",
        "scored",
        'language = "en"',
        'language in ["de", "en"]',
        'language not in ["de"]',
        "not reply",
        'author.name = "ADA"',
        "author.name matches /^A/",
        "not author.guest",
        'author.standing = "new"',
        "author.approved = 0 and author.posted <= author.approved",
        "author.age < 1 minute",
        'article.id = "walks"',
        "article.age = 0 seconds",
        "time.hour = 12",
        'time.day = "Monday"',
        "true = scored",
        "2 < text.words",
    ],
)
def test_what_is_so(condition):
    assert holds(condition)
    assert not holds(f"not ({condition})")


@pytest.mark.parametrize(
    "condition",
    [
        "score.THREAT < 0.5",
        "author.rejected_share < 0.5",
        "author.pause < 1 hour",
        'article.title contains "walk"',
        "text.capitals > 0",
        'language = "en"',
    ],
)
def test_what_is_not_known_is_neither_so_nor_not_so(condition):
    case = a_case("1, 2, 3!", known={"language": ""})

    assert not holds(condition, case)
    assert not holds(f"not ({condition})", case)
    assert not holds(f"scored and {condition}", case)
    assert holds(f"scored or {condition}", case), "one yes is enough"
    assert not holds(f"reply and {condition}", case)
    assert holds(f"not (reply and {condition})", case), "one no is enough"


def test_words_are_found_however_they_are_disguised():
    for body in ("Come to the casino!", "c-a-s-i-n-o", "CАSINO", "cas\u200bino", "c4s1n0"):
        assert holds('text.body contains "casino"', a_case(body)), body
    assert not holds('text.body contains "ass"', a_case("An assistant passes."))


def test_patterns_match_what_is_written_or_its_plain_form():
    shouted = a_case("CАSINО")  # with a Cyrillic А and О

    assert not holds("text.body matches /casino/i", shouted)
    assert holds("text.plain matches /casino/", shouted)


def test_links_are_asked_for_by_host_and_by_site():
    case = a_case("See https://Cheap.Pills.example/a, hxxp://www.bbc.co.uk and https://cheap.pills.example/b")

    assert holds("links.count = 3", case)
    assert holds('links.hosts contains "cheap.pills.example"', case)
    assert holds('links.sites contains ["bit.ly", "BBC.co.uk"]', case)
    assert holds("links.hosts matches /pill/", case)
    assert not holds('links.sites contains "cheap.pills.example"', case)


def test_capitals_runs_and_words():
    assert holds("text.capitals > 70% and text.words = 3", a_case("WHY NOT ME"))
    assert holds("text.longest_run = 6", a_case("Noooooo way"))
    assert holds("text.longest_run = 1", a_case("a    b"))
    assert holds("text.longest_run = 0 and text.words = 0", a_case("   "))


def test_the_sites_own_lists_are_counted():
    case = a_case(
        "You blockhead, you blockhead nitwit.", banned=WordList(["nitwit"]), suspect=[WordList(["blockhead"])]
    )

    assert holds("words.banned = 1 and words.suspect = 2", case)


def test_the_authors_record():
    known = {"posted": 9, "visible": 6, "approved": 3, "rejected": 1, "author_minutes": 3 * 1440, "pause": 90}
    case = a_case(known=known | {"standing": Standing.TRUSTED}, badges=("staff",), guest=True)

    assert holds("author.rejected_share = 25%", case)
    assert holds("author.age = 3 days and author.pause < 2 minutes and author.posted = 9", case)
    assert holds('author.standing != "new" and author.badges contains "Staff" and author.guest', case)


def test_hours_and_days_are_those_of_the_zone():
    late = a_case(known={"minute": a_case().circumstances.minute + 11 * 60})  # 23:00 UTC

    assert holds('time.hour = 23 and time.day = "monday"', late)
    assert holds('time.hour = 1 and time.day = "tuesday"', late, before='zone "Europe/Berlin"')


def test_a_finding_tells_what_was_looked_at_and_where_it_was_found():
    body = "My bookmaker has a b00kmaker."
    finding = found('text.body contains "bookmaker" and author.approved < 3', a_case(body))

    assert finding is not None
    assert [str(ground) for ground in finding.grounds] == ["text.body is “bookmaker”", "author.approved is 0"]
    assert [body[span.start : span.end] for span in finding.spans] == ["bookmaker", "b00kmaker"]


def test_places_in_the_plain_form_are_places_in_the_text():
    body = "Ａ ＣＡＳＩＮＯ ﬁrst"
    finding = found("text.plain matches /casino/ or reply", a_case(body))

    assert finding is not None
    assert [body[span.start : span.end] for span in finding.spans] == ["ＣＡＳＩＮＯ"]


def test_only_what_was_looked_at_is_told():
    finding = found("scored or text.length > 3", a_case())

    assert finding is not None
    assert [str(ground) for ground in finding.grounds] == ["scored is true"]


@pytest.mark.parametrize(
    ("condition", "told", "shown"),
    [
        ("not author.pause > 1 day or reply = false", ["author.pause is not known", "reply is false"], ["?", "false"]),
        ("author.age >= 0 seconds", ["author.age is 3 days"], ["3 d"]),
        ('not links.sites contains "x.example"', ["links.sites is empty"], [""]),
        ("score.TOXICITY > 0", ["score.TOXICITY is 0.02"], ["0.02"]),
    ],
)
def test_grounds_read_like_sentences_and_show_their_value_in_signs(condition, told, shown):
    finding = found(condition, a_case(known={"author_minutes": 3 * 1440}))

    assert finding is not None
    assert [str(ground) for ground in finding.grounds] == told
    assert [ground.shown for ground in finding.grounds] == shown


def test_rules_answer_in_the_order_of_the_text():
    rules = compile_rules(
        'rule "One" when scored then hold rule "Two" when reply then hold try rule "Three" when scored then reject'
    )

    assert [finding.rule.name for finding in rules.ask(a_case())] == ["One", "Three"]


def test_a_heap_of_hosts_is_looked_at_in_part():
    body = " ".join(f"https://h{number}.example/" for number in range(3 * MOST_HOSTS))

    assert holds("links.count = 300", a_case(body))
    assert holds('links.hosts contains "h0.example"', a_case(body))
    assert not holds('links.hosts contains "h299.example"', a_case(body))
