"""How near an analysis comes to what people marked: gold annotations read, aligned with what was found, and scored."""
