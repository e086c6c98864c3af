"""What administrators are answered."""

import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey


async def test_a_policy_is_read_and_changed_in_part(client: Any, signed_in: Any) -> None:
    admin = await signed_in("admin")
    path = "/v1/sites/default/policy"
    before = await (await client.get(path, headers=admin)).json()
    changes = {"mode": "pre", "hold.TOXICITY": 0.5, "jwt_secret": "a secret of thirty-two characters"}
    changed = await client.put(path, json=changes, headers=admin)
    after = await changed.json()
    assert changed.status == 200
    assert (after["mode"], after["hold"]["TOXICITY"], after["jwt_secret"]) == ("pre", 0.5, "********")
    assert after["body_max"] == before["body_max"]
    again = await client.put(path, json=after, headers=admin)
    assert (again.status, await again.json() | {"version": 0}) == (200, after | {"version": 0})
    wrong = await client.put(path, json={"mode": "never", "colour": "red"}, headers=admin)
    assert wrong.status == 422
    assert {"mode", "colour"} <= set((await wrong.json(content_type=None))["errors"])


async def test_tokens_are_shown_once_and_revoked(client: Any, signed_in: Any) -> None:
    admin = await signed_in("admin", name="Root")
    path = "/v1/sites/default/tokens"
    made = await client.post(path, json={"role": "moderator", "name": "Ida"}, headers=admin)
    token = await made.json()
    assert made.status == 201
    assert token["token"].startswith("mod_")
    listed = await (await client.get(path, headers=admin)).json()
    assert {each["name"] for each in listed["items"]} == {"Root", "Ida"}
    assert "mod_" not in str(listed)
    ida = {"Authorization": f"Bearer {token['token']}"}
    assert (await client.get("/v1/moderation/queues", headers=ida)).status == 200
    assert (await client.delete(f"{path}/{token['id']}", headers=admin)).status == 204
    assert (await client.get("/v1/moderation/queues", headers=ida)).status == 401
    assert (await client.delete(f"{path}/{token['id']}", headers=admin)).status == 404


async def test_moderators_are_added_listed_and_removed(client: Any, signed_in: Any) -> None:
    admin = await signed_in("admin", name="Root")
    path = "/v1/sites/default/moderators"
    made = await (await client.post(path, json={"name": "Ida"}, headers=admin)).json()
    listed = await (await client.get(path, headers=admin)).json()
    assert {(each["name"], each["role"]) for each in listed["items"]} == {("Root", "admin"), ("Ida", "moderator")}
    assert (await client.delete(f"{path}/{made['id']}", headers=admin)).status == 204


async def test_sites_come_and_go(client: Any, signed_in: Any) -> None:
    admin = await signed_in("admin")
    made = await client.post("/v1/sites", json={"id": "b", "title": "Site B"}, headers=admin)
    assert (made.status, (await made.json())["title"]) == (201, "Site B")
    assert (await client.post("/v1/sites", json={"id": "b"}, headers=admin)).status == 409
    assert (await client.post("/v1/sites", json={"id": "B!"}, headers=admin)).status == 422
    listed = await (await client.get("/v1/sites", headers=admin)).json()
    assert {each["id"] for each in listed["items"]} == {"default", "b"}
    assert (await client.get("/v1/sites/b/policy", headers=admin)).status == 200
    assert (await client.delete("/v1/sites/b", headers=admin)).status == 204
    assert (await client.get("/v1/articles/x/comments?site=b")).status == 404
    assert (await client.delete("/v1/sites/default", headers=admin)).status == 403


async def test_an_administrator_of_another_site_cannot_touch_this_one(client: Any, house: Any, signed_in: Any) -> None:
    await house.access.create_site("other", "Other", "test")
    theirs = await signed_in("admin", site="other")
    assert (await client.get("/v1/sites/other/policy", headers=theirs)).status == 200
    for path in ("/v1/sites/default/policy", "/v1/sites", "/v1/sites/default/tokens"):
        assert (await client.get(path, headers=theirs)).status == 401
    both = await client.get("/v1/sites/other/policy?site=default", headers=theirs)
    assert both.status == 403


async def test_an_article_is_described_and_closed(client: Any, post: Any, signed_in: Any) -> None:
    admin = await signed_in("admin")
    wanted = {"title": "News", "url": "https://example.org/n", "open": False, "mode": "pre"}
    described = await client.put("/v1/articles/news", json=wanted, headers=admin)
    assert (described.status, await described.json()) == (200, {"id": "news", "count": 0} | wanted)
    closed = await client.post("/v1/articles/news/comments", json={"body": "late", "author": {"name": "Ann"}})
    assert closed.status == 403
    assert (await closed.json(content_type=None))["type"] == "/problems/thread-closed"
    bad = await client.put("/v1/articles/news", json={"url": "javascript:alert(1)"}, headers=admin)
    assert bad.status == 422


async def test_a_person_is_exported_and_erased(client: Any, house: Any, signed_in: Any) -> None:
    key = "a secret of at least thirty-two characters"
    await house.policymaking.set_policy("default", {"jwt_secret": key}, "test")
    claims = {"sub": "reader-1", "name": "Eva", "exp": int(time.time()) + 60}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(key))
    her = {"Authorization": f"Bearer {token}"}
    posted = await client.post("/v1/articles/news/comments", json={"body": "my own words"}, headers=her)
    assert (await posted.json())["comment"]["author"]["id"] == "reader-1"
    admin = await signed_in("admin")
    exported = await (await client.get("/v1/authors/reader-1/export", headers=admin)).json()
    assert [each["body"] for each in exported["comments"]] == ["my own words"]
    erased = await client.delete("/v1/authors/reader-1", headers=admin)
    assert (erased.status, await erased.json()) == (200, {"erased": 1})
    assert "my own words" not in await (await client.get("/v1/articles/news/comments")).text()
