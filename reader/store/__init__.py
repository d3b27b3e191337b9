"""The user's notes: SQLite, backups, exchange files. sqlite3 lives here alone; no Qt, no Whoosh, no OpenCC."""
