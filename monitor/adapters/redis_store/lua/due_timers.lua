#!lua flags=allow-oom
-- Timers that are due now. ARGV: limit
return due('timers', tonumber(ARGV[1]))
