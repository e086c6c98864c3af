"""What we know about strings: canonical form, word lists, safe HTML, links, language, near-duplicates; all pure."""
