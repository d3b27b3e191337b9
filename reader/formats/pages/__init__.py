"""Files that are pages: PDF and OFD, laid out by one engine, and drawn."""
