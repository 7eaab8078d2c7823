"""How partner systems receive events: one log of what there is to tell, and for each subscription what it may see of it."""

CONSUMER = "partnerships.delivery"
BINDINGS = [(service, "#") for service in ("registry", "programs", "partnerships", "feedback")]
