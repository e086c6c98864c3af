"""Files of other systems, and our own export, read as neutral records."""
