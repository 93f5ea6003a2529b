"""Tests of the pages that Datasette shows."""
