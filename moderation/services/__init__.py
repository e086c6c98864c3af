"""What people do with the product. The only place where storage and judgement meet."""
