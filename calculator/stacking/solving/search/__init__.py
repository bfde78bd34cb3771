"""One component as a linear programme, searched or counted out until it is proven."""
