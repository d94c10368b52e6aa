"""Looking back: the facilitator's page, and the page behind a link without names."""
