"""Who did what, when, and what was it before: the log as an administrator searches it and hands it over."""

from typing import Any
from urllib.parse import urlencode

import orjson
from service_client import Service

from moderation.services.audit_proof import Proof, prove


async def found(moderator: Any, **asked: Any) -> list[Any]:
    """Every entry of a search, page by page."""
    entries, cursor = [], None
    while True:
        query = urlencode(asked | ({} if cursor is None else {"cursor": cursor}), doseq=True)
        answer = await moderator.get(f"/v1/moderation/audit?{query}")
        assert answer.status == 200, answer.body
        entries += answer.document["items"]
        if (cursor := answer.document["next_cursor"]) is None:
            return entries


async def test_a_change_of_the_policy_shows_what_was_and_what_is(service: Service) -> None:
    ada = await service.admin("Ada")
    await ada.sets_policy(mode="pre", banned_words=["casino"])
    await ada.sets_policy(mode="post", edit_window_seconds=60)

    latest, first = await found(ada, action="set_policy")

    assert first["changed"] == [
        {"name": "banned_words", "before": None, "after": ["casino"]},
        {"name": "mode", "before": None, "after": "pre"},
    ]
    assert latest["changed"] == [
        {"name": "edit_window_seconds", "before": None, "after": 60},
        {"name": "mode", "before": "pre", "after": "post"},
    ]
    assert (latest["actor"], latest["action"]) == ("Ada", "set_policy")


async def test_entries_are_found_by_whoever_did_it_and_by_what_it_was_about(service: Service) -> None:
    ada, max_ = await service.admin("Ada"), await service.moderator("Max")
    said = [await service.guest(f"Ann{number}").says("Good game.") for number in range(3)]
    for each in said:
        await max_.rejects(each.id, note="off the Pitch")
    decision = (await ada.approves(said[0].id))["decision_id"]
    await ada.undoes(decision)
    author = said[1].comment["author"]["id"]
    await ada.sets_standing(author, "banned")
    await ada.put("/v1/articles/sixteen-letters-", {"title": "A game", "open": False})

    assert len(await found(ada, actor="Max", limit=2)) == 3
    assert [each["action"] for each in await found(ada, comment=said[0].id)] == ["undo", "approve", "reject"]
    assert [each["action"] for each in await found(ada, action=["approve", "undo"])] == ["undo", "approve"]
    [banned] = await found(ada, author=author)
    assert banned["changed"] == [{"name": "standing", "before": "new", "after": "banned"}]
    [described] = await found(ada, article="sixteen-letters-")
    assert "comment" not in described["detail"]
    assert {each["name"] for each in described["changed"]} == {"open", "title"}
    assert len(await found(ada, q="PITCH reject")) == 3
    assert await found(ada, actor="Max", action="approve") == []
    assert await found(ada, to="2020-01-01T00:00:00Z") == []
    assert len(await found(ada, **{"from": "2020-01-01T00:00:00Z"}, actor="Max")) == 3


async def test_an_export_is_the_whole_log_and_proves_itself(service: Service) -> None:
    ada, max_ = await service.admin("Ada"), await service.moderator("Max")
    for number in range(4):
        await max_.rejects((await service.guest("Ann").says(f"Game {number}.")).id)
    await ada.sets_policy(mode="pre")

    answer = await ada.get("/v1/sites/default/audit")

    assert answer.headers["Content-Type"] == "application/x-ndjson"
    lines = answer.body.splitlines()
    entries = [orjson.loads(line) for line in lines]
    plain = [{name: value for name, value in entry.items() if name != "seal"} for entry in entries]
    assert plain == await found(ada)
    assert prove(lines) == Proof(entries=len(lines))
    forged = [line.replace(b'"pre\\"', b'"pri\\"') for line in lines]
    assert {fault.split(" is not")[0] for fault in prove(forged).faults}
    only = (await ada.get("/v1/sites/default/audit?action=reject")).body.splitlines()
    assert len(only) == 4
    assert prove(only).faults == []


async def test_only_administrators_of_the_site_export_it(service: Service) -> None:
    max_, other = await service.moderator("Max"), await service.new_site("other")
    stranger = await service.admin("Olga", site=other)
    (await max_.get("/v1/sites/default/audit")).problem(403, "not-allowed")
    (await stranger.of_site("default").get("/v1/sites/default/audit")).problem(401, "not-signed-in")
    (await service.reader().get("/v1/sites/default/audit")).problem(401, "not-signed-in")
    ada = await service.admin("Ada")
    backwards = urlencode({"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"})
    for path in ("/v1/moderation/audit", "/v1/sites/default/audit"):
        assert "from" in (await ada.get(f"{path}?{backwards}")).problem(422, "invalid")["errors"]
        (await ada.get(f"{path}?comment=x")).problem(404, "not-found")
