return function(score)
  for i = 1, (function() return 3 end)() do end
end
