"""The notes panel and the notes page with everything on it."""
