"""Commands below `notes` that meet other people's notes, one file a matter."""
