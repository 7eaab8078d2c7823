"""What partnerships decide: who helps, on what terms, and with what."""

from services.partnerships.model.agreement import Agreement
from services.partnerships.model.contribution import Contribution
from services.partnerships.model.partner import Partner
from services.partnerships.model.subscription import Subscription

__all__ = ["Agreement", "Contribution", "Partner", "Subscription"]
