"""Stage 3: quotation marks, cues and syntax become quotes with content, cue and source."""
