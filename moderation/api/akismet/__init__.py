"""Akismet's four verbs over our SPAM score, for blogs and plugins that can be told another host."""
