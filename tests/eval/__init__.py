"""The accuracy gate: figures on labelled articles against floors that only rise."""
