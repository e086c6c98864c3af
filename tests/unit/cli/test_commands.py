"""What an operator types and reads: tokens, sites, policies, verification, transfers."""

import asyncio
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from movers import Said, disqus
from valkey_nodes import ValkeyNode, free_port

from moderation.cli import main
from moderation.importers import native
from moderation.importers.record import SiteRecord, ThreadRecord
from moderation.services.access import Access
from moderation.services.sessions import Sessions
from moderation.storage import door_keys, keys
from moderation.storage.client import Store
from moderation.storage.records import Records

Command = Callable[..., Result]


@pytest.mark.parametrize("command", [[], *([name] for name in sorted(main.commands))])
def test_every_command_explains_itself(command: list[str]) -> None:
    result = CliRunner().invoke(main, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_a_token_is_printed_alone_and_only_its_hash_is_kept(moderation: Command, valkey_node: ValkeyNode) -> None:
    result = moderation("token", "create", "--role", "moderator", "--name", "Mo")
    assert result.exit_code == 0
    assert re.fullmatch(r"mod_[\w-]{43}\n", result.stdout)
    with valkey_node.client() as client:
        held = client.hgetall(keys.site_tokens("default"))
    assert list(held) == [hashlib.sha256(result.stdout.strip().encode()).hexdigest().encode()]


def test_a_revoked_token_is_no_longer_listed(moderation: Command) -> None:
    moderation("token", "create", "--role", "admin", "--name", "Ad")
    listed = moderation("token", "list").stdout
    token_id, role, _, name = listed.split()
    assert (role, name) == ("admin", "Ad")
    assert moderation("token", "revoke", token_id).exit_code == 0
    assert moderation("token", "list").stdout == ""
    again = moderation("token", "revoke", token_id)
    assert again.exit_code == 2
    assert token_id in again.stderr


def test_sites_are_made_once_listed_and_shown(moderation: Command) -> None:
    assert moderation("site", "create", "paper", "--title", "The Paper").exit_code == 0
    assert moderation("site", "create", "paper").exit_code == 2
    assert moderation("site", "create", "Not_This").exit_code == 2
    assert [line.split()[0] for line in moderation("site", "list").stdout.splitlines()] == ["default", "paper"]
    assert "The Paper" in moderation("site", "show", "paper").stdout
    assert "no site" in moderation("site", "show", "none").stderr


def test_a_policy_is_shown_as_it_is_set(moderation: Command) -> None:
    words = ["mode=pre", "hold.TOXICITY=0.55", "banned_words=one, two", 'suspect_words=["a, b"]', "guests=false"]
    assert moderation("policy", "set", *words).exit_code == 0
    shown = moderation("policy", "show").stdout.splitlines()
    assert {"mode=pre", "hold.TOXICITY=0.55", 'banned_words=["one","two"]', 'suspect_words=["a, b"]'} <= set(shown)
    # What is shown can be set again.
    assert moderation("policy", "set", *shown).exit_code == 0
    assert moderation("policy", "show").stdout.splitlines() == shown
    assert moderation("policy", "set", "mode=", "hold.TOXICITY=").exit_code == 0
    shown = moderation("policy", "show").stdout.splitlines()
    assert "mode=post" in shown
    assert not [line for line in shown if line.startswith("hold.TOXICITY")]


def test_a_tokens_holder_is_given_an_address_at_the_provider_and_loses_it(moderation: Command) -> None:
    for name in ("Mo", "Max"):
        moderation("token", "create", "--role", "moderator", "--name", name)
    mo, max_ = (line.split()[0] for line in moderation("token", "list").stdout.splitlines())

    result = moderation("token", "identity", mo, "--email", " Mo@News.example")

    assert (result.exit_code, result.stdout) == (0, f"Token {mo} can sign in as mo@news.example.\n")
    taken = moderation("token", "identity", max_, "--email", "mo@news.example")
    assert (taken.exit_code, "stands for another token" in taken.stderr) == (2, True)
    for wrong in ("", "mo", "@", "a b@c", "mo@", "@news.example"):
        assert "Must be an e-mail address." in moderation("token", "identity", max_, "--email", wrong).stderr
    assert "either --email or --remove" in moderation("token", "identity", mo).stderr
    assert moderation("token", "identity", mo, "--remove").exit_code == 0
    assert "has no address" in moderation("token", "identity", mo, "--remove").stderr


def test_nobody_is_signed_in_and_a_session_that_is_none_cannot_be_ended(moderation: Command) -> None:
    assert moderation("session", "list").stdout == ""
    assert moderation("session", "end", "--all").stdout == "0 sessions ended.\n"
    assert "There is no such session" in moderation("session", "end", "x").stderr
    for words in ((), ("x", "--all")):
        assert "Name a session, or say --all." in moderation("session", "end", *words).stderr


async def test_sessions_are_listed_and_ended(moderation: Command, store: Store) -> None:
    records = Records(store)
    access = Access(records)
    made = await asyncio.to_thread(moderation, "token", "create", "--role", "moderator", "--name", "Mo")
    sessions = Sessions(records, access, 60)
    for browser in ("Firefox", "Lynx"):
        await sessions.sign_in(made.stdout.strip(), browser, None)

    listed = (await asyncio.to_thread(moderation, "session", "list")).stdout.splitlines()

    assert sorted(line.split("  ")[-2:] for line in listed) == [["Mo", "Firefox"], ["Mo", "Lynx"]]
    one = await asyncio.to_thread(moderation, "session", "end", listed[0].split()[0])
    assert one.stdout == "1 session ended.\n"
    assert (await asyncio.to_thread(moderation, "session", "list")).stdout.splitlines() == listed[1:]
    await asyncio.to_thread(moderation, "session", "end", "--all")
    assert await sessions.of_site("default") == []


def test_a_tokens_holder_is_given_a_password_and_loses_it(moderation: Command, valkey_node: ValkeyNode) -> None:
    moderation("token", "create", "--role", "moderator", "--name", "Mo")
    token_id = moderation("token", "list").stdout.split()[0]

    result = moderation("token", "password", token_id, typed="seven ferries at dawn\n")

    assert (result.exit_code, result.stdout) == (0, f"Token {token_id} can sign in as mo.\n")
    with valkey_node.client() as client:
        assert b"$argon2id$" in client.hget(door_keys.passwords("default"), "mo")
    assert moderation("token", "password", token_id, "--remove").exit_code == 0
    with valkey_node.client() as client:
        assert not client.exists(door_keys.passwords("default"))
    assert "has no password" in moderation("token", "password", token_id, "--remove").stderr


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("short\n", "Must have 12 to 1024 characters."),
        ("", "Must have 12 to 1024 characters."),
        ("abababababababab\n", "at least 5 different characters"),
        ("moderation-is-moritz\n", "Must not contain the name."),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(moderation: Command, typed: str, sentence: str) -> None:
    moderation("token", "create", "--role", "moderator", "--name", "Moritz")
    token_id = moderation("token", "list").stdout.split()[0]
    result = moderation("token", "password", token_id, typed=typed)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_password_needs_a_moderators_token_and_a_name_of_its_own(moderation: Command) -> None:
    for role, name in (("moderator", "Mo"), ("admin", "mo"), ("service", "Scorer")):
        moderation("token", "create", "--role", role, "--name", name)
    first, second, program = (line.split()[0] for line in moderation("token", "list").stdout.splitlines())
    assert moderation("token", "password", first, typed="seven ferries at dawn\n").exit_code == 0
    for words, sentence in (
        ((second,), "Somebody else signs in as 'mo' here"),
        ((program,), "A token of role service cannot sign in"),
        (("nothing",), "has no token with the id 'nothing'"),
        ((second, "--name", " "), "A name has 1 to 100 characters"),
        ((second, "--site", "nowhere"), "There is no site 'nowhere'"),
    ):
        result = moderation("token", "password", *words, typed="seven ferries at dawn\n")
        assert result.exit_code == 2
        assert sentence in result.stderr
    assert moderation("token", "password", second, "--name", "Mona", typed="eight ferries at dusk\n").exit_code == 0


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("mode=never", "mode: Must be one of: post, pre."),
        ("hold.FOO=1", "There is no attribute 'FOO'"),
        ("hold.TOXICITY=2", "hold.TOXICITY"),
        ("hold.TOXICITY=high", "hold.TOXICITY must be a number, not 'high'."),
        ("colour=red", "There is no policy key 'colour'; there are mode, guests"),
        ("hold=0.5", "There is no policy key 'hold'"),
        ("mode.x=pre", "There is no policy key 'mode.x'"),
        ("guests=perhaps", "guests must be true or false"),
        ("body_max", "'body_max' is not KEY=VALUE"),
        ("banned_words=[1", "begins like a JSON list and is none"),
    ],
)
def test_a_wrong_policy_names_the_key_and_changes_nothing(moderation: Command, word: str, sentence: str) -> None:
    before = moderation("policy", "show").stdout
    result = moderation("policy", "set", "edit_window_seconds=5", word)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert moderation("policy", "show").stdout == before


def test_verify_tells_mends_and_is_content(moderation: Command, valkey_node: ValkeyNode) -> None:
    assert moderation("verify").stdout == "Everything holds (1 site).\n"
    with valkey_node.client() as client:
        client.srem(keys.SITES, "default")
        client.zadd(keys.partition("default", 3).queues[0], {b"\x01" * 16: 0})
    found = moderation("verify")
    assert found.exit_code == 1
    assert "partition 03" in found.stdout
    assert "not in the list of sites (can be mended)" in found.stdout
    assert "--repair" in found.stdout
    mended = moderation("verify", "--repair", "--site", "default")
    assert mended.exit_code == 0
    assert "2 found, 2 mended, 0 left." in mended.stdout
    assert moderation("verify").exit_code == 0
    assert moderation("verify", "--site", "none").exit_code == 2


def test_a_file_goes_in_and_comes_out(moderation: Command, tmp_path: Path) -> None:
    file, report, out = tmp_path / "in.jsonl", tmp_path / "report.json", tmp_path / "out.jsonl"
    moderation("site", "create", "paper")
    file.write_bytes(
        native.write(SiteRecord("paper", "paper"))
        + orjson.dumps({"type": "policy", "set": {"mode": "pre"}})
        + b"\n"
        + native.write(ThreadRecord("news/1", title="News"))
        + native.write_end(3)
    )
    result = moderation("import", "jsonl", file, "--site", "paper", "--report", report)
    assert result.exit_code == 0, result.stderr
    assert orjson.loads(report.read_bytes()) == {
        "read": {"threads": 1, "comments": 0},
        "imported": {"threads": 1, "comments": 0},
        "already_there": {"threads": 0, "comments": 0},
        "losses": [],
        "warnings": [],
    }
    assert moderation("export", "--site", "paper", out).exit_code == 0
    said = [line for line in out.read_bytes().splitlines() if b'"type":"audit"' not in line]
    assert said[:-1] == file.read_bytes().splitlines()[:-1]
    assert out.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl", "report.json"]


@pytest.mark.parametrize("asked", [(), ("--with-secrets",)], ids=["without", "with"])
def test_who_may_sign_in_comes_along_only_if_both_sides_say_so(
    moderation: Command, tmp_path: Path, valkey_node: ValkeyNode, asked: tuple[str, ...]
) -> None:
    file, report = tmp_path / "site.jsonl", tmp_path / "report.json"
    token = moderation("token", "create", "--role", "moderator", "--name", "Mo").stdout.strip()
    digest = hashlib.sha256(token.encode()).hexdigest()
    told = moderation("export", file, *asked)
    assert ("with the site's secrets" if asked else "without secrets (--with-secrets includes them)") in told.stderr
    assert (digest in file.read_text()) is bool(asked)
    for words in ((), ("--with-secrets",)):
        with valkey_node.client() as client:
            client.flushall()
            moderation("site", "list")
            assert moderation("import", "jsonl", file, "--report", report, *words).exit_code == 0
            assert list(client.hgetall(keys.site_tokens("default"))) == ([digest.encode()] if asked and words else [])


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "is empty"), (b"<xml/>", "is no export"), (None, "cannot be read")]
)
def test_an_unusable_file_changes_nothing(
    moderation: Command, tmp_path: Path, valkey_node: ValkeyNode, content: bytes | None, sentence: str
) -> None:
    file, report = tmp_path / "in.jsonl", tmp_path / "report.json"
    if content is not None:
        file.write_bytes(content)
    result = moderation("import", "jsonl", file, "--report", report)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not report.exists()
    with valkey_node.client() as client:
        assert client.dbsize() == 0


def test_a_file_of_another_system_goes_in(moderation: Command, tmp_path: Path) -> None:
    file, report = disqus([Said("1", words="Lovely."), Said("2", under="404")], tmp_path), tmp_path / "report.json"
    result = moderation("import", "disqus", file, "--site", "default", "--report", report)
    assert result.exit_code == 0, result.stderr
    assert "1 threads and 2 comments taken in; 0 losses, 1 warnings" in result.stderr
    first = orjson.loads(report.read_bytes())
    assert first["read"] == first["imported"] == {"threads": 1, "comments": 2}
    assert moderation("import", "disqus", file, "--report", report).exit_code == 0
    again = orjson.loads(report.read_bytes())
    assert again["already_there"] == again["read"] == first["read"]
    assert moderation("verify").exit_code == 0


def test_a_file_of_another_system_than_named_changes_nothing(
    moderation: Command, tmp_path: Path, valkey_node: ValkeyNode
) -> None:
    (file := tmp_path / "in.jsonl").write_bytes(native.write(SiteRecord("paper", "paper")))
    report = tmp_path / "report.json"
    result = moderation("import", "disqus", file, "--report", report)
    assert result.exit_code == 2
    assert "It looks like an export of this product: `moderation import jsonl`." in result.stderr
    result = moderation("import", "jsonl", disqus([], tmp_path), "--report", report)
    assert result.exit_code == 2
    assert "It looks like one of Disqus: `moderation import disqus`." in result.stderr
    assert moderation("import", "disqus", disqus([], tmp_path), "--report", report, "--with-secrets").exit_code == 2
    assert moderation("import", "usenet", file, "--report", report).exit_code == 2
    assert not report.exists()
    with valkey_node.client() as client:
        assert client.dbsize() == 0


def test_an_import_into_no_site_is_refused(moderation: Command, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(native.write(SiteRecord("paper", "paper")))
    result = moderation("import", "jsonl", file, "--site", "none", "--report", tmp_path / "report.json")
    assert result.exit_code == 2
    assert "moderation site create none" in result.stderr


def test_an_import_into_no_site_is_refused_before_the_file_is_read(moderation: Command, tmp_path: Path) -> None:
    file, report = disqus([Said("1")], tmp_path), tmp_path / "report.json"
    file.write_text(file.read_text().replace("<thread", "<!DOCTYPE disqus><thread"))
    result = moderation("import", "disqus", file, "--site", "none", "--report", report)
    assert result.exit_code == 2
    assert "There is no site 'none'" in result.stderr
    assert not report.exists()


def test_a_report_that_cannot_be_written_is_told_before_anything_is_taken_in(
    moderation: Command, tmp_path: Path
) -> None:
    file = disqus([Said("1")], tmp_path)
    before = file.read_bytes()
    for report, sentence in (
        (file, "it is the file that is to be taken in"),
        (tmp_path / "none" / "report.json", "there is no folder"),
    ):
        result = moderation("import", "disqus", file, "--report", report)
        assert result.exit_code == 2
        assert sentence in result.stderr
    assert file.read_bytes() == before
    result = moderation("import", "disqus", file, "--report", "/proc/report.json")
    assert result.exit_code == 2
    assert "/proc/report.json cannot be written" in result.stderr
    assert moderation("import", "disqus", file, "--report", tmp_path / "report.json").exit_code == 0
    assert orjson.loads((tmp_path / "report.json").read_bytes())["already_there"] == {"threads": 1, "comments": 1}


def test_storage_that_is_away_is_one_sentence(moderation: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODERATION_REDIS_URL", f"redis://127.0.0.1:{free_port()}")
    monkeypatch.setenv("MODERATION_STORAGE_WAIT_SECONDS", "0")
    result = moderation("token", "list")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: The storage cannot be reached: ")
    assert ".." not in result.stderr
    assert "Traceback" not in result.output


def test_a_wrong_setting_is_named(moderation: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODERATION_PORT", "many")
    result = moderation("token", "list")
    assert result.exit_code == 2
    assert "MODERATION_PORT must be a whole number" in result.stderr


def test_a_misspelt_setting_is_told(moderation: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODERATION_PROT", "1")
    assert "there is no setting MODERATION_PROT" in moderation("token", "list").stderr


def test_statements_are_written_a_request_a_line_or_it_is_said_what_is_wrong(
    moderation: Command, tmp_path: Path
) -> None:
    moderation("site", "create", "paper")
    file = tmp_path / "statements.jsonl"
    result = moderation("statements", "--site", "paper", "--from", "2026-01-01", file)
    assert result.exit_code == 0
    assert "0 statements" in result.stderr
    assert file.read_bytes() == b""
    wrong = moderation("statements", "--site", "none", tmp_path / "other.jsonl")
    assert wrong.exit_code == 2
    assert "none" in wrong.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["statements.jsonl"]
    assert moderation("policy", "set", "statement_territories=DE,US").exit_code == 2
    assert moderation("policy", "set", "statement_ground= ").exit_code == 2


def test_the_audit_log_is_shown_exported_and_proved(moderation: Command, tmp_path: Path) -> None:
    moderation("policy", "set", "mode=pre")
    shown = moderation("audit", "show", "--action", "set_policy").stdout
    assert 'mode: null -> "pre"' in shown
    assert "operator:command line" in shown
    file = tmp_path / "audit.jsonl"
    assert "entries" in moderation("audit", "export", file).stderr
    assert moderation("audit", "check", "--whole", file).exit_code == 0
    whole = file.read_bytes()
    file.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    part = moderation("audit", "check", file)
    assert (part.exit_code, "1 of" in part.stderr) == (0, True)
    assert moderation("audit", "check", "--whole", file).exit_code == 1
    file.write_bytes(whole.replace(b"pre", b"pri"))
    wrong = moderation("audit", "check", file)
    assert wrong.exit_code == 1
    assert "is not what was written" in wrong.stdout


def test_a_transparency_report_is_written_in_the_form_that_its_name_says(moderation: Command, tmp_path: Path) -> None:
    for name, begins in (("r.json", b"{"), ("r.csv", b"section,"), ("r.html", b"<!doctype html>")):
        assert moderation("transparency", "2026", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert moderation("transparency", "2026", tmp_path / "r.txt").exit_code == 2
    assert moderation("transparency", "1999", tmp_path / "s.json").exit_code == 2
    assert not (tmp_path / "s.json").exists()
