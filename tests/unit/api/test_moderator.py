"""What moderators are answered."""

from typing import Any


async def test_a_moderator_claims_decides_and_takes_it_back(client: Any, post: Any, signed_in: Any) -> None:
    held = (await post("you are vile"))["comment"]["id"]
    me = await signed_in("moderator")
    queues = await (await client.get("/v1/moderation/queues", headers=me)).json()
    assert {each["queue"]: each["count"] for each in queues["queues"]}["pending"] == 1
    listed = await (await client.get("/v1/moderation/queues/pending", headers=me)).json()
    assert [entry["comment"]["id"] for entry in listed["items"]] == [held]
    claimed = await client.post(
        "/v1/moderation/queues/pending/claims", json={"limit": 5, "lease_seconds": 60}, headers=me
    )
    entry = (await claimed.json())["items"][0]
    assert (claimed.status, entry["claimed_by"], entry["scores"]) == (201, "Max", {"TOXICITY": 0.97})
    renewed = await client.patch("/v1/moderation/claims", json={"lease_seconds": 120}, headers=me)
    assert (await renewed.json())["renewed"] == 1
    order = {"comment_id": held, "action": "approve", "expected_version": entry["version"], "note": "harmless"}
    decided = await client.post("/v1/moderation/decisions", json={"decisions": [order, order]}, headers=me)
    done, stale = (await decided.json())["results"]
    assert done["status"] == "approved"
    assert stale["problem"]["status"] == 409
    dossier = await (await client.get(f"/v1/moderation/comments/{held}", headers=me)).json()
    assert dossier["decisions"][0]["note"] == "harmless"
    undone = await client.post(f"/v1/moderation/decisions/{done['decision_id']}/undo", headers=me)
    assert (undone.status, (await undone.json())["status"]) == (200, "pending")
    released = await client.delete("/v1/moderation/claims", headers=me)
    assert released.status == 200
    audit = await (await client.get("/v1/moderation/audit?limit=50", headers=me)).json()
    assert {"approve", "undo"} <= {each["action"] for each in audit["items"]}


async def test_a_claim_needs_no_body(client: Any, signed_in: Any) -> None:
    claimed = await client.post("/v1/moderation/queues/pending/claims", headers=await signed_in())
    assert (claimed.status, (await claimed.json())["items"]) == (201, [])


async def test_comments_of_every_status_are_found(client: Any, post: Any, signed_in: Any) -> None:
    await post("a calm remark")
    held = (await post("you are vile"))["comment"]
    me = await signed_in()
    found = await (await client.get("/v1/moderation/comments?status=pending&q=vile", headers=me)).json()
    assert [each["id"] for each in found["items"]] == [held["id"]]
    path = "/v1/moderation/comments?from=2020-01-01T00:00:00Z&to=2020-02-01T00:00:00Z"
    assert (await (await client.get(path, headers=me)).json())["items"] == []
    assert (await client.get("/v1/moderation/comments?from=yesterday", headers=me)).status == 422


async def test_an_authors_standing_is_set_and_shown(client: Any, post: Any, signed_in: Any) -> None:
    author = (await post("hello"))["comment"]["author"]["id"]
    me = await signed_in()
    path = f"/v1/moderation/authors/{author}"
    wanted = {"standing": "suspended", "until": "2999-01-01T00:00:00.000Z", "reason": "three rejections in a day"}
    changed = await client.put(f"{path}/standing", json=wanted, headers=me)
    assert changed.status == 200
    shown = await (await client.get(path, headers=me)).json()
    assert (shown["standing"], shown["until"]) == ("suspended", "2999-01-01T00:00:00.000Z")


async def test_an_unknown_queue_or_comment_is_not_found(client: Any, signed_in: Any) -> None:
    me = await signed_in()
    assert (await client.get("/v1/moderation/queues/nonsense", headers=me)).status == 404
    assert (await client.get("/v1/moderation/comments/nonsense", headers=me)).status == 404
    undo = await client.post("/v1/moderation/decisions/nonsense/undo", headers=me)
    assert undo.status == 404


async def test_a_moderator_of_one_site_is_a_stranger_at_another(client: Any, house: Any, signed_in: Any) -> None:
    await house.access.create_site("other", "Other", "test")
    theirs = await signed_in("moderator", site="other")
    assert (await client.get("/v1/moderation/queues", headers=theirs)).status == 401
    assert (await client.get("/v1/moderation/queues?site=other", headers=theirs)).status == 200


async def test_at_most_500_decisions_are_taken_at_once(client: Any, signed_in: Any) -> None:
    row = {"comment_id": "01a206e2-74c4-7000-b30a-00000001f55b", "action": "approve"}
    me = await signed_in()
    full = await client.post("/v1/moderation/decisions", json={"decisions": [row] * 500}, headers=me)
    assert (full.status, len((await full.json())["results"])) == (200, 500)
    assert (await client.post("/v1/moderation/decisions", json={"decisions": [row] * 501}, headers=me)).status == 422
    assert (await client.post("/v1/moderation/decisions", json={"decisions": []}, headers=me)).status == 422
