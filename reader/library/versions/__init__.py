"""Editions, validity and lineage of the documents of a library."""
