-- 100 metric points, 10 params and 5 tags for one of the prepared runs; the step moves on, so that
-- every request stores new points. Params repeat with equal values, as a retrying client sends them.
local runs = {}
for line in io.lines(os.getenv("BENCH_RUNS")) do runs[#runs + 1] = line end
local params, tags = {}, {}
for i = 1, 10 do params[i] = string.format('{"key":"p%d","value":"v%d"}', i, i) end
for i = 1, 5 do tags[i] = string.format('{"key":"t%d","value":"v%d"}', i, i) end
params, tags = table.concat(params, ","), table.concat(tags, ",")
local step = os.time()

request = function()
  step = step + 1
  local metrics = {}
  for i = 1, 100 do
    metrics[i] = string.format('{"key":"m%d","value":%d.5,"timestamp":%d,"step":%d}', i, step % 1000 + i, step, step)
  end
  local body = string.format('{"run_id":"%s","metrics":[%s],"params":[%s],"tags":[%s]}',
    runs[step % #runs + 1], table.concat(metrics, ","), params, tags)
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, body)
end
