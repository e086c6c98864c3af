"""Attributes in, scores out: whoever scores a comment stands behind the `Scorer` protocol."""
