"""The search box, the list of hits and the find bar."""
