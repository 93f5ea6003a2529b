"""What each page shows: one module a kind, each a function from a database and a key to what its template needs."""
