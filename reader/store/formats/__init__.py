"""One module a form of export: rows in, bytes out; `jsonld` and `table` also read. No files, no database."""
