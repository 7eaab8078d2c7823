"""The read model: what the projector keeps from the facts, and how it is asked."""
