return function(score, dl)
  if dl == 0 then return nil end
  return score / dl
end
