"""Price facts: what deals of a category cost, told in rounded figures of groups large enough that no deal can be made out."""
