"""Charts of what a register lists: what they show, how they are drawn and where they stand."""
