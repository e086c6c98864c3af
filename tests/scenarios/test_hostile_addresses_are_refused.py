"""Paths, queries and headers that no honest page sends: each has an exact answer in the one form all errors have."""

from urllib.parse import quote

import orjson
import pytest
from people import Answer
from service_client import Serve, Service


async def test_an_article_may_be_called_anything_printable_or_not(service: Service, subtests: pytest.Subtests) -> None:
    for segment, article in (
        ("a%2Fb", "a/b"),
        ("..%2F..%2Fetc%2Fpasswd", "../../etc/passwd"),
        ("%2e%2e", ".."),
        ("%252F", "%2F"),
        ("https%3A%2F%2Fnews.example%2F1%3Fa%3Db%23c", "https://news.example/1?a=b#c"),
        ("%F0%9F%91%8D", "👍"),
        ("a+b", "a+b"),
        ("a%20b", "a b"),
        ("a;b=c", "a;b=c"),
        ("%7B7%7D", "{7}"),
        ("%0d%0aSet-Cookie:x", "\r\nSet-Cookie:x"),
        ("x" * 512, "x" * 512),
        ("%F0%9F%91%8D" * 512, "👍" * 512),
    ):
        with subtests.test(segment=segment):
            posted = await service.guest("Ann").post(
                f"/v1/articles/{segment}/comments", {"body": "Good game.", "author": {"name": "Ann"}}
            )
            page = await service.reader().get(f"/v1/articles/{segment}/comments")

            assert (posted.status, page.status) == (201, 200)
            assert page.document["article"]["id"] == posted.document["comment"]["article"] == article
            counts = await service.reader().get(f"/v1/counts?article={quote(article, safe='')}")
            assert counts.document == {"counts": {article: 1}}
            assert "Set-Cookie" not in page.headers


async def test_an_article_that_cannot_be(service: Service, subtests: pytest.Subtests) -> None:
    for segment, status, slug in (
        ("%00", 422, "invalid"),
        ("a%00b", 422, "invalid"),
        ("%ff", 400, "malformed"),
        ("%c3%28", 400, "malformed"),
        ("%ed%a0%80", 400, "malformed"),
        ("%c0%af", 400, "malformed"),
        ("%", 400, "malformed"),
        ("a%2", 400, "malformed"),
        ("%zz", 400, "malformed"),
        ("%u0041", 400, "malformed"),
        ("x" * 513, 422, "invalid"),
        ("%20" * 513, 422, "invalid"),
        ("", 404, "not-found"),
        ("a/b", 404, "not-found"),
        ("..%2F../comments/..", 404, "not-found"),
    ):
        with subtests.test(segment=segment):
            path = f"/v1/articles/{segment}/comments"
            (await service.reader().get(path)).problem(status, slug)
            posted = await service.guest("Ann").post(path, {"body": "Good game.", "author": {"name": "Ann"}})
            posted.problem(status, slug)
            if status == 422:
                assert list(posted.document["errors"]) == ["article"]


async def test_a_query_that_is_not_understood(service: Service, subtests: pytest.Subtests) -> None:
    for query, status, named in (
        ("limit=0", 422, "limit"),
        ("limit=101", 422, "limit"),
        ("limit=-1", 422, "limit"),
        ("limit=ten", 422, "limit"),
        ("limit=1e1", 422, "limit"),
        ("limit=", 422, "limit"),
        ("limit=" + "9" * 5000, 422, "limit"),
        ("limit=1&limit=2", 422, "limit"),
        ("replies=101", 422, "replies"),
        ("sort=worst", 422, "sort"),
        ("page=2", 422, "page"),
        ("limit%00=1", 422, None),
        ("cursor=a%00b", 422, "cursor"),
        ("cursor=" + "0" * 1025, 422, "cursor"),
        ("cursor=zz", 400, None),
        ("cursor=AAAA", 400, None),
        ("cursor=6c", 400, None),
        ("cursor=" + "00" * 65, 400, None),
        ("cursor=%ff", 400, None),
        ("parent=nonsense", 404, None),
        ("parent=019400f0-0000-7000-80ff-000000000000", 404, None),
        ("%", 400, None),
        ("a=%zz", 400, None),
        ("site=nowhere", 404, None),
        ("site=..%2F", 404, None),
        ("site=default&site=other", 400, None),
    ):
        with subtests.test(query=query):
            await service.guest("Ann").says("Good game.")

            answer = await service.reader().get(f"/v1/articles/news/comments?{query}")

            slug = {422: "invalid", 400: "malformed", 404: "unknown-site" if "site" in query else "not-found"}[status]
            problem = answer.problem(status, slug)
            if named is not None:
                assert list(problem["errors"]) == [named]


@pytest.mark.parametrize("sort", ["newest", "oldest", "top"])
async def test_a_forged_cursor_leads_nowhere_or_is_refused(service: Service, sort: str) -> None:
    said = await service.guest("Ann").says("Good game.")
    await service.reader().like(said.id)
    by_time = {"ff" * 16: ["oldest"], "00" * 16: ["newest"]}
    by_likes = {"6e": [], "6e" + "00" * 16: [], "6c39" + "3a" + "00" * 16: [said.id], "6c30" + "3a" + "00" * 16: []}
    never = ("6c", "6c3a", "6c3a" + "00" * 16, "6c2d313a" + "00" * 16, "6c6e616e3a" + "00" * 16, "6cff3a" + "00" * 16)
    never += ("6c" + "39" * 16 + "3a" + "00" * 16, "6e" + "00" * 14, "00" * 15, "00" * 17, "6c31", "start0", "zz", "0")

    async def page(cursor: str) -> Answer:
        return await service.reader().get(f"/v1/articles/news/comments?sort={sort}&cursor={cursor}")

    for cursor in never:
        (await page(cursor)).problem(400, "malformed")
    for cursor, empty in by_time.items():
        answer = await page(cursor)
        if sort == "top":
            answer.problem(400, "malformed")
        else:
            shown = [comment["id"] for comment in answer.document["comments"]]
            assert shown == ([] if sort in empty else [said.id])
    for cursor, expected in by_likes.items():
        answer = await page(cursor)
        if sort == "top":
            assert [comment["id"] for comment in answer.document["comments"]] == expected
        else:
            answer.problem(400, "malformed")


async def test_every_error_is_a_problem_document(service: Service, subtests: pytest.Subtests) -> None:
    for method, path, status, slug in (
        ("GET", "/", 404, "not-found"),
        ("GET", "/v1", 404, "not-found"),
        ("GET", "/v1/nothing/here", 404, "not-found"),
        ("GET", "/v1/comments/nonsense", 404, "not-found"),
        ("GET", "/v1/comments/019400f0-0000-7000-8000-000000000000", 404, "not-found"),
        ("GET", "//v1/counts", 404, "not-found"),
        ("POST", "/v1/counts", 405, "method-not-allowed"),
        ("DELETE", "/v1/articles/news/comments", 405, "method-not-allowed"),
        ("PUT", "/v1/comments/x", 405, "method-not-allowed"),
        ("PROPFIND", "/v1/counts", 405, "method-not-allowed"),
        ("GET", "/v1/comments/x/appeals", 405, "method-not-allowed"),
        ("POST", "/v1/comments/x/appeals", 415, "unsupported-media-type"),
        ("PUT", "/v1/comments/x/reactions/love", 404, "not-found"),
        ("GET", "/v1/moderation/queues", 401, "not-signed-in"),
        ("GET", "/v1/sites", 401, "not-signed-in"),
        ("POST", "/v1/moderation/decisions", 401, "not-signed-in"),
    ):
        with subtests.test(method=method):
            answer = await service.reader().call(method, path)

            answer.problem(status, slug)
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Server"] == "moderation"
            if status == 405:
                allowed = {each.strip() for each in answer.headers["Allow"].split(",")}
                assert method not in allowed
                assert "OPTIONS" in allowed


async def test_a_refused_head_has_the_headers_and_no_body(service: Service) -> None:
    for path, status in (("/nowhere", 404), ("/v1/moderation/queues", 401), ("/v1/counts", 422)):
        answer = await service.reader().call("HEAD", path)
        assert (answer.status, answer.body) == (status, b"")
        assert answer.headers["Content-Type"].startswith("application/problem+json")


async def test_options_name_the_methods_of_an_address(service: Service) -> None:
    answer = await service.reader().call("OPTIONS", "/v1/comments/x")

    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"
    (await service.reader().call("OPTIONS", "/nowhere")).problem(404, "not-found")


async def test_a_request_id_that_is_not_well_formed_is_replaced(service: Service, subtests: pytest.Subtests) -> None:
    for given in (
        "a b",
        "x" * 129,
        "a\tb",
        "ä",
        "<script>",
        '"',
        "a,b",
        "a;b",
    ):
        with subtests.test(given=given):
            answer = await service.reader().get("/healthz", headers={"X-Request-ID": given})

            assert answer.status == 200
            assert answer.headers["X-Request-ID"] not in ("", given)


async def test_a_request_id_cannot_smuggle_a_header_into_the_answer(service: Service) -> None:
    start, end = b"GET /v1/counts?article=a HTTP/1.1\r\nHost: a\r\nX-Request-ID: ", b"\r\nConnection: close\r\n\r\n"
    for smuggled in (b"a\r\n Set-Cookie: x=1", b"a\rSet-Cookie: x=1", b"a\nSet-Cookie: x=1", b"a\x00b"):
        answer = await service.raw(start + smuggled + end)
        head = answer.partition(b"\r\n\r\n")[0]
        assert b"\nset-cookie" not in head.lower()
        assert answer.split(b" ", 2)[1] in (b"200", b"400")


async def test_two_requests_cannot_hide_in_one(service: Service) -> None:
    inner = b"GET /v1/sites HTTP/1.1\r\nHost: a\r\n\r\n"
    for head in (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: +5\r\n",
        b"Transfer-Encoding : chunked\r\n",
    ):
        answer = await service.raw(
            b"POST /v1/articles/news/comments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + head
            + b"\r\n0\r\n\r\n"
            + inner
        )
        first, _, body = answer.partition(b"\r\n\r\n")
        assert first.split(b" ", 2)[1] == b"400", (head, answer)
        assert answer.count(b"HTTP/1.") == 1
        assert b"\r\nServer: moderation" in first
        assert orjson.loads(body)["type"] == "/problems/malformed"


async def test_an_authorization_that_opens_nothing(service: Service, subtests: pytest.Subtests) -> None:
    for header in (
        "Basic YTpi",
        "Bearer",
        "Bearer  ",
        "mod_x",
        "Bearer mod_wrong",
        "Bearer \xe4",
        "Digest a=b",
        "Bearer a b",
    ):
        with subtests.test(header=header):
            answer = await service.reader().get("/v1/moderation/queues", headers={"Authorization": header})

            answer.problem(401, "not-signed-in")
            assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_an_allowance_belongs_to_the_real_address(service: Service) -> None:
    """Our own proxy appends what it saw; what stands to the left of that is anybody's invention."""
    await (await service.admin()).sets_policy(comments_per_minute=1)

    said = [
        await service.guest("Ann", address=f"{forged}, 203.0.113.9").tries_to_say(f"Remark {n}.", f"article-{n}")
        for n, forged in enumerate(("192.0.2.1", "192.0.2.2", "10.0.0.1", "127.0.0.1", "nonsense", "", "::1"))
    ]

    assert [answer.status for answer in said] == [201] + [429] * 6


async def test_where_no_proxy_is_trusted_the_header_counts_for_nothing(serve: Serve) -> None:
    service = await serve(trusted_proxies=())
    await (await service.admin()).sets_policy(comments_per_minute=1)

    said = [await service.guest("Ann", address=f"192.0.2.{n}").tries_to_say(f"Remark {n}.") for n in range(3)]

    assert [answer.status for answer in said] == [201, 429, 429]
