"""Events sent to the endpoints of partners, signed as Standard Webhooks."""
