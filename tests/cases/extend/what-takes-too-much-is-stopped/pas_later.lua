return function(score, dl)
  while dl == 0 do end
  return score
end
