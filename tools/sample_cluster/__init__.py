"""The made-up cluster Sampleton and its peers: one module for each kind of evidence, words as data beside them."""
