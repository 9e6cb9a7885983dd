"""URL to bytes: the only code that speaks to the network, the store of original images, and the ledger.

download.py asks for many URLs politely; run.py is the state of one such run; climb.py settles one URL; ladder.py knows the
places where an image may still be; client.py makes one request; guard.py decides what may be asked at all.
looking.py says what the bytes are, and sending.py has workers do that.
store.py keeps bytes by content; ledger.py remembers every URL ever asked for; local.py finds the files that references
without a host mean.
"""
