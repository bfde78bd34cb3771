"""Farm and rulebook in; claims, refusals and open questions out. Pure: the same input gives the same answer."""
