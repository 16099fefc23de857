"""Does a change stay? Block history, pending changes, and the decider.

Pure: they get a page's state and return what to store, what to tell, when to look again."""
