"""A partner's system that receives the season by all three ways: it pulls, it is posted to, and it reads a queue of its own."""
