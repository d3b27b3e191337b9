"""Bytes of a file to RawText: what the file says and where on its pages. Changes nothing, loads nothing else."""
