"""The dossier of an export and its procedure: papers, the desk's statutory clocks, opinions, the decision and its letter.

One case for one agreement at a time, on one of the paths the determination found. What the exchange itself lets through, and
how much, is clearance, the slice above; which path applies is determination's, below.
"""
