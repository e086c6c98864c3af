"""What Akismet's callers are told in a header stays a header, whatever they sent."""

from aiohttp import ClientSession
from service_client import Service
from yarl import URL


async def test_a_control_character_in_the_query_is_told_of_and_breaks_nothing(service: Service) -> None:
    address = URL(f"{service.url}/1.1/verify-key?%0D%1F=null", encoded=True)
    async with ClientSession() as session, session.post(address, data={"api_key": "none"}) as answer:
        assert (answer.status, await answer.text()) == (200, "invalid")
        assert answer.headers["X-akismet-debug-help"].isprintable()
