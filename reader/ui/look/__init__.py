"""How the window looks and speaks: themes, fonts, icons, style sheets, words in three languages. Holds no widget."""
