"""How blocks are set: styles, tables, titles over several lines. No widget, no position in a document."""
