"""Stage 2: the language models are found and checked; an Article becomes sentences, tags, trees and names."""
