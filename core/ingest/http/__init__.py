"""The way to a site: a polite client that cannot be led astray.

* ``client``    asks for an address and gives a Response or a typed error
* ``addresses`` which addresses may be asked, and the way through a gateway
* ``settings``  what the operator sets: gateway, proxy, pace, certificates, contact
* ``hosts``     one request at a time per host, and pauses, shared by every client of a program
* ``robots``    what robots.txt allows (RFC 9309), and the pace it asks for
* ``guard``     only public addresses are connected to, and no answer takes for ever
* ``decoding``  compressed bodies with a bound on what comes out
* ``answers``   what a status, a header or a page means
"""

from ingest.http.client import Client
from ingest.http.hosts import Hosts
from ingest.http.settings import SILENCE_SECONDS, Network

__all__ = ["SILENCE_SECONDS", "Client", "Hosts", "Network"]
