"""Moderators warn an author, hide their last comments, see what was done before, and take it back."""

from datetime import UTC, datetime, timedelta

from service_client import Service

from moderation.domain.author import Standing
from moderation.domain.measure import DAY_MS, Measure, strikes
from moderation.storage.author_feed import AuthorFeed
from moderation.storage.verification import Verification


async def test_a_warned_author_writes_again_after_having_acknowledged_it(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    said = await maria.says("Good game.")

    warned = await max_.warns("maria", "Please stay polite.", reason="Third complaint.")

    assert (warned.status, warned.document["warning"], warned.document["strikes"]) == (201, "Please stay polite.", 1.0)
    refused = (await maria.tries_to_say("And another thing.")).problem(403, "warned")
    assert refused["message"] == "Please stay polite."
    (await maria.changes(said, "Bad game.")).problem(403, "warned")
    waiting = (await maria.get("/v1/me/warning")).document["warning"]
    assert waiting == {"number": refused["warning"], "message": "Please stay polite."}
    assert (await maria.takes_back(said)).status == 204, "one may still take back what one said"
    (await maria.post("/v1/me/warning/acknowledgement", {"number": 7})).problem(409, "conflict")

    for _ in range(2):
        answer = await maria.post("/v1/me/warning/acknowledgement", {"number": waiting["number"]})
        assert (answer.status, answer.document) == (200, {"warning": None})

    assert (await maria.says("Sorry.")).visible
    author = await max_.author("maria")
    [measure] = author["measures"]
    assert (measure["kind"], measure["moderator"], measure["reason"]) == ("warning", "Max", "Third complaint.")
    assert measure["acknowledged_at"] is not None
    assert (author["warning"], author["standing"]) == (None, "new")
    assert [entry["action"] for entry in await max_.audit("warn", "acknowledge")] == ["acknowledge", "warn"]
    assert b"Third" not in (await maria.get("/v1/me/warning")).body
    (await maria.post("/v1/me/warning/acknowledgement", {"number": 9})).problem(404, "not-found")


async def test_nobody_acknowledges_for_somebody_else_and_guests_are_not_warned(service: Service) -> None:
    ann, ben, max_ = service.guest("Ann"), await service.member("Ben"), await service.moderator("Max")
    guest = (await ann.says("Good game.")).comment["author"]["id"]
    (await max_.warns(guest, "Please stay polite.")).problem(422, "invalid")
    number = (await max_.warns("maria", "Please stay polite.")).document["measures"][0]["number"]

    (await ben.post("/v1/me/warning/acknowledgement", {"number": number})).problem(404, "not-found")
    (await ann.post("/v1/me/warning/acknowledgement", {"number": number})).problem(401, "not-signed-in")
    (await ann.get("/v1/me/warning")).problem(401, "not-signed-in")
    assert (await max_.author("maria"))["warning"] == "Please stay polite."


async def test_a_standing_has_a_history_and_is_taken_back_step_by_step(service: Service) -> None:
    max_, mia = await service.moderator("Max"), await service.moderator("Mia")
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    await max_.sets_standing("maria", "suspended", until=until)
    await max_.warns("maria", "Please stay polite.")
    await mia.sets_standing("maria", "banned")

    ban, warning, suspension = (await max_.author("maria"))["measures"]

    assert [each["after"] for each in (suspension, warning, ban)] == ["suspended", "suspended", "banned"]
    assert (ban["before"], ban["moderator"], suspension["until"]) == ("suspended", "Mia", until)
    (await max_.takes_back_measure("maria", suspension["number"])).problem(409, "not-undoable")

    author = (await max_.takes_back_measure("maria", ban["number"])).document

    assert (author["standing"], author["until"], author["reason"]) == ("suspended", until, "because of this story")
    assert author["measures"][0]["undone_by"] == "Max"
    (await max_.takes_back_measure("maria", ban["number"])).problem(409, "not-undoable")
    author = (await max_.takes_back_measure("maria", warning["number"])).document
    assert (author["warning"], author["standing"]) == (None, "suspended")
    author = (await max_.takes_back_measure("maria", suspension["number"])).document
    assert (author["standing"], author["until"], author["reason"], author["strikes"]) == ("new", None, None, 0.0)
    assert len(await max_.audit("undo_standing")) == 3
    for number in ("99", "x", "-1"):
        answer = await max_.post(f"/v1/moderation/authors/maria/measures/{number}/undo")
        answer.problem(404, "not-found")
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_a_warning_is_taken_back_whatever_was_done_since_and_the_one_before_it_waits_again(
    service: Service,
) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    first = (await max_.warns("maria", "Please stay polite.")).document["measures"][0]
    second = (await max_.warns("maria", "And on the subject.")).document["measures"][0]
    await max_.sets_standing("maria", "premoderated")

    author = (await max_.takes_back_measure("maria", second["number"])).document

    assert (author["warning"], author["standing"]) == ("Please stay polite.", "premoderated")
    assert [each["undoable"] for each in author["measures"]] == [True, False, True]
    assert (await maria.get("/v1/me/warning")).document["warning"]["number"] == first["number"]
    author = (await max_.takes_back_measure("maria", first["number"])).document
    assert (author["warning"], author["standing"], author["strikes"]) == (None, "premoderated", 1.0)
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_an_authors_last_comments_are_hidden_and_restored_with_the_standing(service: Service) -> None:
    maria, ada, reader = await service.member("Maria"), await service.admin("Ada"), service.reader()
    await ada.sets_policy(hold_history_rate=0)
    said = [await maria.says(f"Performance number {number}.") for number in range(4)]
    await ada.rejects(said[3].id)
    other = await service.guest("Ann").says("A calm remark.")
    await AuthorFeed(service.house.store).catch_up("default")

    author = await ada.sets_standing("maria", "banned", hide_last=2)

    shown = {comment["id"] for comment in (await reader.thread())["comments"]}
    assert shown == {said[0].id, other.id}
    measure = author["measures"][0]
    assert measure["bulk_id"] is not None
    assert await reader.count() == 2

    undone = (await ada.takes_back_measure("maria", measure["number"])).document

    assert (undone["standing"], undone["restored"]["undone"], undone["restored"]["left"]) == ("new", 2, 0)
    shown = {comment["id"] for comment in (await reader.thread())["comments"]}
    assert shown == {*(each.id for each in said[:3]), other.id}
    again = await ada.sets_standing("nobody", "banned", hide_last=5)
    assert again["measures"][0]["bulk_id"] is None
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_a_person_is_told_what_was_done_about_them_and_not_by_whom(service: Service) -> None:
    ada = await service.admin("Ada")
    await ada.warns("maria", "Please stay polite.", reason="Complaints.")
    await ada.sets_standing("maria", "premoderated")

    export = await ada.get("/v1/authors/maria/export")

    assert [each["standing"] for each in export.document["measures"]] == ["premoderated", "new"]
    assert b"Ada" not in export.body
    await ada.delete("/v1/authors/maria")
    author = await ada.author("maria")
    assert (author["measures"], author["warning"], author["standing"]) == ([], None, "new")


def test_a_strike_counts_less_and_less() -> None:
    def measure(number: int, age: float, after: Standing = Standing.NEW, warning: str | None = None) -> Measure:
        return Measure(number, int((100 - age) * DAY_MS), "m", Standing.NEW, after, None, None, warning)

    now = 100 * DAY_MS
    assert strikes([measure(1, 0, warning="x")], now, 90) == 1.0
    assert strikes([measure(1, 45, Standing.BANNED), measure(2, 9, warning="x")], now, 90) == 1.4
    assert strikes([measure(1, 90, Standing.BANNED), measure(2, 1, Standing.TRUSTED)], now, 90) == 0.0
    assert strikes([measure(1, 0, warning="x")], now, 0) == 0.0


async def test_too_many_strikes_restrict_an_author_where_the_policy_says_so(service: Service) -> None:
    maria, max_, ada = await service.member("Maria"), await service.moderator("Max"), await service.admin("Ada")
    await ada.sets_policy(strikes_suspend=1.5, strikes_suspend_days=3)
    await max_.warns("maria", "Please stay polite.")
    assert (await max_.author("maria"))["standing"] == "new"

    author = (await max_.warns("maria", "I said: please stay polite.")).document

    suspension, warning, _ = author["measures"]
    assert (author["standing"], author["strikes"]) == ("suspended", 2.0), "what follows from strikes is none itself"
    assert (suspension["moderator"], suspension["undoable"], warning["kind"]) == ("policy", True, "warning")
    assert suspension["reason"] == "Strikes came to 2; from 1.5 on the site's settings restrict an author."
    assert timedelta(days=2.9) < datetime.fromisoformat(suspension["until"]) - datetime.now(UTC) <= timedelta(days=3)
    (await maria.tries_to_say("And another thing.")).problem(403, "suspended")
    told = (await ada.get("/v1/moderation/statements")).document["items"][0]
    assert told["decision_account"] == "DECISION_ACCOUNT_SUSPENDED"
    assert told["automated_decision"] == "AUTOMATED_DECISION_FULLY"

    await max_.warns("maria", "Once more.")
    assert len((await max_.author("maria"))["measures"]) == 4, "who is restricted already is not restricted again"
    undone = (await max_.takes_back_measure("maria", suspension["number"])).document
    assert (undone["standing"], undone["measures"][1]["undone_by"]) == ("new", "Max")
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_strikes_restrict_nobody_unless_the_policy_says_so(service: Service) -> None:
    max_, ada = await service.moderator("Max"), await service.admin("Ada")
    for _ in range(4):
        await max_.warns("maria", "Please stay polite.")
    assert (await max_.author("maria"))["standing"] == "new"

    await ada.sets_policy(strikes_suspend=4, strikes_suspend_as="premoderated")
    author = (await max_.warns("maria", "Please stay polite.")).document

    assert (author["standing"], author["measures"][0]["moderator"]) == ("premoderated", "policy")
