"""What browsers load: the discussion for article pages, comment counts, and a page to try them on."""
