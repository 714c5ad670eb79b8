-- One row as JSON, the same for each request.
local file = io.open(os.getenv("BENCH_BODY"))
wrk.body = file:read("*a")
file:close()
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
