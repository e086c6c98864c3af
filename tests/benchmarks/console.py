"""How long a moderator waits: from the press of a key to the next comment on the screen, in Chromium.

A queue is filled with made-up or given comments; then `a` is pressed on one after the other. A time runs from the key
event to the first task after the frame in which the next comment was drawn. With `--scroll` the list is scrolled to its
end, as fast as it is read, and keys are pressed there once more, with every entry in the page's memory.
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
  document.addEventListener("keydown", ({ timeStamp, key }) => {
    if (key !== "a") return;
    const before = document.querySelector("article .body")?.textContent;
    requestAnimationFrame(() => setTimeout(() => {
      const seen = document.querySelector("article .body")?.textContent;
      if (seen !== before) window.waits.push(performance.now() - timeStamp);
    }));
  }, true);
"""

SCROLL = """
  () => new Promise((done) => {
    const scroller = document.querySelector(".scroller");
    const began = performance.now();
    const gaps = [];
    let before = began, most = 0;
    const step = (now) => {
      gaps.push(now - before);
      before = now;
      const rows = [...document.querySelectorAll(".rows li")];
      most = Math.max(most, rows.length);
      const last = rows.at(-1), size = Number(last.ariaSetSize);
      if (size > 0 && Number(last.ariaPosInSet) === size) {
        done({ took: performance.now() - began, gaps, most, size });
      } else {
        scroller.scrollTop = scroller.scrollHeight;
        requestAnimationFrame(step);
      }
    };
    requestAnimationFrame(step);
  })
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
    await page.evaluate("window.waits = []")
    for _ in range(times):
        await page.keyboard.press("a")
        await asyncio.sleep(pause)
    waits: list[float] = await page.evaluate("window.waits")
    return [wait / 1000 for wait in waits]


async def scroll(page: Page) -> str:
    """Scroll to the last entry that waits; how that went, as a sentence."""
    page.set_default_timeout(600_000)
    seen = await page.evaluate(SCROLL)
    waiting = await page.locator("nav [data-queue='pending'] b").text_content()
    await page.locator(".rows li").last.locator("button").click()
    frames = [gap / 1000 for gap in seen["gaps"]]
    return (
        f"scrolled through {seen['size']:,} entries of {waiting} in {seen['took'] / 1000:.1f} s; "
        f"at most {seen['most']} rows in the page; "
        f"between frames median {in_ms(median(frames))} ms, p99 {in_ms(percentile(frames, 0.99))} ms"
    )


def told(where: str, waits: list[float], times: int) -> str:
    figures = f"median {in_ms(median(waits))} ms, p95 {in_ms(percentile(waits, 0.95))} ms"
    return f"key to next comment, {where}: {figures}; {len(waits)} of {times} keys"


async def measure(
    service: Service, entries: int, times: int, pause: float, folder: Path | None, *, scrolls: bool
) -> None:
    token = service.new_token("admin", "benchmark")
    await fill(service, token, some_texts(folder, entries))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1400, "height": 900})
        await page.goto(f"{service.url}/console/")
        await page.locator("#token").fill(token)
        await page.keyboard.press("Enter")
        await page.locator("article .body").wait_for()
        await page.evaluate(MEASURE)
        print(f"{entries:,} entries; {machine()}")
        print(told("the most urgent", await press(page, times, pause), times))
        if scrolls:
            print(await scroll(page))
            print(told("at the end", await press(page, times, pause), times))
        await browser.close()


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--entries", type=int, default=300)
    words.add_argument("--keys", type=int, default=200)
    words.add_argument("--pause", type=float, default=0.1, help="seconds between two keys")
    words.add_argument("--scroll", action="store_true", help="to the end of the list, and press keys there again")
    words.add_argument("--data", type=Path, help="a folder of CSV files with a column `text`")
    given = words.parse_args()
    service = Service().start()
    try:
        asyncio.run(measure(service, given.entries, given.keys, given.pause, given.data, scrolls=given.scroll))
    finally:
        service.remove()


if __name__ == "__main__":
    main()
