"""The gateway: one HTTP API over the four services. Writes go to their owner, reads are answered from the read model."""
