"""A change in the forms of channels that have one of their own, within their limits. Pure.

    webhook.py   JSON for programs        slack.py    Block Kit      discord.py  embeds
    telegram.py  HTML                     teams.py    Adaptive Card  ntfy.py     a push message

Page text is escaped by each channel's own means; no character that a person reads is altered.
"""
