"""A search of the audit log looks at a bounded part, and what differs of a setting is told."""

import pytest

from moderation.services import auditing
from moderation.services.access import Access
from moderation.services.auditing import Auditing, Wanted, changed
from moderation.storage.client import Store
from moderation.storage.records import Records

SITE = "default"


async def test_a_search_goes_on_where_it_stopped_looking(
    store: Store, lines: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "LOOKED_AT", 2)
    searching, pages, cursor = Auditing(Records(store), Access(Records(store))), [], None
    while True:
        page = await searching.search(SITE, Wanted(actions=frozenset({"create_site"})), 10, cursor)
        pages.append(len(page["items"]))
        if (cursor := page["next_cursor"]) is None:
            break
    assert pages == [0, 0, 1]
    assert len(lines) == 5


def test_only_what_differs_of_a_setting_is_told() -> None:
    assert changed({"a": 1, "b": [2]}, {"b": [2], "c": None}) == [{"name": "a", "before": 1, "after": None}]
    assert changed(None, {"a": 1}) == []
    assert changed("new", "banned") == [{"name": "standing", "before": "new", "after": "banned"}]
    assert changed("new", "new") == []
