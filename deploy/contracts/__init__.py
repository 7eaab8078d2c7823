"""The events' schemas as they were published, and whether today's keep what they promise."""
