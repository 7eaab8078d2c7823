"""Events put into queues of the partners' own, in a vhost apart from everything internal.

    feed ──(cursor)──▶ forwarder ──(confirmed)──▶ subscription.<id> ──▶ the partner, as user subscription.<id>
                           ▲                            │ full: refuses
                           └──────── waits ◀────────────┘

A user may read its own queue and do nothing else. When a subscription may receive no more, its user goes, its connections
with it, and then the queue; what lay in that unread is forwarded again if the subscription goes on.
"""
