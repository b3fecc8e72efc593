return function(score, dl)
  return 3 ^ 100000
end
