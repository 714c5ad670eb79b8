-- One row as JSON, the same for each request; a connection may pause after each answer.
local file = io.open(os.getenv("BENCH_BODY"))
wrk.body = file:read("*a")
file:close()
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local pause = tonumber(os.getenv("BENCH_PAUSE") or "0")
if pause > 0 then delay = function() return pause end end
