return function(score, dl)
  local t = {}
  for i = 1, 1000000000 do
    t[i] = { i }
  end
  return #t
end
