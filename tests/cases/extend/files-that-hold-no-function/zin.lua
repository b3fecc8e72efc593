return function(score, dl)
  retrn score
end
