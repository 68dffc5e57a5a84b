"""Transfer: delivery under an agreement in force, in the states of the Dataspace Protocol, and its acceptance.

What "one delivery" is: one Transfer from its first start. That start spends one of the agreement's count; links, ranges, resumed
downloads and a start after a suspension spend nothing more. Terms, conditions of delivery and holds are asked at every access.
"""
