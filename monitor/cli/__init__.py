"""Commands: thin. They parse arguments, call a job or a query, and print."""
