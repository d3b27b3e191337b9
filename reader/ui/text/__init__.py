"""One document on screen: setting its text, marks over it, what is in sight, what is selected."""
