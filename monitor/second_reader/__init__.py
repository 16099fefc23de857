"""The optional second reader: a model that words the line of a change, on a server of one's own.

    question   a change -> numbered passages -> the request                              pure
    reply      the text of an answer -> a line and its claims                            pure
    grounds    line, claims, passages -> what speaks against the line, or nothing        pure
    completion one request to an OpenAI-compatible server, bounded in time and size      edge

A model only words: kind, severity, classes, recipients and our own line are decided before it is
asked, and whatever it does not prove from the passages is dropped for our own line.
"""
