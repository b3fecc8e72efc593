return function(score, dl)
  local x = 0
  for i = 1, 1000000000 do
    x = x + 1 / i
  end
  return x
end
