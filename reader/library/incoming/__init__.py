"""What comes in from other people and programs."""
