"""Training and judging the model of one site: from labels to a model that is promoted, or a reason why none is."""
