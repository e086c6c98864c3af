"""From labelled comments to an artifact. The same data and the same recipe make the same bytes."""
