local geheugen = { vorige = 0 }
return function(score)
  local was = geheugen.vorige
  geheugen.vorige = score
  return was
end
