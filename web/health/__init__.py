"""Liveness, readiness and metrics: what a load balancer and an operator's tools ask."""
