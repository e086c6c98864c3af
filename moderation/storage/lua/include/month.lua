-- The month of a time in milliseconds since 1970, such as 2026-11 (UTC), by days counted from the 1st of March of year 0.
local function month(ms)
  local days = math.floor(ms / 86400000) + 719468
  local era = math.floor(days / 146097)
  local day = days - era * 146097
  local year = math.floor((day - math.floor(day / 1460) + math.floor(day / 36524) - math.floor(day / 146096)) / 365)
  local of_year = day - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local from_march = math.floor((5 * of_year + 2) / 153)
  local number = from_march < 10 and from_march + 3 or from_march - 9
  return string.format('%04d-%02d', era * 400 + year + (number <= 2 and 1 or 0), number)
end
