local aanroepen = 0
return function(score)
  aanroepen = aanroepen + 1
  return aanroepen
end
