"""Pages of transfer: a deal's delivery and its acts, and the link of one holder."""
