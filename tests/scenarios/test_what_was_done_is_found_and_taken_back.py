"""Every act of every moderator is in one history, and is taken back from there."""

from typing import Any
from urllib.parse import urlencode

from people import Moderator
from service_client import Service

from moderation.storage.verification import Verification


async def history(reader: Moderator, **query: Any) -> Any:
    answer = await reader.get(f"/v1/moderation/history?{urlencode(query)}")
    assert answer.status == 200, answer.body
    return answer.document


async def take_back(moderator: Moderator, act: Any) -> None:
    """By what the act's row says."""
    if act["number"] is not None:
        answer = await moderator.takes_back_measure(act["author"]["id"], act["number"])
    elif act["bulk_id"] is not None:
        answer = await moderator.post(f"/v1/moderation/bulk/{act['bulk_id']}/undo")
    else:
        answer = await moderator.undoes(act["decision_id"])
    assert answer.status == 200, answer.body


async def test_decisions_bulk_acts_standings_and_warnings_stand_in_one_history(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    await (await service.admin()).sets_policy(mode="pre", hold_history_rate=0)
    one, two, three = [await maria.says(f"Remark number {number}.") for number in range(3)]
    await max_.rejects(one.id, reason="Off topic.")
    await mia.decides_at_once("approve", two.id, three.id)
    await max_.warns("maria", "Please stay polite.")
    await mia.sets_standing("maria", "banned")

    acts = (await history(max_))["items"]

    assert [(act["kind"], act["actions"], act["moderator"]) for act in acts] == [
        ("standing", ["banned"], "Mia"),
        ("warning", ["warn"], "Max"),
        ("bulk", ["approve"], "Mia"),
        ("decision", ["reject"], "Max"),
    ]
    ban, warning, bulk, rejection = acts
    assert all(act["undoable"] and act["undone_by"] is None for act in acts)
    assert (rejection["comment"]["body"], rejection["reason"]) == ("Remark number 0.", "Off topic.")
    assert (rejection["author"], bulk["comments"]) == ({"id": "maria", "name": "Maria"}, 2)
    assert (warning["reason"], ban["reason"]) == ("Please stay polite.", "because of this story")

    for act in acts:
        await take_back(max_, act)

    acts = (await history(max_))["items"]
    assert [(act["undone_by"], act["undoable"]) for act in acts] == [("Max", False)] * 4
    assert (await max_.queue_lengths())["pending"] == 3
    author = await max_.author("maria")
    assert (author["standing"], author["warning"]) == ("new", None)
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_who_wrote_and_was_warned_a_moment_ago_is_named(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    await maria.says("My first words here.")
    await max_.warns("maria", "Please stay polite.")

    (warning,) = (await history(max_))["items"]

    assert warning["author"] == {"id": "maria", "name": "Maria"}


async def test_what_the_policy_made_of_strikes_is_taken_back_from_there_as_well(service: Service) -> None:
    await service.member("Maria")
    max_, ada = await service.moderator("Max"), await service.admin("Ada")
    await ada.sets_policy(strikes_suspend=1, strikes_suspend_days=3)
    await max_.warns("maria", "Please stay polite.")
    (me,) = [each["id"] for each in await service.house.tokens.moderators("default") if each["name"] == "Max"]

    suspension, warning = (await history(max_))["items"]

    assert (suspension["kind"], suspension["actions"], suspension["moderator"]) == ("standing", ["suspended"], "policy")
    assert suspension["reason"] == "Strikes came to 1; from 1 on the site's settings restrict an author."
    assert (warning["moderator"], suspension["undoable"]) == ("Max", True)
    assert [act["kind"] for act in (await history(max_, moderator=me))["items"]] == ["warning"]

    await take_back(max_, suspension)

    assert (await history(max_))["items"][0]["undone_by"] == "Max"
    assert (await max_.author("maria"))["standing"] == "new"


async def test_what_the_policy_rejected_is_no_act_of_anybody(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    await (await service.admin()).sets_policy(banned_words=["flimflam"])
    assert (await maria.says("What flimflam.")).comment["status"] == "rejected"

    assert (await history(max_))["items"] == []


async def test_what_can_no_longer_be_taken_back_says_so(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    said = await maria.says("Good game.")
    await max_.rejects(said.id)
    await max_.approves(said.id)
    await max_.sets_standing("maria", "premoderated")
    await max_.sets_standing("maria", "banned")

    acts = (await history(max_))["items"]

    assert [(act["actions"][0], act["undoable"]) for act in acts] == [
        ("banned", True),
        ("premoderated", False),
        ("approve", True),
        ("reject", False),
    ]


async def test_a_decision_can_be_taken_back_again_once_what_stood_on_it_was(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said = await maria.says("Good game.")
    await max_.rejects(said.id)
    await mia.approves(said.id)
    await max_.decides("escalate", said.id)
    escalation, approval, rejection = (await history(max_))["items"]

    await take_back(max_, escalation)
    await max_.rejects(said.id)
    again = (await history(max_))["items"][0]
    (await mia.undoes(approval["decision_id"])).problem(409, "not-undoable")
    await take_back(max_, again)
    assert [act["undoable"] for act in (await history(max_))["items"]] == [False, False, True, False]
    await take_back(mia, approval)
    assert [act["undoable"] for act in (await history(max_))["items"]] == [False, False, False, True]
    made = (await max_.dossier(said.id))["decisions"]
    assert [(each["action"], each["undoable"]) for each in made if not each["undone_by"]] == [("reject", True)]
    await take_back(max_, rejection)

    dossier = await max_.dossier(said.id)
    assert (dossier["comment"]["status"], dossier["queues"]) == ("published", ["unreviewed"])
    assert await service.guest("Ann").count() == 1
    assert [finding async for finding in Verification(service.house.store, "default").findings()] == []


async def test_a_report_that_came_meanwhile_stands_on_every_decision_below_it(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator("Max")
    said = await maria.says("Good game.")
    await max_.approves(said.id)
    await max_.decides("escalate", said.id)
    approval = (await history(max_))["items"][1]
    await take_back(max_, (await history(max_))["items"][0])
    await service.guest("Ann").report(said.id)

    (await max_.undoes(approval["decision_id"])).problem(409, "not-undoable")
    assert not any(act["undoable"] for act in (await history(max_))["items"])
    assert not any(made["undoable"] for made in (await max_.dossier(said.id))["decisions"])
    assert await max_.queued("reported") == [said.id]


async def test_a_moderator_finds_their_own_acts_page_by_page(service: Service) -> None:
    ann, max_, mia = service.guest("Ann"), await service.moderator("Max"), await service.moderator("Mia")
    said = [await ann.says(f"Remark number {number}.") for number in range(5)]
    for number, one in enumerate(said):
        await (max_ if number % 2 else mia).approves(one.id)

    mine: list[Any] = []
    (me,) = [each["id"] for each in await service.house.tokens.moderators("default") if each["name"] == "Max"]
    more: dict[str, str] = {}
    while more or not mine:
        page = await history(max_, moderator=me, limit=1, **more)
        mine += page["items"]
        more = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}

    assert [act["comment"]["id"] for act in mine] == [said[3].id, said[1].id]
    assert (await max_.get("/v1/moderation/history?cursor=x")).status == 400
    (await ann.get("/v1/moderation/history")).problem(401, "not-signed-in")


async def test_an_appeal_that_was_heard_is_taken_back_from_there(service: Service) -> None:
    maria, max_, mia = await service.member("Maria"), await service.moderator("Max"), await service.moderator("Mia")
    said = await maria.says("Good game.")
    await max_.rejects(said.id)
    appeal = (await maria.appeals(said)).document["appeal"]["id"]
    await mia.hears(appeal, "overturned")

    outcome = (await history(mia))["items"][0]
    assert (outcome["kind"], outcome["actions"], outcome["undoable"]) == ("decision", ["overturned"], True)
    await take_back(mia, outcome)

    assert [each["id"] for each in await mia.open_appeals()] == [appeal]


async def test_who_is_erased_leaves_acts_without_a_name_and_other_sites_see_nothing(service: Service) -> None:
    maria, ada = await service.member("Maria"), await service.admin("Ada")
    said = await maria.says("Good game.")
    await ada.rejects(said.id)
    await ada.sets_standing("maria", "banned")
    await service.new_site("elsewhere")
    stranger = await service.moderator("Eve", site="elsewhere")

    await ada.delete("/v1/authors/maria")

    standing, rejection = (await history(ada))["items"]
    assert (standing["author"], standing["undoable"]) == ({"id": "maria", "name": None}, False)
    assert (rejection["comment"]["body"], rejection["author"]["name"]) == ("", "")
    assert (await history(stranger))["items"] == []
