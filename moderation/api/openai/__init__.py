"""Scores in the shape of OpenAI's moderation interface, for callers that speak it already."""
