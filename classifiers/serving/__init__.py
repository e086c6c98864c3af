"""From an artifact to scores and spans, with numpy alone; nothing here imports what training needs."""
