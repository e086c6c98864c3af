"""Scores in the protocol of Google's Perspective API, so that its callers move by changing one address."""
