return function(score)
  if score < nil then return 1 end
end
