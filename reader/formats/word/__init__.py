"""Word files: the newer kind (docx) and the older one (doc, wps)."""
