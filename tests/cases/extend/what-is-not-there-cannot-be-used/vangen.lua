return function()
  pcall(function() while true do end end)
  return 1
end
