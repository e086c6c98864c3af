"""What readers and commenters may do."""
