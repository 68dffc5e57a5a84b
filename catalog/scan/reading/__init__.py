"""Reading a data file of unknown content: a process of its own, with limits, without the database, the settings or the network.

`python -m catalog.scan.reading FOLDER` reads FOLDER/raw as FOLDER/job.json says, writes a line of JSON on its standard output for
each step, and ends when its standard input does: that is how it is stopped, also by the end of whoever started it.
"""
