"""The measures are chosen too: plans side by side within what the farmer sets."""
