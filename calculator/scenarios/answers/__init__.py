"""What a run says: costs, take-up, income, winners, land, bottlenecks, roads, as tables without small cells."""
