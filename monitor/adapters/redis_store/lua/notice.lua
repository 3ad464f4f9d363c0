#!lua
-- Something the operator must hear: an alert that no match brought. ARGV: alert id, alert, delivery id, channel
-- Returns 1, or 0 when the same notice was raised before.
if tell(ARGV[1], ARGV[2], {{id = ARGV[3], channel = ARGV[4]}}) then return 1 end
return 0
