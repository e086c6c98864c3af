"""How long a moderator waits: from the press of a key to the next comment on the screen, in Chromium.

A queue is filled with made-up or given comments; then `a` is pressed on one after the other. A time runs from the key
event to the first task after the frame in which the next comment was drawn.
"""

import argparse
import asyncio
import shutil
import sys
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Page, async_playwright

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1])]

from benchmarks.figures import in_ms, machine, median, percentile
from benchmarks.service import Service
from benchmarks.texts import some_texts

AT_ONCE = 32
MEASURE = """
  window.waits = [];
  document.addEventListener("keydown", ({ timeStamp, key }) => {
    if (key !== "a") return;
    const before = document.querySelector("article .body")?.textContent;
    requestAnimationFrame(() => setTimeout(() => {
      const seen = document.querySelector("article .body")?.textContent;
      if (seen !== before) window.waits.push(performance.now() - timeStamp);
    }));
  }, true);
"""


async def fill(service: Service, token: str, texts: list[str]) -> None:
    """Post the texts; all of them wait for a moderator."""
    room = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(service.url) as caller:

        async def call(method: str, path: str, body: Any, **headers: str) -> None:
            async with room:
                status = 429  # until the new policy is known everywhere
                while status == 429:
                    async with caller.request(method, path, json=body, headers=headers) as answer:
                        status = answer.status
                        assert answer.ok or status == 429, await answer.text()
                        await asyncio.sleep(0 if answer.ok else 1)

        policy = {"mode": "pre", "comments_per_minute": 0, "hold_repeats": False}
        await call("PUT", "/v1/sites/default/policy", policy, Authorization=f"Bearer {token}")
        drafts = [{"body": text, "author": {"name": f"Reader {number}"}} for number, text in enumerate(texts)]
        await asyncio.gather(*(call("POST", "/v1/articles/ferry/comments", draft) for draft in drafts))


async def press(page: Page, times: int, pause: float) -> list[float]:
    """Approve one after the other; seconds from each key to the next comment."""
    await page.evaluate(MEASURE)
    for _ in range(times):
        await page.keyboard.press("a")
        await asyncio.sleep(pause)
    waits: list[float] = await page.evaluate("window.waits")
    return [wait / 1000 for wait in waits]


async def measure(service: Service, entries: int, times: int, pause: float, folder: Path | None) -> None:
    token = service.new_token("admin", "benchmark")
    await fill(service, token, some_texts(folder, entries))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1400, "height": 900})
        await page.goto(f"{service.url}/console/")
        await page.locator("#token").fill(token)
        await page.keyboard.press("Enter")
        await page.locator("article .body").wait_for()
        waits = await press(page, times, pause)
        await browser.close()
    print(f"{entries:,} entries, {len(waits)} of {times} keys; {machine()}")
    print(f"key to next comment: median {in_ms(median(waits))} ms, p95 {in_ms(percentile(waits, 0.95))} ms")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--entries", type=int, default=300)
    words.add_argument("--keys", type=int, default=200)
    words.add_argument("--pause", type=float, default=0.1, help="seconds between two keys")
    words.add_argument("--data", type=Path, help="a folder of CSV files with a column `text`")
    given = words.parse_args()
    service = Service().start()
    try:
        asyncio.run(measure(service, given.entries, given.keys, given.pause, given.data))
    finally:
        service.remove()


if __name__ == "__main__":
    main()
