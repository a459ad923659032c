"""Stage 4: mentions become sources with roles, and every quote gets its speaker or says why not."""
