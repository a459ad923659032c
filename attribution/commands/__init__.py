"""What the commands do and write, apart from the command line itself."""
