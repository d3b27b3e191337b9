"""Where documents live: corpus folders, the user's own shelf, and all of them as one library."""
