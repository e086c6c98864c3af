-- Whether bytes come before others: where `<` would ask the server's locale, which sorts words and not ids.
local function precede(one, other)
  for place = 1, math.min(#one, #other) do
    local first, second = string.byte(one, place), string.byte(other, place)
    if first ~= second then
      return first < second
    end
  end
  return #one < #other
end
