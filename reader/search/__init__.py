"""Full-text search. Whoosh lives here alone, and only `index` knows it."""
