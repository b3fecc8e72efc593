return function(score, dl)
  return score / dl
end
