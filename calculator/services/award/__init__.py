"""From a farm document to its award and what people read of it: as JSON, as text, in sums, per parcel."""
