"""What a Coral site asks of an external moderation phase."""
