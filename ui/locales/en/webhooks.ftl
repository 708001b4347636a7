## Webhooks

webhooks-title = Webhooks
webhooks-lead = An address registered here is called for each event, so that your programs need not come back and look.
webhooks-none = No address yet.
webhook-new = Register an address
webhook-url = Address to call
webhook-url-hint = For example: https://example.org/data. It is called a first time at once.
webhook-bad-url = This is no address. Write it whole, such as https://example.org/data.
webhook-events = Events
webhook-events-hint = No box ticked: all events.
webhook-all = all events
webhook-create = Register
webhook-title = Webhook
webhook-off = Suspended
webhook-disabled = This address did not answer five calls in a row: it is no longer called.
webhook-enable = Call it again
webhook-secret = Secret
webhook-signed = Each call bears the header X-Hub-Signature-256: the HMAC-SHA-256 of its body with this secret. Check it before you believe the call.
webhook-calls = History
webhook-calls-none = No call.
webhook-call-event = Event
webhook-call-when = Date
webhook-call-answer = Answer
webhook-call-again = Replay
webhook-call-tries = { $n ->
    [one] { $n } try
   *[other] { $n } tries
}
webhook-call-waits = Waiting
webhook-replay = Send again
webhook-end = Delete this address
