"""What a reviewer would otherwise repeat: files of a size one reads in a sitting, names that say something, a README
where a newcomer looks for one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOP_LEVEL = {"pyproject.toml", "moderation", "classifiers", "tests", "deploy", "README.md", "LICENSE"}
WEB = ROOT / "moderation" / "web"
VENDOR = WEB / "vendor"
LICENCES = {
    "uPlot.esm.js": {"uPlot": "MIT"},
    "preact-htm.js": {"preact": "MIT", "htm": "Apache License"},
}
WRITTEN = [
    path
    for folder in ("moderation", "classifiers")
    for pattern in ("*.py", "*.js", "*.lua")
    for path in (ROOT / folder).rglob(pattern)
    if VENDOR not in path.parents
]
PAGES = [path for path in WRITTEN if path.suffix == ".js" and WEB in path.parents]
READING_MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet\w*|setHTML\w*|parseFromString|createContextualFragment"
    r"|document\.write|srcdoc"
)
SAYING_NOTHING = re.compile(r"(utils?|helpers?|common|misc|base|manager|core)")
PACKAGES = sorted(path.parent for path in (ROOT / "moderation").glob("*/__init__.py"))
LISTED = [
    path
    for folder in (*PACKAGES, *(path.parent for path in WEB.glob("*/README.md") if path.parent != VENDOR))
    for pattern in ("*.py", "*.js")
    for path in folder.glob(pattern)
    if path.stem != "__init__"
]


def test_what_others_wrote_stands_beside_its_licence() -> None:
    assert {path.name for path in VENDOR.glob("*.js")} == set(LICENCES)
    for programs in LICENCES.values():
        for name, licence in programs.items():
            assert licence in (VENDOR / f"{name}.LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_page_reads_text_as_markup(path: Path) -> None:
    """But for the one function that copies what the server has sanitised out of a document in which nothing runs."""
    found = READING_MARKUP.findall(path.read_text(encoding="utf-8"))
    assert found == (["parseFromString"] if path == WEB / "shared" / "dom.js" else [])


def test_nothing_else_stands_at_the_top() -> None:
    tracked = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert tracked - {"build", "dist"} == TOP_LEVEL


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_modules_name_says_what_it_is_about(path: Path) -> None:
    assert not SAYING_NOTHING.fullmatch(path.stem)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_a_package_says_what_lives_there(package: Path) -> None:
    assert (package / "README.md").is_file()


@pytest.mark.parametrize("path", LISTED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_names_each_of_its_modules(path: Path) -> None:
    readme = (path.parent / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"`(?:{path.parent.name}/)?{path.stem}(?:{path.suffix})?`", readme)


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "web").glob("test_*.py")), ids=lambda path: path.name)
def test_tests_in_a_browser_run_by_themselves(path: Path) -> None:
    """The browser's event loop runs on beside a test: none with a loop of its own can follow in that process."""
    text = path.read_text("utf-8")
    assert not ("mark.browser" in text and "mark.long" in text)
