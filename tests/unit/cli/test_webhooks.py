"""What an operator types about webhooks."""

import asyncio
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from builders import a_comment
from click.testing import Result

from moderation.cli.opening import opened
from moderation.services.house import House
from moderation.settings import Settings

Command = Callable[..., Result]


class Gone(BaseHTTPRequestHandler):
    """Does not want to hear anything any more."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(410)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("MODERATION_OUTBOUND_NETWORKS", "127.0.0.0/8")
    server = HTTPServer(("127.0.0.1", 0), Gone)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def disabled(moderation: Command, gone: str) -> str:
    """The id of a webhook that was told of one comment and is disabled since."""

    async def work(house: House) -> str:
        made = await house.webhooks.create(
            "default",
            {"url": gone, "events": ["comment.posted"], "queues": [], "format": "json", "title": ""},
            "operator",
        )
        await a_comment(house.records)
        await house.deliveries.queue_events("default")
        await house.deliveries.send("default")
        for _ in range(500):
            (found,) = await house.webhooks.listed("default")
            if found["state"] == "disabled":
                break
            await asyncio.sleep(0.01)
        return str(made["id"])

    async def prepare() -> str:
        async with opened(Settings.from_environment()) as house:
            return await work(house)

    return asyncio.run(prepare())


def test_a_disabled_webhook_is_seen_and_taken_up_again(moderation: Command, disabled: str, gone: str) -> None:
    listed = moderation("webhook", "list").stdout.splitlines()
    assert listed[0] == f"{disabled}  disabled      1 waiting  {gone}"
    assert listed[1].endswith("Answered 410.")
    (line,) = moderation("webhook", "log", disabled).stdout.splitlines()
    assert "waiting " in line
    assert "comment.posted" in line
    doctor = moderation("doctor").stdout
    assert f"webhooks: {disabled} of site default is disabled: Answered 410." in doctor

    assert moderation("webhook", "enable", disabled).stdout.endswith("is active; 1 deliveries wait.\n")
    assert "webhooks: 1 of 1 work" in moderation("doctor").stdout


def test_a_webhook_is_tried_out_and_told_again(moderation: Command, disabled: str) -> None:
    ping = moderation("webhook", "ping", disabled)
    assert (ping.exit_code, ping.stdout.startswith("Answered 410. (")) == (1, True)
    delivery = moderation("webhook", "log", disabled).stdout.split()[0]
    assert moderation("webhook", "replay", disabled, delivery).stdout == "1 deliveries will be made once more.\n"
    assert moderation("webhook", "replay", disabled).stdout == "0 deliveries will be made once more.\n"


@pytest.mark.parametrize("word", ["log", "enable", "replay", "ping"])
def test_a_webhook_that_is_not_there_is_said_so(moderation: Command, word: str) -> None:
    result = moderation("webhook", word, "nothing")

    assert result.exit_code == 2
    assert "has no webhook" in result.stderr
