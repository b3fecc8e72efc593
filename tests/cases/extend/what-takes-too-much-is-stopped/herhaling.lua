return function(score, dl)
  return ("x"):rep(1000000000):len()
end
