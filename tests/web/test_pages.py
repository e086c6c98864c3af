"""The addresses that browsers load: what they answer, and how long it may be kept."""

import gzip
import json
import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from moderation.api.causes import CODES
from moderation.domain.appeal import AppealState
from moderation.domain.decision import Ground
from moderation.domain.errors import Refused
from moderation.domain.moderator import Permission
from moderation.domain.report import NoticeOutcome
from moderation.web import assets, pages


@pytest.fixture
async def client() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.add_routes([web.get(page.path, page.handler) for page in pages.PAGES])
    async with TestClient(TestServer(app), auto_decompress=False, headers={"Accept-Encoding": "identity"}) as client:
        yield client


Client = TestClient[web.Request, web.Application]


def test_every_page_says_who_may_see_it() -> None:
    assert {page.needs for page in pages.PAGES} == {Permission.OPERATE}
    assert len({page.path for page in pages.PAGES}) == len(pages.PAGES)


async def test_the_demonstration_allows_nothing_but_its_own_files(client: Client) -> None:
    answer = await client.get("/demo/")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    page = await answer.text()
    assert not re.search(r"<script(?![^>]* src=)|<style|\son\w+=", page)
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert not re.match(r"[a-z]+:(?!,)|//", address), address


async def test_everything_the_demonstration_names_exists_and_is_kept_for_good(client: Client) -> None:
    page = await (await client.get("/demo/")).text()
    named = re.findall(r'"\.\./(assets/[^"]+)"', page)
    assert len(named) > 10
    for address in named:
        answer = await client.get(f"/{address}")
        assert answer.status == 200, address
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_the_article_of_an_address_is_text_and_never_markup(client: Client) -> None:
    page = await (await client.get("/demo/%22%3E%3Cscript%3Ehit()%3C%2Fscript%3E%26%2541")).text()

    assert "<script>hit" not in page
    assert 'data-article="&quot;&gt;&lt;script&gt;hit()&lt;/script&gt;&amp;%41"' in page


async def test_the_demonstration_leads_to_the_console_of_its_site(client: Client) -> None:
    page = await (await client.get("/demo/?language=de&site=town")).text()

    assert '<a href="../console/?site=town&amp;language=de">' in page


async def test_languages_and_sites_that_do_not_exist_fall_back(client: Client) -> None:
    page = await (await client.get('/demo/?language=xx"&site=UPPER"')).text()

    assert '<html lang="en" dir="ltr">' in page
    assert 'data-site="default"' in page
    assert '<html lang="ar" dir="rtl">' in await (await client.get("/demo/?language=ar")).text()


async def test_an_unchanged_file_is_not_sent_again(client: Client) -> None:
    for address in ("/demo/", "/embed.js", f"/assets/{assets.DIGEST}/widget/widget.css"):
        first = await client.get(address)
        again = await client.get(address, headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'})
        assert again.status == 304
        assert await again.read() == b""
        changed = await client.get(address, headers={"If-None-Match": '"other"'})
        assert changed.status == 200


async def test_files_are_compressed_for_who_can_read_that(client: Client) -> None:
    address = f"/assets/{assets.DIGEST}/widget/thread.js"
    plain = await client.get(address, headers={"Accept-Encoding": "identity"})
    packed = await client.get(address, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    refused = await client.get(address, headers={"Accept-Encoding": "gzip;q=0"})

    assert gzip.decompress(await packed.read()) == await plain.read() == await refused.read()
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in refused.headers


async def test_another_versions_address_is_answered_but_not_kept(client: Client) -> None:
    answer = await client.get("/assets/0123456789abcdef/widget/define.js")

    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_only_files_that_are_meant_for_browsers_are_served(client: Client) -> None:
    asked = [path for path in assets.ASSETS if not path.endswith((".js", ".css", ".json"))]
    assert asked == []
    assert "widget/thread.js" in assets.ASSETS
    assert not any("pages.py" in path or path.endswith((".html", ".md")) for path in assets.ASSETS)


async def test_the_loaders_are_small_and_know_the_present_assets(client: Client) -> None:
    for name in ("embed.js", "count.js"):
        body = assets.LOADERS[name].body
        assert f'"assets/{assets.DIGEST}/"'.encode() in body
        assert b"development" not in body
    assert len(assets.LOADERS["embed.js"].body) < 2000


def test_every_language_says_everything() -> None:
    words = {path: set(json.loads(asset.body)) for path, asset in assets.ASSETS.items() if path.startswith("words/")}
    assert len(words) >= 3
    for path, said in words.items():
        assert said == words["words/en.json"], path


def test_every_language_says_everything_that_the_discussion_asks_for() -> None:
    said = set(json.loads(assets.ASSETS["words/en.json"].body))
    scripts = [asset.body.decode() for path, asset in assets.ASSETS.items() if re.match(r"widget/.*\.js$", path)]
    asking = re.compile(r'(?:\bsay|#missing|#lacking)\([^")`]*"([\w.-]+)"')
    asked = {key for script in scripts for key in asking.findall(script)}
    assert len(asked) > 60
    assert asked <= said
    for kind, named in (
        ("report", ("offensive", "abusive", "spam", "illegal", "off_topic", "other")),
        ("because", ("offensive", "abusive", "spam", "illegal", "off_topic", "other")),
        ("appeal", tuple(AppealState)),
        ("decided", ("moderator", "policy")),
        ("ground", tuple(Ground)),
        ("notices", tuple(Ground)),
        ("reports", tuple(NoticeOutcome)),
        ("problem", ("suspended", "suspended.until", "banned", "banned.until", "premoderated", "premoderated.until")),
    ):
        assert {f"{kind}.{name}" for name in named} <= said


def test_every_language_of_the_console_says_everything_that_its_scripts_ask_for() -> None:
    said = [set(json.loads(assets.ASSETS[f"console/{language}.json"].body)) for language in pages.DEMO_TITLES]
    assert all(one == said[0] for one in said)
    scripts = [
        asset.body.decode() for path, asset in assets.ASSETS.items() if path.startswith("console/") and ".js" in path
    ]
    asked = {key for script in scripts for key in re.findall(r'(?:\bsay(?:\(|: )|#button\()"([\w.?-]+)"', script)}
    assert len(asked) > 40
    assert asked <= said[0]
    assert {f"mistake.{code}" for code in CODES} <= said[0]
    refusals = {"storage-unavailable", *(kind.slug for kind in _all_kinds(Refused))}
    assert {key.removeprefix("problem.") for key in said[0] if key.startswith("problem.")} <= refusals


def _all_kinds(kind: type[Refused]) -> set[type[Refused]]:
    return {kind}.union(*map(_all_kinds, kind.__subclasses__()))


@pytest.mark.parametrize(("folder", "least"), [("rules", 20), ("settings", 80)])
def test_every_language_of_a_page_beside_the_console_says_everything(folder: str, least: int) -> None:
    said = [set(json.loads(assets.ASSETS[f"{folder}/{language}.json"].body)) for language in pages.DEMO_TITLES]
    assert all(one == said[0] for one in said)
    scripts = [
        asset.body.decode() for path, asset in assets.ASSETS.items() if re.match(rf"{folder}/(?!start).*\.js$", path)
    ]
    saying = re.compile(r'(?:\bsay|#said|#sure|deeds\.ask|this\.ask)\("([\w.-]+)"')
    asked = {key for script in scripts for key in saying.findall(script)}
    assert len(asked) > least
    assert asked <= said[0]


async def test_the_console_runs_its_own_files_only_and_in_nobodys_frame(client: Client) -> None:
    answer = await client.get('/console/?site="><script>&language=ar')

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "trusted-types 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    page = await answer.text()
    assert 'dir="rtl"' in page
    assert 'data-site="default"' in page
    assert 'data-site=""' in await (await client.get("/console/")).text()
    for address in re.findall(r'"\.\./(assets/[^"]+)"', page):
        assert (await client.get(f"/{address}")).status == 200
    redirected = await client.get("/console", allow_redirects=False)
    assert (redirected.status, redirected.headers["Location"]) == (308, "console/")


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/console?site=town", "/console/?site=town"),
        ("/demo?language=ar", "/demo/?language=ar"),
        ("/console/rules/", "/console/rules"),
        ("/console/statistics/?site=town&language=de", "/console/statistics?site=town&language=de"),
        ("/console/settings/", "/console/settings"),
    ],
)
async def test_a_slash_too_many_or_too_few_leads_to_the_page(client: Client, address: str, leads_to: str) -> None:
    answer = await client.get(address)

    assert (answer.status, str(answer.url.relative())) == (200, leads_to)
