"""Files with parcels on a map: which kind they are, and what is read of them in a process with limits of its own."""
