"""Stage 1: a file or a string becomes an Article with paragraphs and zones."""
