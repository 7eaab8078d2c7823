"""The embedded default: the whole platform on one machine, with its own broker and database."""
