"""A site goes out as a file and comes back as the same site."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from moderation.domain import ids
from moderation.domain.appeal import AppealOutcome, AppealState
from moderation.domain.audit import AuditEntry
from moderation.domain.author import Standing
from moderation.domain.comment import Comment, Judgement, Revision, Span, Status
from moderation.domain.decision import Action
from moderation.domain.external_phase import BodyFormat, ExternalPhase
from moderation.domain.learning import Label, Learned
from moderation.domain.model_choice import ModelChoice, Pin
from moderation.domain.moderator import Role, Token
from moderation.domain.note import Note
from moderation.domain.policy import Hearer, OnFailure
from moderation.domain.report import Reason
from moderation.domain.secret import Secret
from moderation.domain.webhook import Format, Webhook
from moderation.importers import native
from moderation.importers.record import (
    ActRecord,
    ArtifactRecord,
    CommentRecord,
    EarlierRevision,
    HistoryRecord,
    Record,
    ThreadRecord,
    Unreadable,
)
from moderation.services.access import Access
from moderation.services.transfer import Transfer
from moderation.services.transfer_report import Report
from moderation.services.transparency import Transparency
from moderation.storage.client import Store
from moderation.storage.comments import Ruling
from moderation.storage.decisions import Done, Ordered, Undone
from moderation.storage.identities import Identity
from moderation.storage.passwords import Password
from moderation.storage.records import Records
from moderation.storage.verification import Verification

SITE, OTHER = "default", "other"
STAYS = re.compile(
    r"}:(events|cursors|likenesses|claims|due|lease|i|gcra|recent|session|sessions|doors|tally|differ"
    r"|suggesters|suggested|hook)(:|$)"
)
"""Families of keys that the importers' README lists with the reason why they do not go out."""
DETAIL = b'{"action":"test","actor":"test"}'
PUBLISHED = Ruling(Status.PUBLISHED, frozenset({"unreviewed"}), 100)
HELD = Ruling(Status.PENDING, frozenset({"pending"}), 900, DETAIL)


def unseen(_what: str, _done: int, _whole: int) -> None:
    pass


def revision(body: str) -> Revision:
    judgement = Judgement(
        opinions=({"phase": "scores", "effect": "hold", "reason": "score", "sentence": "high"},),
        scores={"TOXICITY": 0.8123, "INSULT": 0.25},
        spans=(Span("TOXICITY", 0, 4, 0.5),),
        model="model-1",
    )
    return Revision(body, "Ann Ä\U0001f600", False, "00aabbccddeeff11", 1_700_000_000_123, judgement, ("staff",))


async def fill(records: Records) -> list[bytes]:
    """Every kind of thing a site can have; the ids of the comments of the first article."""
    await records.sites.create(SITE, "Default", DETAIL)
    await records.sites.save_policy(
        SITE,
        0,
        {"mode": "pre", "hold": {"TOXICITY": 0.5}, "jwt_secret": "a secret of more than thirty-two bytes"},
        DETAIL,
    )
    found: list[bytes] = []
    for article in ("news/1", 'Ärger | "quoted"', "third"):
        place = await records.threads.settle(SITE, article)
        parent: bytes | None = None
        made: list[bytes] = []
        for number in range(5):
            posted = await records.comments.post(
                SITE,
                place,
                article,
                author=f"author|{number % 3}",
                parent=parent,
                revision=revision(f"words {number}\x00\u2028 of {article}"),
                ruling=HELD if number == 3 else PUBLISHED,
                title="A title",
                url="https://example.org/1",
            )
            assert not isinstance(posted, str)
            made.append(posted.id)
            parent = made[0] if number < 3 else None
        found = found or made
    first, second, third, held, last = found
    await records.threads.describe(SITE, "third", {"open": "0", "mode": "pre"}, DETAIL)
    await records.threads.settle(SITE, "nobody commented")
    for reader in ("joe", "zoe"):
        await records.reports.react(SITE, first, reader, True)
        await records.reports.file(SITE, second, reader, Reason.SPAM, "why | so")
        await records.reporters.note(SITE, reader, second, 1_700_000_000_000)
    approve = [Ordered(second, Action.APPROVE, None, b'{"action":"approve","actor":"moderator:1","note":"ok"}')]
    await records.decisions.decide(SITE, "moderator:1", approve)
    await records.reports.file(SITE, second, "joe", Reason.OTHER, None)
    for action in (Action.REJECT, Action.APPROVE):
        order = Ordered(third, action, None, b'{"action":"%s","actor":"moderator:1"}' % action.encode())
        (done,) = await records.decisions.decide(SITE, "moderator:1", [order])
        assert isinstance(done, Done)
        latest = done.decision_id
    await records.decisions.undo(SITE, latest, "moderator|1", DETAIL)
    comment = await records.comments.read(SITE, held)
    assert isinstance(comment, Comment)
    await records.comments.edit(
        SITE, comment, window_ms=60_000, revision=revision("changed"), ruling=PUBLISHED, actor="author|0"
    )
    await appeal(records, third, latest)
    await records.bulks.begin(SITE, "an act", "moderator:1", 5, [second, third], DETAIL)
    refuse = Ordered(held, Action.REJECT, None, b'{"action":"reject","actor":"moderator|1"}')
    (done,) = await records.decisions.decide(SITE, "moderator|1", [refuse])
    assert isinstance(done, Done)
    await appeal(records, held, done.decision_id, heard=False)
    await records.comments.delete(SITE, first, 60_000, "author|0", DETAIL)
    await records.comments.erase(SITE, last, replace(revision(""), author_name=""), "admin", DETAIL)
    suspended = b'"after":"suspended","until":"2030-03-17T17:46:40.000Z","reason":"again"}'
    suspended = b'{"action":"set_standing","actor":"moderator:1","author":"author|2","before":"new",' + suspended
    await records.measures.set_standing(SITE, "author|2", Standing.SUSPENDED, 1_900_000_000_000, "again", suspended, 0)
    banned = b'{"action":"set_standing","actor":"moderator:1","author":"never wrote","before":"new","after":"banned"}'
    await records.measures.set_standing(SITE, "never wrote", Standing.BANNED, None, "elsewhere", banned, 0)
    await warn(records, "Be | kind.")
    number = await warn(records, "Be | kind.")
    undone = orjson.dumps({"action": "undo_standing", "actor": "moderator|1", "measure": number})
    await records.measures.undo(SITE, "author|0", number, "moderator|1", undone)
    number = await warn(records, "Be kind!")
    acknowledged = orjson.dumps({"action": "acknowledge", "actor": "author|0", "measure": number})
    await records.measures.acknowledge(SITE, "author|0", number, acknowledged)
    await warn(records, "Be kind | please!")
    await furnish(records)
    for about in (None, "never wrote", "author|1"):
        noted = [Note(f"{about}-{number}", f"words\u2028{number}", "moderator:1", 1_000 + number) for number in (1, 2)]
        assert await records.notes.replace(SITE, about, [], noted, DETAIL)
    return found


async def warn(records: Records, message: str) -> int:
    detail = {"action": "warn", "actor": "moderator:1", "before": "new", "after": "new", "message": message}
    version = (await records.authors.record(SITE, "author|0")).version
    number = await records.measures.warn(SITE, "author|0", message, orjson.dumps(detail), version)
    assert number is not None
    return number


async def furnish(records: Records) -> None:
    """Whatever else a site's administrators can set up."""
    secrets = (Secret("whsec_bmV3", 2_000), Secret("whsec_b2xk", 1_000, 90_000))
    webhooks = [
        Webhook(f"w{number}", "https://news.example/a?b=c", ("*",), ("pending",), form, "Ours", True, secrets, 5)
        for number, form in enumerate(Format)
    ]
    await records.webhooks.save(SITE, 0, webhooks, DETAIL)
    phase = ("p", "https://news.example/ask", "Theirs", BodyFormat.HTML, 500, OnFailure.HOLD, True, True, secrets, 7)
    await records.external_phases.save(SITE, 0, [ExternalPhase(*phase)], DETAIL)
    choice = ModelChoice(Pin("kind", "ab" * 32), Pin("kinder", "cd" * 32), (None, Pin("kind", "ef" * 32)))
    await records.models.save(SITE, 0, {"en": choice, "de": ModelChoice()}, DETAIL)
    artifact = bytes(range(256))
    sha256 = hashlib.sha256(artifact).hexdigest()
    await records.learning.keep_artifact(SITE, sha256, artifact)
    learned = Learned(ignored=("akismet",)).promoting(sha256, 1_700_000_000_000, {"gain": 0.5})
    await records.learning.save(SITE, 0, learned, DETAIL)
    for number in (1, 2):
        await records.learning.note_attempt(SITE, {"at": number, "outcome": "promoted"})
    await records.learning.suggest(SITE, b"digest", Label(True, "akismet", True, 0, {"TOXICITY": 0.5}, None, (1, 2)))
    for role in Role:
        digest = hashlib.sha256(role.encode()).hexdigest()
        await records.sites.save_token(SITE, digest, Token(f"t-{role}", "Ann", role, SITE, 1, 7), DETAIL)
    await records.passwords.save(SITE, "ann", Password(f"t-{role}", digest, "$argon2id$v=19$..."))
    await records.passwords.save_doors(SITE, "ann", ["a door"])
    await records.identities.save(SITE, "ann@news.example", Identity(f"t-{role}", digest, None))


async def appeal(records: Records, comment_id: bytes, decision: bytes, *, heard: bool = True) -> bytes:
    comment = await records.comments.read(SITE, comment_id)
    assert isinstance(comment, Comment)
    filed = await records.appeals.file(SITE, comment, decision, "moderator|1", "why | me\u2028?", DETAIL)
    assert isinstance(filed, bytes)
    if heard:
        detail = orjson.dumps({"action": "upheld", "actor": "moderator:2", "appeal": ids.to_text(filed)})
        resolve = records.appeals.resolve
        await resolve(
            SITE, filed, AppealOutcome.UPHELD, "moderator:2", Hearer.OTHER, b'{"message":"so | be it"}', detail
        )
    return filed


async def kept_keys(records: Records) -> set[str]:
    """Every key of the first site but those of families that do not go out."""
    return {name for name in await all_keys(records) if not STAYS.search(name)}


async def all_keys(records: Records) -> set[str]:
    found: set[bytes] = set()
    cursor = 0
    while True:
        cursor, names = await records.store.command("{sites}:all", "SCAN", cursor, "COUNT", 1000)
        cursor = int(cursor)
        found.update(names)
        if not cursor:
            break
    return {name.decode() for name in found if name.startswith(f"{{{SITE}:".encode())}


def written(records: Sequence[Record]) -> list[bytes]:
    """Everything but the audit log, which an import goes on with."""
    return [native.write(record) for record in records if not isinstance(record, HistoryRecord)]


def logs(records: Sequence[Record]) -> dict[str, list[AuditEntry]]:
    found: dict[str, list[AuditEntry]] = {}
    for record in records:
        if isinstance(record, HistoryRecord):
            found.setdefault(record.chain, []).extend(record.entries)
    return found


async def exported(records: Records, site: str, *, secrets: bool = False) -> list[Record]:
    return [record async for record in Transfer(records).exported(site, unseen, secrets=secrets)]


def lines(records: Sequence[Record]) -> Iterable[tuple[str, Record | Unreadable | None]]:
    yield from ((f"line {number}", record) for number, record in enumerate(records, 1))
    yield f"line {len(records) + 1}", None


async def take_in(records: Records, site: str, source: Sequence[Record], *, secrets: bool = False) -> Report:
    return await Transfer(records).imported(site, lines(source), "test", secrets=secrets)


async def start_anew(records: Records) -> Records:
    """Another store, with the two sites and nothing in them."""
    await records.store.command("{sites}:all", "FLUSHALL")
    other = Records(records.store)
    for site in (SITE, OTHER):
        await other.sites.create(site, site.title(), DETAIL)
    return other


async def unsound(store: Store, site: str) -> list[str]:
    return [finding.what async for finding in Verification(store, site).findings()]


@pytest.fixture
async def records(store: Store) -> Records:
    records = Records(store)
    await records.sites.create(OTHER, "Other", DETAIL)
    return records


async def test_a_site_that_went_out_and_came_in_goes_out_the_same(records: Records, tmp_path: Path) -> None:
    await fill(records)
    first = await exported(records, SITE, secrets=True)
    assert await unsound(records.store, SITE) == []
    kept = await kept_keys(records)
    assert len(kept) > 60
    articles = ["news/1", "third", "nobody commented"]
    counts = await records.threads.counts(SITE, articles)
    file = tmp_path / "site.jsonl"
    file.write_bytes(b"".join(native.write(record) for record in first) + native.write_end(len(first)))

    records = await start_anew(records)
    report = await Transfer(records).imported(SITE, native.read(file, unseen), "test", secrets=True)
    assert report.losses == []
    assert report.warnings == []
    assert report.read == report.imported == {"threads": 4, "comments": 15}

    again = await exported(records, SITE, secrets=True)
    assert written(again) == written(first)
    logged, logged_again = logs(first), logs(again)
    for chain, entries in logged.items():
        if chain == "site":
            origins = [entry.detail["elsewhere"] for entry in logged_again[chain] if "elsewhere" in entry.detail]
            assert [origin["link"] for origin in origins] == [entry.link for entry in entries]
        elif chain.startswith("u"):  # where what came in is told
            assert logged_again[chain][: len(entries)] == entries
        else:
            assert logged_again[chain] == entries
    assert await unsound(records.store, SITE) == []
    assert await records.threads.counts(SITE, articles) == counts
    assert await kept_keys(records) == kept


async def test_taking_a_file_in_twice_changes_nothing(records: Records) -> None:
    await fill(records)
    source = await exported(records, SITE, secrets=True)
    records = await start_anew(records)
    await take_in(records, OTHER, source, secrets=True)
    before = await exported(records, OTHER, secrets=True)
    entries = await records.audit.newest(OTHER, 100, None)
    report = await take_in(records, OTHER, source, secrets=True)
    assert report.imported == {"threads": 0, "comments": 0}
    assert report.already_there == report.read
    assert report.losses == []
    assert report.warnings == []
    assert await exported(records, OTHER, secrets=True) == before
    assert await records.audit.newest(OTHER, 100, None) == entries


async def test_decisions_that_came_in_count_like_those_made_here(records: Records) -> None:
    await fill(records)

    async def counted() -> list[object]:
        year = datetime.now(UTC).year
        report = await Transparency(records, Access(records)).counted(SITE, year)
        activity = await records.activities.between(SITE, 0, 2**42)
        return [
            await records.verdicts.labels(SITE),
            activity.worked,
            activity.held,
            {name: report[name] for name in report if name not in ("to", "counted_at")},
        ]

    before = await counted()
    assert len(await records.verdicts.labels(SITE)) >= 2
    source = await exported(records, SITE)
    records = await start_anew(records)
    await take_in(records, SITE, source)
    assert await counted() == before


@pytest.mark.parametrize(
    "forgery",
    [{"raw_detail": b'{"action":"reject","actor":"somebody else"}'}, {"stream_id": "0-0"}, {"stream_id": "5-5"}],
)
async def test_an_audit_log_that_was_changed_is_not_taken_over_from_there_on(
    records: Records, forgery: dict[str, Any]
) -> None:
    await fill(records)
    source = await exported(records, SITE)
    place = next(n for n, each in enumerate(source) if isinstance(each, HistoryRecord) and len(each.entries) > 2)
    first = source[place]
    assert isinstance(first, HistoryRecord)
    forged = replace(first.entries[1], **forgery)
    source[place] = replace(first, entries=(first.entries[0], forged, *first.entries[2:]))
    report = await take_in(await start_anew(records), SITE, source)
    (sentence,) = [each for each in report.warnings if "not as it was written" in each]
    assert f"in its parts {first.chain}:" in sentence
    assert first.chain not in logs(await exported(records, SITE))
    assert await unsound(records.store, SITE) == []


async def test_a_site_with_a_history_keeps_it(records: Records) -> None:
    await fill(records)
    source = await exported(records, SITE)
    records = await start_anew(records)
    await fill(records)
    before = logs(await exported(records, SITE))
    report = await take_in(records, SITE, source)
    (sentence,) = [each for each in report.warnings if "an audit log of its own" in each]
    after = logs(await exported(records, SITE))
    for chain, entries in before.items():
        assert after[chain][: len(entries)] == entries
    named = sentence.partition("parts ")[2].partition(":")[0].split(", ")
    assert named == [chain for chain in before if chain != "site"]
    assert await unsound(records.store, SITE) == []


async def test_a_warning_that_came_in_is_acknowledged_and_taken_back_like_any_other(records: Records) -> None:
    await fill(records)
    before = await records.measures.of_author(SITE, "author|0")
    source = await exported(records, SITE)
    await take_in(records, OTHER, source)
    assert await records.measures.of_author(OTHER, "author|0") == before
    (waiting, acknowledged, *_) = before
    assert await records.measures.acknowledge(OTHER, "author|0", waiting.number, DETAIL) == "acknowledged"
    assert isinstance(await records.measures.undo(OTHER, "author|0", waiting.number, "moderator:2", DETAIL), int)
    assert isinstance(await records.measures.undo(OTHER, "author|0", acknowledged.number, "moderator:2", DETAIL), int)


async def test_a_measure_does_not_name_an_act_of_another_store(records: Records) -> None:
    detail = b'{"action":"set_standing","actor":"moderator:1","before":"new","after":"banned","bulk":"an act"}'
    await records.sites.create(SITE, "Default", DETAIL)
    await records.measures.set_standing(SITE, "ann", Standing.BANNED, None, "spam", detail, 0)
    for _ in range(2):
        report = await take_in(records, OTHER, await exported(records, SITE))
        assert report.warnings == []
    (measure,) = await records.measures.of_author(OTHER, "ann")
    assert (measure.after, measure.reason, measure.bulk) == (Standing.BANNED, None, None)


async def test_secrets_go_out_only_when_they_are_asked_for(records: Records, tmp_path: Path) -> None:
    await fill(records)
    await records.sites.save_policy(SITE, 1, {"jwt_secret": "s" * 40, "coral_secret": "t" * 40}, DETAIL)
    site = await records.sites.site(SITE)
    assert site is not None
    kept = ("s" * 40, "t" * 40, "whsec_", "argon2", hashlib.sha256(b"admin").hexdigest(), site.secret.hex())
    for asked in (True, False):
        written = b"".join([native.write(record) for record in await exported(records, SITE, secrets=asked)]).decode()
        assert [secret in written for secret in kept] == [asked] * len(kept)


async def test_programs_that_come_without_their_secret_get_a_new_one_and_are_off(records: Records) -> None:
    await fill(records)
    report = await take_in(records, OTHER, await exported(records, SITE))
    _, webhooks = await records.webhooks.webhooks(OTHER)
    _, phases = await records.external_phases.phases(OTHER)
    assert [webhook.title for webhook in webhooks] == ["Ours"] * 3
    secrets = {each.secrets[0].text for each in (*webhooks, *phases)}
    assert len(secrets) == 4
    assert "whsec_bmV3" not in secrets
    assert not any(each.enabled for each in (*webhooks, *phases))
    assert report.warnings[0] == "The file was written without jwt_secret: set it again in the policy."
    for sentence in report.warnings[1:]:
        assert sentence.endswith("has a new secret and is off: give it its secret, then switch it on.")
    assert len(report.warnings) == 5
    assert len((await take_in(records, OTHER, await exported(records, SITE))).warnings) == 1


async def test_a_file_lets_nobody_in_unless_it_was_said_to(records: Records) -> None:
    await fill(records)
    source = await exported(records, SITE, secrets=True)
    records = await start_anew(records)
    own = await records.sites.site(SITE)
    report = await take_in(records, SITE, source)
    assert report.warnings[:2] == [
        "The file holds jwt_secret, which was left out: see --with-secrets.",
        "The file holds tokens and ways to sign in, which were left out: see --with-secrets.",
    ]
    assert await records.sites.tokens(SITE) == {}
    assert await records.passwords.all(SITE) == {}
    assert await records.identities.all(SITE) == {}
    assert await records.sites.site(SITE) == own
    assert "jwt_secret" not in (await records.sites.policy(SITE))[1]


async def test_secrets_of_the_site_itself_stay(records: Records) -> None:
    await fill(records)
    await records.sites.save_policy(OTHER, 0, {"jwt_secret": "o" * 40}, DETAIL)
    report = await take_in(records, OTHER, await exported(records, SITE))
    assert not any("jwt_secret" in sentence for sentence in report.warnings)
    _, policy = await records.sites.policy(OTHER)
    assert policy == {"mode": "pre", "hold": {"TOXICITY": 0.5}, "jwt_secret": "o" * 40}


async def test_a_token_stands_for_one_site_of_a_store(records: Records) -> None:
    await fill(records)
    report = await take_in(records, OTHER, await exported(records, SITE, secrets=True), secrets=True)
    assert await records.sites.tokens(OTHER) == {}
    assert await records.passwords.all(OTHER) == {}
    assert report.warnings == [f"The token of 'Ann' was left out: it is one of the site {SITE!r} here."] * 3


async def test_a_site_with_discussions_keeps_its_own_secret(records: Records) -> None:
    await fill(records)
    source = await exported(records, SITE, secrets=True)
    records = await start_anew(records)
    await records.threads.settle(SITE, "ours")
    own = await records.sites.site(SITE)
    report = await take_in(records, SITE, source, secrets=True)
    assert await records.sites.site(SITE) == own
    (sentence,) = report.warnings
    assert "keeps its own secret" in sentence


async def test_what_was_learned_comes_only_with_its_models(records: Records) -> None:
    await fill(records)
    source = [record for record in await exported(records, SITE) if not isinstance(record, ArtifactRecord)]
    report = await take_in(records, OTHER, source)
    assert "What was learned was not taken over: the file lacks the model of version 1." in report.warnings
    assert await records.learning.learned(OTHER) == (0, Learned())


async def test_an_import_that_was_cut_off_is_finished_by_the_next(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(records)
    source = await exported(records, SITE, secrets=True)
    records = await start_anew(records)

    def cut() -> Iterable[tuple[str, Record | Unreadable | None]]:
        yield from list(lines(source))[: len(source) - 6]
        raise ConnectionError("killed")

    monkeypatch.setattr("moderation.services.transfer.AT_ONCE", 3)
    with pytest.raises(ConnectionError):
        await Transfer(records).imported(OTHER, cut(), "test", secrets=True)
    report = await take_in(records, OTHER, source, secrets=True)
    assert report.imported["comments"] > 0
    assert report.already_there["comments"] > 0
    assert report.imported["comments"] + report.already_there["comments"] == 15
    again = await exported(records, OTHER, secrets=True)
    assert written(again)[1:] == written(source)[1:]
    assert await unsound(records.store, OTHER) == []


async def test_threads_that_come_to_stand_elsewhere_bring_their_ids_along(records: Records) -> None:
    found = await fill(records)
    # Articles of the other site that take the numbers that this site's articles have.
    taken = [f"own {number}" for number in range(40)]
    for article in taken:
        await records.threads.settle(OTHER, article)
    source = await exported(records, SITE)
    for _ in range(2):
        report = await take_in(records, OTHER, source)
        assert report.losses == []
    place = await records.threads.place(OTHER, "news/1")
    moved = [record for record in await exported(records, OTHER) if isinstance(record, CommentRecord)]
    assert len(moved) == 15
    assert place is not None
    assert place != ids.place_of(found[0])
    assert {ids.place_of(record.id) for record in moved if record.article == "news/1"} == {place}
    for record in moved:
        own = {decision.id for decision in record.decisions}
        for filed in record.appeals:
            assert filed.decision_id is not None
            assert ids.to_bytes(filed.decision_id) in own
            outcomes = [decision.detail["appeal"] for decision in record.decisions if "appeal" in decision.detail]
            assert outcomes == ([filed.id] if filed.outcome_id else [])
    assert sum(len(record.appeals) for record in moved) == 2
    assert await unsound(records.store, OTHER) == []


@pytest.mark.parametrize(
    ("status", "edits", "state"),
    [
        (Status.REJECTED, 0, AppealState.OPEN),
        (Status.APPROVED, 0, AppealState.OVERTURNED),
        (Status.PENDING, 0, AppealState.OVERTURNED),
        (Status.REJECTED, 1, AppealState.WITHDRAWN),
    ],
)
async def test_an_appeal_that_an_earlier_version_left_open_comes_in_as_ended(
    records: Records, status: Status, edits: int, state: AppealState
) -> None:
    await fill(records)
    source = [
        replace(
            record,
            status=status,
            queues=frozenset({"pending", "appeals"} if status is Status.PENDING else {"appeals"}),
            revision_number=record.revision_number + edits,
            earlier=[*record.earlier, EarlierRevision(record.revision_number, 5, record.revision)][
                : record.revision_number + edits - 1
            ],
        )
        if isinstance(record, CommentRecord) and any(each.open for each in record.appeals)
        else record
        for record in await exported(records, SITE)
    ]
    (comment,) = [each for each in source if isinstance(each, CommentRecord) and any(a.open for a in each.appeals)]
    await take_in(records, OTHER, source)
    (taken_in,) = await records.appeals.of_comment(OTHER, comment.id)
    assert taken_in.state is state
    assert taken_in.decided_at == (None if taken_in.open else comment.appeals[-1].at)
    assert taken_in.decided_by == ("test" if state is AppealState.OVERTURNED else None)
    assert await unsound(records.store, OTHER) == []


@pytest.mark.parametrize("known", [True, False])
async def test_a_decision_that_came_in_can_still_be_undone(records: Records, known: bool) -> None:
    await records.sites.create(SITE, "Default", DETAIL)
    place = await records.threads.settle(SITE, "news/1")
    posted = await records.comments.post(
        SITE, place, "news/1", author="ann", parent=None, revision=revision("words"), ruling=HELD
    )
    assert not isinstance(posted, str)
    detail = b'{"action":"approve","actor":"moderator:1","bulk":"an act of the first site"}'
    await records.bulks.begin(SITE, "an act of the first site", "moderator:1", 5, [posted.id], DETAIL)
    order = Ordered(posted.id, Action.APPROVE, None, detail)
    (done,) = await records.decisions.decide(SITE, "moderator:1", [order])
    assert isinstance(done, Done)
    source = [each for each in await exported(records, SITE) if known or not isinstance(each, ActRecord)]
    await take_in(records, OTHER, source)
    (taken_in,) = await records.decisions.of_comment(OTHER, posted.id)
    assert taken_in.bulk == ("an act of the first site" if known else None)
    undone = await records.decisions.undo(OTHER, done.decision_id, "moderator:1", DETAIL)
    assert undone == Undone(posted.id, Status.PENDING, 3)
    assert await records.threads.counts(OTHER, ["news/1"]) == {"news/1": 0}
    assert await unsound(records.store, OTHER) == []


async def test_what_cannot_be_taken_in_is_a_loss_with_its_line(records: Records) -> None:
    await fill(records)
    source = await exported(records, SITE)
    comments = [record for record in source if isinstance(record, CommentRecord)]
    answered = next(record for record in comments if record.parent is not None)
    orphan = replace(answered, id=answered.id[:15] + b"\x01", parent=answered.id[:15] + b"\x02")
    report = await take_in(records, OTHER, [source[0], ThreadRecord(orphan.article), orphan])
    name = ids.to_text(orphan.id)
    assert report.losses == [{"id": name, "where": "line 3", "reason": "the comment it answers is not there"}]
    assert report.read == {"threads": 1, "comments": 1}
    assert report.imported == {"threads": 1, "comments": 0}


async def test_every_line_that_cannot_be_read_is_told_and_the_sums_hold(records: Records, tmp_path: Path) -> None:
    await fill(records)
    whole = [native.write(record) for record in await exported(records, SITE)]
    documents = [orjson.loads(line) for line in whole]
    decided = next(each for each in documents if each.get("decisions") and not each["reports"])
    del decided["decisions"][0]["detail"]["actor"]
    next(each for each in documents if each.get("reports"))["reports"][0]["report"]["reason"] = "no such reason"
    next(each for each in documents if each.get("type") == "thread")["open"] = "ajar"
    next(each for each in documents if each.get("type") == "webhook")["id"] = 5
    (file := tmp_path / "odd.jsonl").write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in documents))
    report = await Transfer(records).imported(OTHER, native.read(file, unseen), "test")
    assert {loss["reason"] for loss in report.losses} == {
        "no field 'actor'",
        "'no such reason' is not a valid Reason",
        "open must be true, false or null",
    }
    assert any("A setting (5) on line" in sentence and "cannot be read" in sentence for sentence in report.warnings)
    for kind, read in report.read.items():
        lost = read - report.imported[kind] - report.already_there[kind]
        assert lost == {"threads": 1, "comments": 2}[kind]
    assert len(report.losses) == 3


async def test_a_policy_a_standing_and_notes_of_the_site_itself_stay(records: Records) -> None:
    await fill(records)
    await records.sites.save_policy(OTHER, 0, {"mode": "post"}, DETAIL)
    await records.measures.set_standing(OTHER, "never wrote", Standing.TRUSTED, None, "known here", DETAIL, 0)
    own = [Note("own", "Ours.", "moderator:2", 5)]
    await records.notes.replace(OTHER, "author|1", [], own, DETAIL)
    report = await take_in(records, OTHER, await exported(records, SITE))
    assert sum("left as" in sentence for sentence in report.warnings) == 3
    assert await records.notes.read(OTHER, "author|1") == own
    assert [note.text for note in await records.notes.read(OTHER, None)] == ["words\u20281", "words\u20282"]
    assert (await records.sites.policy(OTHER))[1] == {"mode": "post"}
    assert (await records.authors.record(OTHER, "never wrote")).standing is Standing.TRUSTED


async def test_a_site_that_is_deleted_leaves_nothing_behind(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(records)
    monkeypatch.setattr("moderation.services.access.DEFAULT_SITE", OTHER)
    assert len(await all_keys(records)) > 80
    await Access(records).delete_site(SITE, "test")
    assert await all_keys(records) == set()
    assert await records.sites.site(OTHER) is not None


async def test_an_import_is_in_the_audit_log(records: Records) -> None:
    await fill(records)
    await take_in(records, OTHER, await exported(records, SITE))
    changes = [entry.detail["action"] for entry in await records.audit.newest(OTHER, 100, None)]
    assert "import" in changes
