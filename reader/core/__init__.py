"""Plain values and pure functions. Standard library only, no I/O, imports no other room."""
