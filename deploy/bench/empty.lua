-- The cheapest request there is.
wrk.method = "GET"
