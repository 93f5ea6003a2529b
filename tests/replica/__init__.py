"""A replica of Kazinform's sites: a real HTTP server on loopback that serves listings, feeds and articles in every
layout, under ``/HOST/PATH`` as a gateway does, and misbehaves on request.

* ``articles``  what is published, and its pages in each layout
* ``listings``  feeds, news lines, sitemaps and categories
* ``faults``    ways to misbehave, down to the bytes on the wire
* ``site``      the server
* ``crawl``     the installed command, pointed at it
"""

from replica.articles import Article, articles
from replica.crawl import Crawl
from replica.site import Asked, Replica

__all__ = ["Article", "Asked", "Crawl", "Replica", "articles"]
