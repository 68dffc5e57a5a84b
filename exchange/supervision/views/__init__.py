"""Pages of the desk: the situation, and the orders that stop exports."""
