"""A real service, a real browser, and pages that remember whatever went wrong on them."""

import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from benchmarks.service import Service
from playwright.sync_api import Browser, expect, sync_playwright
from web.console_room import Newsroom
from web.visiting import Operated, Visitor

PATIENCE = 30_000
"""Milliseconds that a page may take on a busy machine."""
FLAGS = ("--no-sandbox", "--disable-background-networking", "--no-first-run")
WATCH = """
  window.hits = [];
  window.hit = (number) => window.hits.push(number);
  for (const name of ["alert", "prompt", "print"]) window[name] = () => window.hits.push(name);
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture(scope="session")
def operated() -> Iterator[Operated]:
    service = Service({"sse_heartbeat_seconds": 1, "outbound_networks": "127.0.0.0/8"}).start()
    try:
        operated = Operated(service, service.new_token("admin", "tests"))
        operated.policy(comments_per_minute=0, hold_repeats=False, hold_history_rate=0)
        yield operated
    finally:
        service.remove()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, operated: Operated) -> Iterator[Callable[..., Visitor]]:
    """`visitor()` is somebody new; keyword arguments are Playwright's (viewport, color_scheme ...). At the end no page
    may have had an error, or a breach of its own policy."""
    visitors: list[Visitor] = []

    def come(**options: Any) -> Visitor:
        context = browser.new_context(**({"viewport": {"width": 1000, "height": 900}} | options))
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH)
        visitors.append(Visitor(context, operated))
        return visitors[-1]

    yield come
    for one in visitors:
        try:
            assert one.troubles == []
            assert one.stopped() == []
        finally:
            one.context.close()


@pytest.fixture
def newsroom(operated: Operated) -> Newsroom:
    """A site of the test's own."""
    return Newsroom.opened(operated)


@pytest.fixture
def publisher() -> Iterator[Callable[[str], str]]:
    """`publisher(body)` is the address of a page of somebody else, on another origin and without any policy."""
    pages: dict[str, bytes] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()

    def publish(body: str) -> str:
        path = f"/page-{len(pages)}"
        pages[path] = f'<!doctype html><html lang="en"><title>News</title>{body}'.encode()
        return f"http://127.0.0.1:{server.server_port}{path}"

    yield publish
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def article() -> str:
    """An article nobody has commented on."""
    return f"article-{uuid.uuid4().hex[:12]}"
