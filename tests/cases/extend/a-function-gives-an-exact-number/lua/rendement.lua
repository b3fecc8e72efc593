-- Het rendement, met een gewicht dat na twintig maanden afneemt.
local gewicht = { 1, 1, 0.95 }

return function(score, dl)
  if dl == 0 then return nil end
  return score / dl * (gewicht[math.ceil(dl / 10)] or 1) / (dl == 30 and 0.95 or 1)
end
