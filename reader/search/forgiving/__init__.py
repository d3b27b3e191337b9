"""What is given where words are nowhere as they were typed: near spellings, and the clauses nearest to the words."""
