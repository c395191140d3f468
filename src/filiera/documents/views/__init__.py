"""Pages of documents and circles."""
