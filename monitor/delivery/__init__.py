"""Delivery: from incidents to mails (`describing`, `render`, `message`), out of the house (`smtp`, `mailbox`), and what
becomes of those that failed (`retry`)."""
