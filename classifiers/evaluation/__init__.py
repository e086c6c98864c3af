"""How good a model is, on comments it has not seen, and the card that says so."""
