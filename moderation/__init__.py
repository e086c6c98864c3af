"""Reader comments on the web, and keeping them civil."""

__version__ = "0.1.0"
