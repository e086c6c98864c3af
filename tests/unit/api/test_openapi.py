"""The OpenAPI document describes what is served."""

from typing import Any

import jsonschema_rs

from moderation.api.openapi import describe
from moderation.api.table import TABLE

DOCUMENT = describe(TABLE)


async def test_the_document_is_served(client: Any) -> None:
    answer = await client.get("/openapi.json")
    assert answer.content_type == "application/json"
    assert await answer.json() == DOCUMENT


def _schemas(part: Any) -> Any:
    if isinstance(part, dict):
        if "schema" in part and isinstance(part["schema"], dict):
            yield part["schema"]
        for inner in part.values():
            yield from _schemas(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _schemas(inner)


def test_every_schema_is_a_json_schema_and_every_reference_leads_somewhere() -> None:
    components = {"components": DOCUMENT["components"]}
    found = [*_schemas(DOCUMENT["paths"]), *DOCUMENT["components"]["schemas"].values()]
    assert len(found) > 50
    for schema in found:
        jsonschema_rs.validator_for(schema | components)


def test_an_answer_fits_its_described_schema_and_another_does_not() -> None:
    page = DOCUMENT["paths"]["/v1/counts"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema_rs.validator_for(page | {"components": DOCUMENT["components"]})
    assert validator.is_valid({"counts": {"a": 1}})
    assert not validator.is_valid({"counts": {"a": "one"}})


def test_operations_have_names_of_their_own() -> None:
    names = [call["operationId"] for path in DOCUMENT["paths"].values() for call in path.values()]
    assert len(names) == len(set(names)) == len(TABLE)
