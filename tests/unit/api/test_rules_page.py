"""What the page about rules says is so."""

import re
from html import unescape

from unit.api.conftest import Client

from moderation.rules.evaluate import compile_rules
from moderation.rules.tree import Act
from moderation.rules.vocabulary import FIELDS


async def test_the_page_shows_every_field_and_action_and_rules_that_can_be_used(client: Client) -> None:
    answer = await client.get("/docs/rules/")
    page = unescape(await answer.text())

    assert answer.status == 200
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert [name for name in FIELDS if f"<code>{name}</code>" not in page] == []
    assert [each.meaning for each in FIELDS.values() if each.meaning not in page] == []
    assert [act for act in Act if not re.search(rf"<td><code>{act}\b", page)] == []
    examples = re.findall(r'<pre tabindex="0" data-in="rules"><code>(.*?)</code></pre>', page, re.DOTALL)
    assert [rule.name for rule in compile_rules(examples[0]).rules][-1] == "Quiet nights"
    assert "<!--" not in page
    assert 'href="/docs/rules/"' in await (await client.get("/docs/")).text()
