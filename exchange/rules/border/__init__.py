"""The law of the border as pure functions: which path an export must take, on which article, with which papers and duties."""
