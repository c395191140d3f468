"""Template tags of the shell: `shell` (components, dates, numbers) and `pictures` (the drawings with their twins)."""
