"""Ids and reasons that the contract's examples share."""

AREA = "0190b3a0-0000-7000-8000-000000000001"
CENTER = "0190b3a0-0000-7000-8000-000000000002"
OTHER = "0190b3a0-0000-7000-8000-000000000003"
WHY = {"reason": "Decided by the district on 2 March."}
