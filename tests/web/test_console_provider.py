"""A moderator in Chromium signs in at the newsroom's provider, which is another site to the browser, and comes back."""

from collections.abc import Iterator

import pytest
from benchmarks.service import Service
from identity_provider import SECRET, IdentityProvider, Person, in_a_thread
from playwright.sync_api import Browser, Page, expect
from web.visiting import Operated

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with in_a_thread(IdentityProvider(host="localhost")) as provider:
        yield provider


@pytest.fixture
def operated(provider: IdentityProvider) -> Iterator[Operated]:
    service = Service({"oidc_issuer": provider.issuer, "oidc_client_secret": SECRET}).start()
    try:
        yield Operated(service, service.new_token("admin", "Ada"))
    finally:
        service.remove()


@pytest.fixture
def page(browser: Browser, operated: Operated) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{operated.url}/console/")
    yield page
    context.close()


def test_a_moderator_goes_to_the_provider_and_comes_back_signed_in(operated: Operated, page: Page) -> None:
    token_id = operated.call("GET", "/console/session", admin=True)["moderator"]["id"]
    setting = ("token", "identity", token_id, "--email", "max@news.example")
    assert operated.service.command(*setting).returncode == 0

    page.get_by_role("link", name="Sign in with your organisation").click()

    expect(page.locator(".me")).to_contain_text("Ada · default")
    assert page.url == f"{operated.url}/console/?site=default"
    page.reload()
    expect(page.locator(".me")).to_contain_text("Ada")
    page.locator("[data-act='sign-out']").click()
    page.locator("#token").wait_for()


def test_who_is_nobody_here_is_told_so_at_the_door(provider: IdentityProvider, page: Page) -> None:
    provider.person = Person(email="stranger@news.example")

    page.get_by_role("link", name="Sign in with your organisation").click()

    expect(page.get_by_role("alert")).to_contain_text("did not lead to a moderator here")
    expect(page.locator("#token")).to_be_visible()
    page.reload()
    page.locator("#token").wait_for()
    expect(page.get_by_role("alert")).to_have_count(0)
