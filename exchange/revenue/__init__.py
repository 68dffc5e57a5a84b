"""What one dataset brought its provider: proceeds, fees and refunds from the ledger, beside costs the provider states itself."""
