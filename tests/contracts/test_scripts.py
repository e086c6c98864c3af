"""What every Lua script must keep: a full header, a body that agrees with it, clean Lua that a real server takes."""

import re
import shutil
import subprocess
from importlib import resources
from pathlib import Path

import pytest

from moderation.storage.scripts import Script, ScriptMalformed, load_scripts, parse_script

LUA = Path(str(resources.files("moderation.storage") / "lua"))
SCRIPTS = load_scripts()
INCLUDES = sorted(path.stem for path in (LUA / "include").glob("*.lua"))
VERBS = {
    "append", "apply", "begin", "claim", "create", "decide", "delete", "describe", "drop", "edit", "erase", "file",
    "forget", "hold", "import", "mark", "name", "note", "peek", "post", "read", "reap", "release", "renew", "repair",
    "rescore", "resolve", "restore", "save", "set", "spend", "undo",
}  # fmt: skip
BY_NUMBER = re.compile(r"\b(KEYS|ARGV)\[(\d+)\]")


def numbers(script: Script, table: str) -> set[int]:
    """The positions a script's own body and its includes read by number."""
    code = re.sub(r"--[^\n]*", "", script.source)
    return {int(number) for name, number in BY_NUMBER.findall(code) if name == table}


@pytest.mark.parametrize("name", SCRIPTS)
def test_its_name_is_a_verb_and_a_noun(name):
    verb, _, noun = name.partition("_")
    assert verb in VERBS
    assert noun


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_the_keys_it_reads_are_those_its_header_names(script):
    fixed = len(script.key_names) - script.any_number_of_keys
    assert max(numbers(script, "KEYS"), default=0) <= len(script.key_names)
    assert numbers(script, "KEYS") >= set(range(1, fixed + 1)), "the header names a key that is never used"
    if not script.any_number_of_keys:
        assert not re.search(r"#KEYS\b(?!\[)", script.source)


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_the_arguments_it_reads_are_those_its_header_names(script):
    variable = any(name.endswith("...") for name in script.arg_names)
    fixed = len([name for name in script.arg_names if not name.endswith("...")])
    used = numbers(script, "ARGV")
    if not variable:
        assert max(used, default=0) <= fixed
        assert not re.search(r"#ARGV\b(?!\[)", script.source)
        if not re.search(r"\bARGV(?!\[\d+\])", script.source):
            assert used == set(range(1, fixed + 1)), "the header names an argument that is never used"


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_its_clock_is_the_servers_and_nothing_scans(script):
    code = re.sub(r"--[^\n]*", "", script.source)
    called = {command.upper() for command in re.findall(r"redis\.p?call\(\s*['\"](\w+)['\"]", code)}
    assert not called & {"KEYS", "SCAN", "SSCAN", "HSCAN", "ZSCAN", "FLUSHALL", "FLUSHDB", "RANDOMKEY"}
    assert "os.time" not in code
    assert "math.random" not in code


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_real_server_takes_it(script, valkey_node):
    with valkey_node.client() as client:
        assert client.script_load(script.source) == script.sha


@pytest.mark.parametrize("include", INCLUDES)
def test_an_include_is_used_and_holds_nothing_but_local_names(include):
    assert any(include in script.includes for script in SCRIPTS.values())
    text = (LUA / "include" / f"{include}.lua").read_text(encoding="utf-8")
    outside = [line for line in text.splitlines() if line and not line.startswith((" ", "--", "end", "}"))]
    assert all(line.startswith("local ") for line in outside), outside
    assert not re.search(r"\bARGV\b", re.sub(r"--[^\n]*", "", text)), "an include is told what a caller said"


def test_scripts_sort_by_bytes_and_not_as_the_servers_locale_sorts_words() -> None:
    for script in SCRIPTS.values():
        assert not re.search(r"table\.sort\(\w+\)", script.source), script.name


@pytest.mark.system
def test_luacheck_finds_nothing(tmp_path):
    luacheck = shutil.which("luacheck")
    assert luacheck is not None, "luacheck is not on PATH: install it (Debian: apt install lua-check)"
    for script in SCRIPTS.values():
        # Commented out rather than cut, so that the line numbers are those of the script.
        (tmp_path / f"{script.name}.lua").write_text("--" + script.source, encoding="utf-8")
    options = [
        "--std",
        "lua51",
        "--codes",
        "--no-color",
        "--no-config",
        "--max-code-line-length",
        "120",
        "--no-max-comment-line-length",
    ]
    globals_ = ["--read-globals", "redis", "KEYS", "ARGV", "cjson", "cmsgpack", "struct", "bit"]
    # 211: a script need not use every function of what it includes.
    found = subprocess.run(
        [luacheck, str(tmp_path), *options, "--ignore", "211", *globals_], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


GOOD = "#!lua\n-- Do it.\n-- keys: a, b...\n-- args: x y\n-- returns: z\n-- include: one\nreturn one(KEYS[1])\n"
ONE = {"one": "local function one(key)\n  return key\nend\n", "two": "-- include: one\nlocal x = 1\n"}


def test_a_header_is_read_and_its_includes_stand_before_the_body():
    script = parse_script("do_it", GOOD, ONE)
    assert (script.purpose, script.key_names, script.arg_names) == ("Do it.", ("a", "b..."), ("x", "y"))
    assert script.any_number_of_keys
    assert script.writes
    assert script.source.index("local function one") < script.source.index("return one(KEYS[1])")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (GOOD.replace("#!lua\n", ""), "first line"),
        (GOOD.replace("#!lua", "#!python"), "first line"),
        (GOOD.replace("-- keys: a, b...\n", ""), "no '-- keys:' line"),
        (GOOD.replace("-- args: x y\n", ""), "no '-- args:' line"),
        (GOOD.replace("-- returns: z\n", ""), "no '-- returns:' line"),
        (GOOD.replace("-- Do it.\n", ""), "what the script is for"),
        (GOOD.replace("a, b...", "a..., b"), "only the last key"),
        (GOOD.replace("include: one", "include: three"), "three.lua does not exist"),
        (GOOD.replace("include: one", "include: one, one"), "named twice"),
        (GOOD.replace("include: one", "include: two"), "includes nothing"),
        (GOOD.replace("-- returns", "-- keys: c\n-- returns"), "given twice"),
        (GOOD.replace("Do it.", "Reads only."), "go together"),
        (GOOD.replace("#!lua", "#!lua flags=no-writes"), "go together"),
    ],
)
def test_a_header_with_a_fault_is_explained(wrong, said):
    with pytest.raises(ScriptMalformed, match=re.escape(said)):
        parse_script("do_it", wrong, ONE)
