"""Rules that put wrong characters right: notes of pinyin, shifted and broken bytes, brackets, widths, script."""
