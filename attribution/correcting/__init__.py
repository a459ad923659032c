"""What an editor puts right, kept beside the article and applied again to its next version."""
