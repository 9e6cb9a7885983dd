"""URL to bytes: the only code that speaks to the network, the store of original images, and the ledger.

guard.py decides what may be asked at all; client.py makes one guarded request; ladder.py knows the other places where an
image may still be; download.py asks for many politely; store.py keeps bytes by content; ledger.py remembers every URL ever
asked for; local.py finds the files that references without a host mean.
"""
