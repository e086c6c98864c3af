"""What the product talks about: frozen values and small state machines. Standard library only."""
