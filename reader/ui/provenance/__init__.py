"""出处: where a document came from and every edit that was made to it."""
