"""A running service as tests without an event loop of their own see it: an address, credentials, and what is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection

from people import Answer

CORAL_SECRET = "with which a Coral site signs"


@dataclass(frozen=True)
class Served:
    """A running service with a few comments, and everybody's credentials."""

    url: str
    address: tuple[str, int]
    admin: str
    reader: str
    known: Mapping[str, list[str]]
    """Path parameters that lead somewhere."""

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """One request, its target and headers sent as they stand."""
        connection = HTTPConnection(*self.address, timeout=10)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()
