"""What one document says now, without a comparison. Pure."""
