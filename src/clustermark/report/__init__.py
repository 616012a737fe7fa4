"""One document model, several writers (HTML, Word)."""
