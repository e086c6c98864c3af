"""The yearly transparency report: what was restricted, why, by whom, and how often it was wrong."""

import asyncio
import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from service_client import Service

from moderation.domain.decision import Ground
from moderation.domain.report import Reason
from moderation.domain.statement import RESTRICTING
from moderation.domain.transparency_database import CATEGORIES
from moderation.services import tallying
from moderation.services.tallying import COLUMNS, Tally

WORDS = Path(tallying.__file__).parent / "transparency_words"

LAW = "Strafgesetzbuch, § 111"
NOTICE = {
    "explanation": "It calls for violence.",
    "good_faith": True,
    "name": "Rita",
    "email": "rita@reader.example",
    "category": "VIOLENCE",
}


def this_year() -> int:
    return datetime.now(UTC).year


async def a_year(service: Service) -> Any:
    """Something of everything; the report as its administrator gets it."""
    ada, max_, rita = await service.admin("Ada"), await service.moderator("Max"), service.reader()
    await ada.sets_policy(legal_grounds=[LAW], banned_words=["casino"])
    # Two are held: one is fine, one is not. One is rejected by the policy, and that was wrong.
    fine = await service.guest("Ann").says("You are a stupid idiot.", on="a")
    rude = await service.guest("Ben").says("You are a stupid idiot!", on="b")
    await max_.approves(fine.id)
    await max_.rejects(rude.id)
    maria = await service.member("Maria")
    joke = await maria.says("My flat looks like a casino.", on="c")
    appeal = (await maria.post(f"/v1/comments/{joke.id}/appeals", {"statement": "A joke."})).document["appeal"]
    await max_.post(f"/v1/moderation/appeals/{appeal['id']}/outcome", {"outcome": "overturned", "note": "Indeed."})
    # A notice that is right, one that is not, one that nobody has looked at; a report; a mistake that is taken back.
    said = [await service.guest("Cleo").says(f"Remark {number} about the game.", on="d") for number in range(4)]
    for each in said[:3]:
        assert (await rita.post(f"/v1/comments/{each.id}/notices", NOTICE)).status == 202
    await max_.rejects(said[0].id, ground="illegal", rule=LAW, category="VIOLENCE")
    await max_.approves(said[1].id)
    await rita.report(said[3].id, "spam")
    await max_.undoes((await max_.rejects(said[3].id))["decision_id"])
    await max_.decides("escalate", said[3].id)
    await ada.sets_standing(rude.comment["author"]["id"], "banned")
    answer = await ada.get(f"/v1/sites/default/transparency/{this_year()}")
    assert answer.status == 200, answer.body
    return answer.document


async def test_everything_is_counted_once(service: Service) -> None:
    report = await a_year(service)

    assert (report["site"], report["year"], report["complete"]) == ("default", this_year(), False)
    restrictions = report["restrictions"]
    assert restrictions["total"] == 4
    assert restrictions["by_measure"] == {"author_banned": 1, "comment_hidden": 3}
    assert restrictions["by_ground"] == {"illegal": 1, "rules": 3}
    assert restrictions["by_decision"] == {"automated": 1, "human": 3}
    assert restrictions["by_source"] == {"notice": 1, "own_initiative": 3}
    assert restrictions["by_category"]["VIOLENCE"] == 1
    assert sum(row["count"] for row in report["table"]) == 4
    notices = report["notices"]
    assert {name: notices[name] for name in ("received", "removed_as_illegal", "removed", "kept", "open")} == {
        "received": 3,
        "removed_as_illegal": 1,
        "removed": 0,
        "kept": 1,
        "open": 1,
    }
    assert notices["by_category"] == {"VIOLENCE": 3}
    assert 0 <= notices["median_hours"] < 1
    assert report["reports"] == {"received": 1, "by_reason": {"spam": 1}}
    assert report["decisions"] == {"approve": 2, "escalate": 1, "reject": 2, "undone": 1}
    appeals = report["appeals"]
    assert (appeals["received"], appeals["overturned"], appeals["upheld"], appeals["open"]) == (1, 1, 0, 0)
    automation = report["automation"]
    assert (automation["held"], automation["held_in_error"]) == (2, 0.5)
    assert (automation["rejected"], automation["rejected_in_error"]) == (1, 1.0)


async def test_appeals_that_nobody_heard_are_counted_by_what_ended_them(service: Service) -> None:
    ada, max_, maria = await service.admin("Ada"), await service.moderator("Max"), await service.member("Maria")
    said = [await maria.says(f"Performance number {number}.") for number in range(4)]
    decisions = [(await max_.rejects(each.id))["decision_id"] for each in said]
    for each in said:
        assert (await maria.appeals(each)).status == 202

    await max_.undoes(decisions[0])
    await max_.approves(said[1].id)
    await maria.takes_back(said[2])

    appeals = (await ada.get(f"/v1/sites/default/transparency/{this_year()}")).document["appeals"]
    assert 0 <= appeals.pop("median_hours") < 1
    assert appeals == {"received": 4, "upheld": 0, "overturned": 2, "withdrawn": 1, "open": 1}


async def test_the_table_and_the_page_say_the_same_and_name_nobody(service: Service) -> None:
    report = await a_year(service)
    ada = await service.admin()

    table = await ada.get(f"/v1/sites/default/transparency/{this_year()}/table")
    page = await ada.get(f"/v1/sites/default/transparency/{this_year()}/page")

    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.body.decode())))
    value = {(row["section"], row["group"], row["name"]): row["value"] for row in rows if row["group"] != "table"}
    assert value["restrictions", "", "total"] == "4"
    assert value["notices", "by_category", "VIOLENCE"] == "3"
    assert sum(int(row["value"]) for row in rows if row["group"] == "table") == report["restrictions"]["total"]
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    text = page.body.decode()
    assert f"Transparency report {this_year()}: Default" in text
    assert "<script" not in text
    assert len(re.findall("<h2>", text)) == 7
    for name in ("Ann", "Ben", "Rita", "Maria", "Max", "casino", "idiot", "joke"):
        assert not re.search(rf"\b{name}\b", text + table.body.decode() + str(report))


async def test_the_page_is_written_in_the_language_that_is_asked_for(service: Service) -> None:
    await a_year(service)
    ada = await service.admin()
    path = f"/v1/sites/default/transparency/{this_year()}/page"
    english, german, arabic = [
        (await ada.get(f"{path}?language={language}")).body.decode() for language in ("en", "de", "ar")
    ]
    assert '<html lang="de" dir="ltr">' in german
    assert f"Transparenzbericht {this_year()}: Default" in german
    assert '<html lang="ar" dir="rtl">' in arabic
    cells = [re.findall(r"<t[hd][^>]*>([^<]+)<", text) for text in (english, german, arabic)]
    assert len(cells[0]) == len(cells[1]) == len(cells[2]) > 100
    assert [cell for cell in cells[2] if re.search("[A-Za-z]", cell)] == []
    assert "50,0\N{NO-BREAK SPACE}%" in cells[1]
    assert (await ada.get(path)).body.decode() == english
    (await ada.get(f"{path}?language=tlh")).problem(422, "invalid")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_code_that_a_report_can_have_has_a_word(language: str) -> None:
    words = orjson.loads((WORDS / f"{language}.json").read_bytes())
    assert words.keys() >= orjson.loads((WORDS / "en.json").read_bytes()).keys()
    counted = Tally().document()
    codes = {name for section in counted.values() if isinstance(section, dict) for name in section}
    codes |= counted.keys() - {"table"} | set(COLUMNS) | {"received", "by_reason", *Reason}
    codes |= {f"author_{standing}" for standing in RESTRICTING} | {"comment_hidden", "own_initiative", "report"}
    codes |= {name.lower() for name in CATEGORIES} | {"notice", "automated", "human", *Ground}
    assert codes - words.keys() == set()


async def test_a_title_cannot_break_the_page(service: Service) -> None:
    await service.house.access.create_site("other", "<script>alert(1)</script>", "test")
    ada = await service.admin(site="other")
    page = await ada.get(f"/v1/sites/other/transparency/{this_year()}/page")
    assert b"<script" not in page.body
    assert b"&lt;script&gt;" in page.body


@pytest.mark.parametrize(
    ("year", "status"), [("2019", 422), ("9999", 422), ("x", 404), ("20266", 404), ("%C2%B2026", 404)]
)
async def test_a_year_that_is_none_is_said(service: Service, year: str, status: int) -> None:
    ada = await service.admin()
    for form in ("", "/table", "/page"):
        assert (await ada.get(f"/v1/sites/default/transparency/{year}{form}")).status == status


async def test_only_administrators_of_the_site_read_it(service: Service) -> None:
    await service.new_site("other")
    stranger, max_ = await service.admin(site="other"), await service.moderator()
    path = f"/v1/sites/default/transparency/{this_year()}"
    (await max_.get(path)).problem(403, "not-allowed")
    assert (await stranger.of_site("default").get(path)).status == 401


async def test_whoever_asks_for_a_long_count_comes_again(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    go, begun = asyncio.Event(), 0

    async def slowly(_site: str) -> int:
        nonlocal begun
        begun += 1
        await go.wait()
        return 0

    transparency = service.house.transparency
    monkeypatch.setattr(service.house.records.audit, "size", slowly)
    assert await transparency.report("default", this_year(), 0.01) is None
    assert await transparency.report("default", this_year(), 0.01) is None
    go.set()
    found = await transparency.report("default", this_year())
    assert begun == 1, "the count that was begun is the one that is told"
    assert found is not None
