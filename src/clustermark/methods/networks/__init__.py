"""Networks of words and firms."""
