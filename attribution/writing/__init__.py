"""Results in the formats of newsrooms and annotators: Web Annotation, schema.org, ninjs, NITF, brat, Citron."""
