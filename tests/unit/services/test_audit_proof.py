"""An export of the audit log proves what it holds."""

from typing import Any

import orjson
import pytest

from moderation.services.access import Access
from moderation.services.audit_proof import Proof, prove
from moderation.services.auditing import Auditing, Wanted
from moderation.storage.client import Store
from moderation.storage.records import Records

SITE = "default"


@pytest.fixture
async def sealed(store: Store) -> list[bytes]:
    """Three entries of one chain, newest first, by one moderator but for the oldest."""
    records = Records(store)
    await records.sites.create(SITE, "Default", b'{"action":"create_site","actor":"test"}')
    access = Access(records)
    for title in ("a", "b"):
        detail = {"action": "describe_site", "actor": "moderator:019400f0", "title": title}
        await records.sites.note(SITE, "site", orjson.dumps(detail))
    return [orjson.dumps(each) async for each in Auditing(records, access).exported(SITE, Wanted())]


def forged(line: bytes, **changes: Any) -> bytes:
    entry = orjson.loads(line)
    for name, value in changes.items():
        (entry["seal"] if name in entry["seal"] else entry)[name] = value
    return orjson.dumps(entry)


def test_a_whole_export_holds(lines: list[bytes]) -> None:
    assert len(lines) == 5
    assert prove(lines) == Proof(entries=5)


@pytest.mark.parametrize(
    "change", [{"detail": "{}"}, {"at": 1}, {"change": "->A|1"}, {"concerned": "00"}, {"decision": "00"}, {"link": "0"}]
)
@pytest.mark.parametrize("at", range(5))
def test_any_change_of_any_entry_shows(lines: list[bytes], at: int, change: dict[str, Any]) -> None:
    lines[at] = forged(lines[at], **change)
    assert prove(lines).faults


@pytest.mark.parametrize(
    "change",
    [
        {"action": "approve"},
        {"actor": "somebody else"},
        {"detail": {}},
        {"id": "00-9"},
        {"at": "2026-01-01T00:00:00.000Z"},
        {"decision_id": "01a20eca-0fa8-7000-8e09-00000001d3fa"},
        {"changed": [{"name": "mode", "before": "pre", "after": "post"}]},
        {"remark": "as agreed"},
    ],
)
def test_what_people_read_of_an_entry_is_what_was_written(lines: list[bytes], change: dict[str, Any]) -> None:
    lines[2] = orjson.dumps(orjson.loads(lines[2]) | change)
    [fault] = prove(lines).faults
    assert fault.startswith("Line 3:")


def test_a_moderator_has_one_name_throughout(sealed: list[bytes]) -> None:
    assert prove(sealed) == Proof(entries=3)
    renamed = orjson.dumps(orjson.loads(sealed[0]) | {"actor": "Mia"})
    assert "does not show" in prove([renamed, *sealed[1:]]).faults[0]


def test_an_entry_that_is_missing_leaves_another_unproved(sealed: list[bytes]) -> None:
    for missing in (1, 2):
        proof = prove([line for number, line in enumerate(sealed) if number != missing])
        assert (proof.entries, proof.unproved, proof.faults) == (2, 1, [])


def test_an_order_that_is_not_the_logs_shows(lines: list[bytes]) -> None:
    assert any("does not come before" in each for each in prove(lines[::-1]).faults)
    assert any("does not come before" in each for each in prove([lines[0], lines[0]]).faults)


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"{}", b'{"seal":{}}', b'{"seal":{"chain":"01","sequence":"x"}}', b"\xff"]
)
def test_what_is_no_export_is_said(line: bytes) -> None:
    assert len(prove([line]).faults) == 1
