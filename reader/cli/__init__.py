"""The command line: one small file per group of commands. Talks to `reader.library`; never to Whoosh, SQLite or Qt."""
