"""The moderators' rule language."""
