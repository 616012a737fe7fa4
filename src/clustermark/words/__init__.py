"""All text a person reads, in Chinese and English; renders findings, suggestions and problems of input."""
