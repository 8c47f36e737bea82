"""The data of the portal: people, clients, deals, activities, tasks and calendars, and who may see them."""
