"""Pages that combine slices: the workspace, the list of deals, the deal, the navigation, and the demo's clock. They show; the slices act."""
