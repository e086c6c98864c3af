"""How a comment is judged: facts in, verdict out. Nothing here reads, waits or asks the time."""
