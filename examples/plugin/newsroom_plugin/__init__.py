"""An example of a plug-in for attribution-audit: a reader, a sourcing rule and a role taxonomy."""
