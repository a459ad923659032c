"""Sourcing reports: an analysis to a self-contained HTML page."""
