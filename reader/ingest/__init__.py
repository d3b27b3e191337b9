"""Raw file to Document: build time and import time only. Never shows anything, never touches user data."""
