"""The service: an article comes in over HTTP and its analysis goes back; nothing is fetched and nothing is kept."""
