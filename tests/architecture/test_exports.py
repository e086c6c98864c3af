"""Every family of keys goes out with an export or is listed with the reason why not."""

import dataclasses
import inspect
import re
from importlib import import_module, resources
from pathlib import Path

from moderation.storage import keys, webhook_keys

STORAGE = Path(str(resources.files("moderation.storage")))
README = Path(str(resources.files("moderation.importers"))) / "README.md"
ADDRESSING = {"tag", "author_tag", "author_partition_tag", "site_tag"}
"""Functions that name no key of their own."""
FIELDS = {"keys": keys.Partition, "webhook_keys": webhook_keys.WebhookKeys}


def families() -> set[str]:
    """Every function of a module of keys that names one, and every field of those that name several."""
    found = set()
    for path in STORAGE.glob("*keys.py"):
        module = import_module(f"moderation.storage.{path.stem}")
        named = {
            name
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module.__name__
            and not name.startswith("_")
            and inspect.signature(function).return_annotation is str
        }
        if path.stem in FIELDS:
            named |= {field.name for field in dataclasses.fields(FIELDS[path.stem])}
        found |= {f"{path.stem}.{name}" for name in named - ADDRESSING}
    return found


def listed() -> tuple[dict[str, str], dict[str, str]]:
    """(family -> how it goes out, family -> why it does not), as the README says."""
    _, out, stays = re.split(r"^\| family .*$", README.read_text(), flags=re.MULTILINE)
    tables = []
    for table in (out, stays):
        rows = re.findall(r"^\| (`[a-z_]+\.[^|]+) \| ([^|]+) \|$", table, flags=re.MULTILINE)
        tables.append({family: said for cell, said in rows for family in re.findall(r"`([a-z_.]+)`", cell)})
    return tables[0], tables[1]


def test_every_family_goes_out_or_is_listed_with_a_reason():
    out, stays = listed()
    assert out.keys() | stays.keys() == families()
    assert not out.keys() & stays.keys()
    assert all(len(reason) > 10 for reason in stays.values())
