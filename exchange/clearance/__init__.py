"""Clearance: the exchange's own gate for what leaves the mainland, and its digital customs.

A clearance says what may go, to whom, for what, where, of how many persons and until when, and on what that rests. It is a
signed credential, asked at every access. Each export declares itself at its start and takes a lane; the register of exports
and the monthly return are read from the declarations. The case that led here lies in export_case, the law in rules.
"""
