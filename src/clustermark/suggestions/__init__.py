"""Rules as data, evaluated over findings into problems and suggestions."""
