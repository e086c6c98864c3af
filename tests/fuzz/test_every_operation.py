"""Schemathesis over the served OpenAPI document: no request it can think of is our mistake, and no answer breaks the
promises of the document.

The event streams are left out, since they never end; `test_loose_requests.py` tries theirs.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests import PreparedRequest
from requests.auth import AuthBase
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from served import CORAL_SECRET, Served

from moderation.api.routes import Media, Route
from moderation.api.table import TABLE
from moderation.domain.moderator import Permission
from moderation.outbound.signing import CORAL_HEADER, coral_signature

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = 25


class Signing(AuthBase):
    """Signs a body as Coral does."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body or b""
        request.headers[CORAL_HEADER] = coral_signature(
            body if isinstance(body, bytes) else body.encode(), [CORAL_SECRET]
        )
        return request


def _ends(row: Route) -> bool:
    return not any(
        isinstance(each, Media) and each.content_type == "text/event-stream" for each in row.answers.values()
    )


@pytest.fixture(scope="module")
def described(served: Served) -> Any:
    return schemathesis.openapi.from_url(f"{served.url}/openapi.json")


@pytest.mark.long
@pytest.mark.parametrize("row", [row for row in TABLE if _ends(row)], ids=lambda row: f"{row.method} {row.path}")
def test_an_operation_keeps_its_promises(served: Served, described: Any, row: Route) -> None:
    operation = described[row.path][row.method]
    cases = st.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    authorization = served.reader if row.needs is Permission.PUBLIC else served.admin
    # Only one operation removes a site; it has one of its own, so that the others keep theirs.
    known = dict(served.known) | ({"site": ["doomed"]} if row.path == "/v1/sites/{site}" else {})
    answered: set[int] = set()

    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases, data=st.data())
    def keeps_its_promises(case: Any, data: st.DataObject) -> None:
        for name in row.parameters:
            if data.draw(st.booleans()) and case.path_parameters:
                case.path_parameters[name] = data.draw(st.sampled_from(known[name]))
        if data.draw(st.booleans()) and isinstance(case.query, dict):
            case.query.pop("site", None)
        if row.needs is Permission.SIGNED:
            response = case.call(auth=Signing(), timeout=10)
        else:
            response = case.call(headers={"Authorization": authorization}, timeout=10)
        answered.add(response.status_code)
        case.validate_response(response, checks=CHECKS)

    keeps_its_promises()
    assert answered - {401}, "nobody was let in"
