"""What the demonstration shows at its end."""
