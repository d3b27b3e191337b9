"""Documents side by side: columns, gutters, differences, related clauses."""
