"""Commands about versions of one document: what changed, which one holds, what it rests on."""
