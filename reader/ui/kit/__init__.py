"""Small widgets and values that any part of the window may use. Knows no document, no note, no search."""
