"""Whether plans take up what a higher one demands (对标), and what people decided about it."""
