"""Pure functions: numbers in, numbers out; one file a method, no files, no study."""
