-- Sends the session's cookie and ends with one line of JSON.

function init(args)
   if args[1] and args[1] ~= "" then
      wrk.headers["Cookie"] = args[1]
   end
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"requests": %d, "seconds": %f, "p50": %f, "p95": %f, "failed": %d, "size": %d}\n',
      summary.requests, summary.duration / 1e6,
      latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      summary.bytes))
end
