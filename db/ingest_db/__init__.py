"""Storage in SQLite: what is published (``communiques.db``) and, beside it, the archive of what was fetched."""
