"""The page that says how to move: what it tells people to type works as it stands."""

import asyncio
import html
import json
import os
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from compatibility.conftest import Program, beside
from googleapiclient import discovery
from movers import WRITERS, Said
from openai import OpenAI
from service_client import Service

from moderation.cli import main
from moderation.importers.systems import SYSTEMS
from moderation.outbound.signing import coral_signature

COMMON, OWN, PAGE = (
    files("moderation.api").joinpath(name).read_text("utf-8") for name in ("pages.css", "guide.css", "migrating.html")
)
PAGE = PAGE.replace("<!-- style -->", COMMON + OWN)
ADDRESS = "http://127.0.0.1:8080"


def snippets(kind: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(rf'data-in="{kind}"><code>(.*?)</code>', PAGE, re.DOTALL)]


def test_every_recipe_takes_three_lines() -> None:
    found = re.findall(r'data-in="(\w+)"><code>(.*?)</code>', PAGE, re.DOTALL)
    assert {kind for kind, _ in found} == {"shell", "sh", "settings", "python", "node", "ruby", "import"}
    assert all(len(text.splitlines()) <= 3 for _, text in found)


async def test_the_page_is_served_without_scripts(program: Program) -> None:
    answer = await program.caller.get("/docs/migrating/")
    assert answer.body.decode() == PAGE
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert b'"/docs/migrating/"' in (await program.caller.get("/docs/")).body


@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_every_system_on_the_page_is_taken_in(
    system: str, tmp_path: Path, valkey_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert re.findall(r"<td><code>(\w+)</code></td>", PAGE) == list(SYSTEMS)
    monkeypatch.setenv("MODERATION_REDIS_URL", valkey_url)
    monkeypatch.chdir(tmp_path)
    file = WRITERS[system]([Said("1"), Said("2", under="1")], tmp_path)
    [typed] = snippets("import")
    words = typed.replace("disqus", system).replace("export.xml", file.name).split()

    result = CliRunner().invoke(main, words[1:])

    assert (words[0], result.exit_code) == ("moderation", 0), result.output
    assert json.loads(Path("report.json").read_bytes())["imported"] == {"threads": 1, "comments": 2}


async def shell(program: Program, script: str) -> str:
    process = await asyncio.create_subprocess_exec(
        "sh",
        "-c",
        script.replace(ADDRESS, program.url),
        env={**os.environ, "KEY": program.key, "no_proxy": "127.0.0.1"},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode()


async def test_what_is_typed_into_a_shell_works(program: Program) -> None:
    analyze, akismet = snippets("sh")
    scores = json.loads(await shell(program, analyze))["attributeScores"]
    assert scores.keys() == {"TOXICITY", "INSULT"}
    assert (await shell(program, akismet)).startswith("valid")


async def test_corals_phase_is_where_the_page_says_and_takes_the_secret(service: Service, program: Program) -> None:
    settings = snippets("settings")[1]
    address = re.search(r"Callback URL +(\S+)", settings)
    setting = re.search(r"policy set --site default (\w+)=SECRET", settings)
    assert address is not None
    assert setting is not None
    await (await service.admin()).sets_policy(**{setting[1]: "SECRET"})
    body = json.dumps({"comment": {"body": "You total fool!"}}).encode()

    for query in ("", "?format=html"):
        answer = await program.caller.post(
            address[1].removeprefix(ADDRESS) + query,
            data=body,
            headers={"X-Coral-Signature": coral_signature(body, ["SECRET"])},
        )
        assert (answer.status, answer.document["status"]) == (200, "SYSTEM_WITHHELD")


@pytest.mark.parametrize("number", range(2))
async def test_what_is_written_in_python_works(program: Program, number: int) -> None:
    snippet = snippets("python")[number].replace(ADDRESS, program.url)
    names: dict[str, Any] = {"KEY": program.key, "discovery": discovery, "OpenAI": OpenAI}

    def runs() -> None:
        exec(snippet, names)
        names["client"].close()

    await beside(runs)
    if "answer" in names:
        assert names["flagged"] == [True, False]


GOOGLE_FOR_NODE = "googleapis-common@9"
"""What `googleapis` builds its clients with: the same code, without 200 MB of descriptions of other services."""
DISCOVERING = """
const { Discovery } = require("googleapis-common/build/src/discovery");
const google = { discoverAPI: async (url) => (await new Discovery({}).discoverAPI(url))({}, { _options: {} }) };
const KEY = process.argv[2];
const said = (error) => console.log(JSON.stringify([error.code, error.message]));
(async () => {
  // snippet
  console.log(JSON.stringify([answer.status, answer.data]));
  await client.comments.analyze({ key: "mod_wrong", resource }).catch(said);
  await client.comments.analyze({ key: KEY, resource: { ...resource, comment: {} } }).catch(said);
  const attributeScores = { TOXICITY: { summaryScore: { value: 1 } } };
  const suggested = { comment: resource.comment, attributeScores };
  const thanks = await client.comments.suggestscore({ key: KEY, resource: suggested });
  console.log(JSON.stringify([thanks.status, thanks.data]));
})();
"""


async def typed(folder: Path, *command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode()


@pytest.mark.system
async def test_what_is_written_for_node_works(program: Program, tmp_path: Path) -> None:
    [snippet] = snippets("node")
    await typed(tmp_path, "npm", "install", "--silent", "--no-audit", "--no-fund", "--no-save", GOOGLE_FOR_NODE)
    (tmp_path / "asks.js").write_text(DISCOVERING.replace("// snippet", snippet.replace(ADDRESS, program.url)))

    answers = await typed(tmp_path, "node", "asks.js", program.key)
    scored, stranger, empty, thanked = map(json.loads, answers.splitlines())

    assert scored[0] == 200
    assert scored[1]["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.8
    assert stranger == [400, "API key not valid. Please pass a valid API key."]
    assert empty == [400, "Comment must be non-empty."]
    assert thanked[0] == 200
