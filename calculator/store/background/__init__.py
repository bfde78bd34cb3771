"""Work that waits in a table: how a process claims it and dies, which processes live, and batches of many farms."""
