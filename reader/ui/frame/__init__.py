"""What stands around the rooms: bar, foot, docks, menus, the first page, and the parts as one value."""
