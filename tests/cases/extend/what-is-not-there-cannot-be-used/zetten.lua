return function(score)
  totaal = score
  return totaal
end
