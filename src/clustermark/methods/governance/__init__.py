"""Who drives and governs a chain: fuzzy ideal types, drivers, and the power of buyers."""
