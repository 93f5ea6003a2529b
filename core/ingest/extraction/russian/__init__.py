"""Russian: type noun first, parties in the instrumental, verbs that rule a case."""
