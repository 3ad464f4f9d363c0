#!lua flags=allow-oom
-- Every feed is due now, also one that backs off. Returns now in ms.
for _, feed in ipairs(redis.call('ZRANGE', key('feeds'), 0, -1)) do schedule('feeds', feed, 0) end
return now
