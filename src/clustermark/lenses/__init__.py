"""Evidence in, findings out, one subject at a time."""
