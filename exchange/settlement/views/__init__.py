"""Pages of money: an organization's accounts, funding a deal, and the operator's confirmations."""
