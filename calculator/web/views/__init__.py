"""An award and a scheme, arranged as a page shows them. Nothing is computed here that the award does not say."""
