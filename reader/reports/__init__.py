"""Files to hand on that are made from what the library knows: comparisons. Reads core only; writes bytes, no files."""
