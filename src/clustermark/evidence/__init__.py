"""From the user's files to accepted, quarantined and set-aside rows, each with its place in its file."""
