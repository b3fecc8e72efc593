return
function(score, dl)
  return "hoog"
end
