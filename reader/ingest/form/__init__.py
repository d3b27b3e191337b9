"""What the lines of a document are: numbers, headings, titles, tables, lists of contents, gaps."""
