"""Receivers that are slow, dead, lying or huge, and addresses that should not be called: nobody else notices."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from people import Moderator
from receivers import LOOPBACK, answers, endless, listening, sleeps, writing
from service_client import Serve, Service
from waiting import eventually

from moderation.jobs import run_jobs

HOOKS = "/v1/sites/default/webhooks"


@pytest.fixture
async def service(serve: Serve) -> AsyncIterator[Service]:
    service = await serve(outbound_networks=LOOPBACK)
    async with run_jobs(service.house):
        yield service


async def sets_up(ada: Moderator, url: str) -> Any:
    answer = await ada.post(HOOKS, {"url": url, "events": ["comment.posted"]})
    assert answer.status == 201, answer.body
    return answer.document


async def pings(ada: Moderator, url: str) -> Any:
    webhook = await sets_up(ada, url)
    answer = await ada.post(f"{HOOKS}/{webhook['id']}/ping")
    assert answer.status == 200, answer.body
    return answer.document


async def latest(ada: Moderator, webhook: Any) -> Any:
    """The newest delivery of a webhook."""
    items = (await ada.get(f"{HOOKS}/{webhook['id']}/deliveries")).document["items"]
    return items[0] if items else {"attempts": []}


@pytest.mark.long
async def test_slow_dead_and_huge_receivers_keep_nobody_else_waiting(service: Service) -> None:
    ada = await service.admin()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead = await sets_up(ada, f"http://127.0.0.1:{closed.getsockname()[1]}/")
        async with listening(sleeps) as slow, listening(endless(500)) as huge, listening() as good:
            waiting, *_ = [await sets_up(ada, receiver.url) for receiver in (slow, huge, good)]
            await service.guest("Ann").says("Good game.")

            await good.hears(1)
            assert (await latest(ada, waiting))["attempts"] == [], "a slow receiver held up another one"
            await huge.hears(1)

            async def failed() -> bool:
                return bool((await latest(ada, dead))["attempts"])

            await eventually(failed, "the dead one is noted")
            (attempt,) = (await latest(ada, dead))["attempts"]
            assert attempt["status"] is None
            assert attempt["problem"].startswith("There is no connection to 127.0.0.1:")


async def test_an_endless_answer_is_cut_off_and_its_status_counts(service: Service) -> None:
    ada = await service.admin()
    async with listening(endless(200)) as kind, listening(endless(500)) as unkind:
        assert (await pings(ada, kind.url))["problem"] is None
        attempt = await pings(ada, unkind.url)

    assert (attempt["status"], attempt["problem"]) == (500, "Answered 500.")
    assert attempt["answer"] == "x" * 200


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\x00\xff this is not HTTP\r\n\r\n",
        b"HTTP/1.1 99999 Strange\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: minus\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
    ],
    ids=["nothing", "noise", "no status", "no length", "long header", "many headers", "two lengths"],
)
async def test_a_lying_answer_is_no_success(service: Service, raw: bytes) -> None:
    ada = await service.admin()
    async with writing(raw) as url:
        attempt = await pings(ada, url)

    assert attempt["status"] is None
    assert attempt["problem"].endswith(".")
    assert len(attempt["problem"]) < 300


async def test_a_redirect_is_not_followed(service: Service) -> None:
    ada = await service.admin()
    async with listening() as inner, listening(answers(302, Location=inner.url)) as outer:
        attempt = await pings(ada, outer.url)

        assert attempt["status"] == 302
        assert "redirects are not followed" in attempt["problem"]
        assert inner.received == []


async def test_a_receiver_says_when_to_come_back(service: Service) -> None:
    ada = await service.admin()
    async with listening(answers(429, Retry_After="3600")) as busy:
        webhook = await sets_up(ada, busy.url)
        await service.guest("Ann").says("Good game.")
        await busy.hears(1)

        async def rests() -> bool:
            return bool((await latest(ada, webhook))["attempts"])

        await eventually(rests, "the attempt is noted")
        waiting = await service.house.records.webhooks.claim("default", webhook["id"], 10, 1000)
        assert waiting == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://127.0.0.1/", "not public"),
        ("https://127.0.0.1:6379/", "not public"),
        ("https://[::1]/", "not public"),
        ("https://[::ffff:10.0.0.1]/", "not public"),
        ("https://169.254.169.254/latest/meta-data", "not public"),
        ("https://xn--/", "Must be an http or https address."),
        ("https://2130706433/", "not an address in its usual form"),
        ("https://127.1/", "not an address in its usual form"),
        ("https://0x7f.0.0.1/", "not an address in its usual form"),
        ("https://user:password@news.example/", "user name"),
        ("http://93.184.216.34/", "by https only"),
        ("ftp://news.example/", "http or https"),
        ("https://", "http"),
        ("https://news.example:0/", "http or https"),
        ("https://news.example:70000/", "http or https"),
    ],
)
async def test_an_inner_address_cannot_be_entered(serve: Serve, url: str, sentence: str) -> None:
    ada = await (await serve()).admin()

    answer = await ada.post(HOOKS, {"url": url})

    errors = answer.problem(422, "invalid")["errors"]["url"]
    assert sentence in errors[0]


async def test_an_address_is_one_however_its_scheme_is_written(serve: Serve) -> None:
    ada = await (await serve()).admin()

    answer = await ada.post(HOOKS, {"url": "HTTPS://news.example/Hook"})

    assert answer.document["url"] == "https://news.example/Hook"


async def test_a_name_that_leads_inside_is_not_called(serve: Serve) -> None:
    service = await serve()
    ada = await service.admin()
    async with listening() as inner:
        attempt = await pings(ada, inner.url.replace("127.0.0.1", "localhost"))

    assert attempt["status"] is None
    assert "is not public" in attempt["problem"]
    assert inner.received == []
