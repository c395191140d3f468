"""What is read of documents."""
