"""Pages of the border: the desk's queue, the case as each reader sees it, papers, steps and letters."""
