"""The door of the moderators' console."""
