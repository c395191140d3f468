"""The public pages of the map: thin views that bind a filter, ask one query and render."""
