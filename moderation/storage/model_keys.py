"""The keys of what a site has chosen, tried and learned; they lie with its settings."""

from moderation.storage.keys import site_tag


def site_models(site: str) -> str:
    """String: which models the site has chosen per language, as JSON with its version."""
    return f"{site_tag(site)}:models"


def shadow_tally(site: str, language: str) -> str:
    """Hash: how many comments a tried model scored too, and how many verdicts would have differed."""
    return f"{site_tag(site)}:tally:{language}"


def disagreements(site: str, language: str) -> str:
    """List of comments of which a tried model would have had another verdict, newest first; capped."""
    return f"{site_tag(site)}:differ:{language}"


def site_learning(site: str) -> str:
    """String: which models of its own the site has promoted and which acts, as JSON with its version."""
    return f"{site_tag(site)}:learning"


def site_artifacts(site: str) -> str:
    """Hash of SHA-256 (hexadecimal) -> the artifact of a model of the site's own."""
    return f"{site_tag(site)}:taught"


def site_lessons(site: str) -> str:
    """List of attempts to teach the site's model, newest first; capped."""
    return f"{site_tag(site)}:lessons"


def suggesters(site: str) -> str:
    """Hash of source -> how many suggestions it made ever, the last day it made any, and how many that day."""
    return f"{site_tag(site)}:suggesters"


def suggestions(site: str, source: str) -> str:
    """Stream of what a source suggested: hashed features of a text, its scores, the label; capped and short-lived."""
    return f"{site_tag(site)}:suggested:{source}"
