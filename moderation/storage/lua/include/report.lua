-- A light report says what every report says and lifts no comment in a queue. Quotes inside what people typed are
-- escaped, so that only such a report has this.
local function is_light(report)
  return string.find(report, ',"light":true', 1, true) ~= nil
end
