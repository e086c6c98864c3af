"""The README names every setting there is, with its default and its meaning."""

from pathlib import Path

import pytest

from moderation.settings import Described, describe

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("setting", describe(), ids=lambda setting: setting.variable)
def test_the_readme_names_every_setting(setting: Described) -> None:
    text = README.read_text(encoding="utf-8")
    assert f"`{setting.variable}`" in text
    assert setting.meaning in text
