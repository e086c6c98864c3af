"""What administrators of a site may do."""
