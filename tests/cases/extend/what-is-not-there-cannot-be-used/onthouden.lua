return function(score)
  totaal = (totaal or 0) + score
  return totaal
end
