"""English: type noun first, parties behind ``between``, verbs before and behind."""
