-- Reads, or posts, again and again over kept connections.
-- Arguments: the token; to post, also the run's name and the body with @code@ where a code of its own belongs.

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  headers = { ["Authorization"] = "Bearer " .. args[1] }
  if args[2] then
    headers["Content-Type"] = "application/json"
    prefix = args[2] .. "-" .. number .. "-"
    before, after = args[3]:match("^(.*)@code@(.*)$")
  end
  read = wrk.format("GET", wrk.path, headers)
  count = 0
end

function request()
  if not prefix then return read end
  count = count + 1
  local code = prefix .. count
  headers["Idempotency-Key"] = code
  return wrk.format("POST", wrk.path, headers, before .. code .. after)
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format('\n{"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, "mean": %d, "p99": %d}\n',
    summary.requests, summary.duration, failed.status,
    failed.connect + failed.read + failed.write + failed.timeout, latency.mean, latency:percentile(99)))
end
