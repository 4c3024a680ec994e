-- Sends the lines of a file as request bodies, one after the other; an @ becomes a number that no other request has.
local bodies, sent, run = {}, 0, os.getenv("BENCH_RUN")
for line in io.lines(os.getenv("BENCH_BODIES")) do bodies[#bodies + 1] = line end

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function request()
  sent = sent + 1
  local body = bodies[(sent - 1) % #bodies + 1]
  if body:find("@", 1, true) then body = body:gsub("@", run .. "-" .. sent) end
  return wrk.format(nil, nil, nil, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.stderr:write(string.format(
    '{"requests":%d,"microseconds":%d,"p50":%.0f,"p95":%.0f,"p99":%.0f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
