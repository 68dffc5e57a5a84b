"""Papers as PDF: one layout, Chinese glyphs embedded, no network and no system font."""
