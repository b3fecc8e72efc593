return function(score, dl)
  local x = ("a"):rep(100000)
  while true do
    local y = x .. "b"
  end
end
