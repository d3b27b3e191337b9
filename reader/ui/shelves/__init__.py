"""我的文件: files coming in, what was read of them, going out and back; the library as rows, tree and table."""
