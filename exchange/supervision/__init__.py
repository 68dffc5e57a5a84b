"""Supervision: a stop order and its lifting, and what the desk looks at to see how exports stand.

An order is a hold with a person, a cause and a legal basis behind it; it ends running deliveries within two seconds, because
every way of delivery looks at holds at least that often. Cases and findings of supervision at large are not here.
"""
