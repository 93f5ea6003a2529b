"""Kazakh: parties first, type noun last, the verb behind it; endings on all of them."""
