"""Settlement: double entry that mirrors accounts at named licensed institutions. The exchange itself holds no money.

Deposits and payouts by two persons, escrow on funding, release on acceptance minus the fee, refund, and what an operator
decides where the parties disagree. Nothing here knows how data is delivered: that slice stands above and calls down.
"""
