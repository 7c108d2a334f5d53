"""What every connection to a stranger's host goes through: feeds are fetched and webhooks called over checked addresses only."""
