"""Classifiers of a few lines, for tests that decide what a comment scores."""

from moderation.scoring.scorer import ScorerUnavailable


class OneModel:
    """What a scorer of one model does besides scoring. Ready from the start."""

    ready = True

    async def start(self) -> None:
        return

    async def close(self) -> None:
        return

    def has(self, model: str) -> bool:
        return not model

    async def load(self, model: str) -> None:
        raise ScorerUnavailable(f"there is no model {model}")
