return function(score, dl)
  local x = score / 3
  while true do
    x = x * x
  end
end
