"""Rules for what stands around and between the lines of a document: tags, layout, furniture, cards, broken lines."""
