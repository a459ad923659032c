"""Stage 5: measures with their words, and the sourcing rules."""
