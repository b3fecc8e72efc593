return function(score)
  if score >= 20 then return "goed" end
  return score > 0 and "voldoende" or "onvoldoende"
end
