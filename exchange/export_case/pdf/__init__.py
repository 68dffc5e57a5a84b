"""Papers as files: a tree of blocks, set as PDF with Chinese glyphs embedded, or written as an editable .docx."""
