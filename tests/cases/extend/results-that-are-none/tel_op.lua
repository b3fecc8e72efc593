return function(score)
  local t = {}
  return score + t.x
end
