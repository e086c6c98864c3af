"""The HTTP interface: handlers translate, services decide."""
