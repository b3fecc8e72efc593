return function(score, dl)
  local x = "aaaaaaaa"
  while true do x = x .. x end
end
