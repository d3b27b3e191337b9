"""What the window does: each desk answers the signals of one room and calls the others. Draws nothing itself."""
