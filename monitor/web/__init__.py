"""The public pages: sign up, confirm, change what you get, leave, see a mail as it was sent. Thin views over jobs.

They work without JavaScript and cookies. GET and HEAD change nothing, because mail scanners open every link (U06); who may
do what is decided by the signed token in the link alone. Only this package knows FastAPI.
"""
